"""What other programs read stays as it is: golden files of the command line, API, files, tables.

`python -m tests.house.test_contracts` writes the golden files anew, for a change that is meant; the
difference then stands in the commit. Moments, hashes and versions of the product are masked.
"""

import difflib
import hashlib
import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from metrics import FOLDER_VARIABLE
from metrics.briefing import FORMATS, prepare, write
from metrics.i18n import words
from metrics.store import open_store
from metrics.store.opening import URL_VARIABLE
from tests.support.command_line import run_here
from tests.support.reports import REPORT
from tests.support.sample import SAMPLE_FOLDER, sample
from web import api

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
MADE = datetime(2025, 3, 1, 9, 30)
DRAFT = (
    "2024年，全市组织应急演练1.25万次，比上年增长5%。安全生产培训多于往年。\n"
    "2024年，共发放宣传材料9999万份。2030年，全市开展演练12次。\n"
)
_VERBS: dict[str, tuple[str, ...]] = {
    "history": ("history", "--json"),
    "show": ("show", "1", "--json"),
    "current": ("current", "--format", "json"),
    "verify": ("verify", "--json"),
    "check": ("check", "{folder}/metrics.csv", "--json"),
    "diff": ("diff", "{folder}/metrics.csv", "--json"),
    "figures": ("figures", "{folder}/report.txt", "--json"),
    "extract": ("extract", "{folder}/report.txt", "--year", "2025", "--json"),
    "proofread": ("proofread", "{folder}/draft.txt", "--json"),
    "audit": ("audit", "--json"),
    "export": ("export", "--format", "json", "--category", "drills"),
}
_API = (
    "metrics.json?category=drills", "metrics.csv?category=drills", "catalog.json", "versions.json",
    "openapi.json",
)  # fmt: skip
_MASKS = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?([+-]\d\d:\d\d)?"), "<moment>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(re.escape(tempfile.gettempdir()) + r"/[^\s\"]*?/(?=[\w.]+\b)"), "<folder>/"),
)


def masked(content: str) -> str:
    """Return a text without what differs between two runs."""
    for pattern, name in _MASKS:
        content = pattern.sub(name, content)
    return content


def of_the_command_line(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the answer of each verb that other programs read."""
    shutil.copytree(SAMPLE_FOLDER, folder, ignore=shutil.ignore_patterns("*.db*"))
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    run_here(folder, "init", "--json")
    for name, call in _VERBS.items():
        done = run_here(folder, *(part.format(folder=folder) for part in call))
        yield f"cli-{name}.txt", f"exit {done.returncode}\n{done.stdout.decode()}"


def of_the_api(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the answers of the HTTP interface on the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
        patch.setenv(URL_VARIABLE, f"sqlite:///{folder}")
        store = open_store(f"sqlite:///{folder}", folder=SAMPLE_FOLDER)
        client = TestClient(Starlette(routes=list(api.routes())))
        for path in _API:
            answer = client.get(f"/api/{path}")
            name = re.sub(r"\W+", "-", path)
            yield f"api-{name}.txt", f"{answer.status_code}\n{answer.content.decode('utf-8')}"
        store.database.close()


def of_the_briefings(_folder: Path) -> Iterator[tuple[str, str]]:
    """Return the parts of a briefing in each format and their hashes."""
    for language in ("zh", "en"):
        briefing = prepare(sample(), words(language), made=MADE)
        for kind in FORMATS:
            with zipfile.ZipFile(io.BytesIO(write(briefing, kind))) as package:
                parts = [
                    f"{name} {hashlib.sha256(package.read(name)).hexdigest()[:16]}"
                    for name in sorted(package.namelist())
                ]
            yield f"briefing-{kind}-{language}.txt", "\n".join(parts) + "\n"


def of_the_tables(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the tables of a new SQLite store; PostgreSQL's are compared in the store's tests."""
    store = open_store(f"sqlite:///{folder}", folder=SAMPLE_FOLDER)
    with store.database.reading() as connection:
        rows = connection.execute(
            text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1, 2")
        )
        told = "\n".join(" ".join(f"{kind} {name}: {sql}".split()) for kind, name, sql in rows)
    store.database.close()
    yield "tables-sqlite.txt", told + "\n"


PARTS: tuple[Callable[[Path], Iterator[tuple[str, str]]], ...] = (
    of_the_command_line,
    of_the_api,
    of_the_briefings,
    of_the_tables,
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_what_others_read_stays_as_it_is(
    part: Callable[[Path], Iterator[tuple[str, str]]], tmp_path: Path
) -> None:
    differences = {}
    for name, content in part(tmp_path / "x"):
        golden = (GOLDEN / name).read_bytes().decode()
        if golden != masked(content):
            lines = difflib.unified_diff(
                golden.splitlines(), masked(content).splitlines(), lineterm="", n=1
            )
            differences[name] = [line[:200] for line in lines][:40]
    assert not differences


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for part in PARTS:
        with tempfile.TemporaryDirectory() as place:
            for name, content in part(Path(place) / "x"):
                (GOLDEN / name).write_bytes(masked(content).encode())
                print(name, len(content), file=sys.stderr)
