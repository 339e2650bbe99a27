"""What holds for all files: their length, what looks lean on, addresses, README and decisions."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.code_map import with_map
from tests.house.sources import ROOT, TOPS

LONGEST_FILE = 400
OTHERS_WORK = ROOT / "ui" / "components" / "chart" / "plotly"
"""A library as its makers publish it: nothing of it is ours to change."""
NAMESPACES = (
    *("www.w3.org", "schemas.openxmlformats.org", "purl.org", "purl.oclc.org"),
    *("schema.org", "datapackage.org/profiles"),
)
"""Names of kinds of markup, which look like addresses and are never asked."""


def files_outside_git(*patterns: str) -> list[Path]:
    """The files of an archive: all but environments and what Python leaves beside the code."""
    found = [path for path in ROOT.rglob("*") if path.is_file()]
    names = [path.relative_to(ROOT) for path in found]
    return [
        ROOT / name
        for name in names
        if not any(part.startswith(".venv") or part == "__pycache__" for part in name.parts)
        and any(name.match(pattern) or pattern in map(str, name.parents) for pattern in patterns)
    ]


def own_files(*patterns: str) -> list[Path]:
    """The files of the repository, without what tools and environments put there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive, without what git knows
        return files_outside_git(*patterns)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def test_no_file_is_too_long_to_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in own_files("*.py", "*.css", "*.js")
    }
    assert lengths
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}


def test_looks_do_not_lean_on_the_framework_s_inner_names() -> None:
    inner = re.compile(r"\bst[A-Z]\w+|\.st-(?!key-)|data-testid|emotion-cache|data-baseweb")
    found = {
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in sorted((ROOT / "ui").rglob("*"))
        if path.suffix in (".py", ".css", ".js") and OTHERS_WORK not in path.parents
        for hit in inner.finditer(path.read_text(encoding="utf-8"))
    }
    assert not found


def test_nothing_is_fetched_from_another_host() -> None:
    """Links that a reader may click are data; code and looks name no host."""
    found = {
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in own_files(*TOPS, "dashboard.py", ".streamlit")
        if path.suffix in (".py", ".css", ".js", ".toml") and OTHERS_WORK not in path.parents
        for hit in re.finditer(r"(?:https?:)?//[\w-]+\.[\w./-]+", path.read_text(encoding="utf-8"))
        if not any(names in hit.group() for names in NAMESPACES)
    }
    assert not found


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_readme_tells_the_two_commands_and_shows_the_product(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in ("make run", "make test"):
        assert command in text
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
    assert pictures
    for said, target in pictures:
        assert said.strip()
        assert (ROOT / target).is_file()


def test_the_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert told and told <= targets


def test_what_is_needed_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        needed = [line for line in lines if line and not line.startswith(("#", "-r ", "-c "))]
        assert needed
        assert not [line for line in needed if not re.fullmatch(r"[\w.\[\],-]+==[\w.]+", line)]


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_code_map_is_made_from_the_packages(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert with_map(text) == text, "run `make map`"


def test_every_decision_is_listed() -> None:
    pages = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert pages == set(re.findall(r"\]\((0[^)]+\.md)\)", index))
