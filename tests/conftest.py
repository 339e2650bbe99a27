"""Fixtures that the tests of several modules share."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Pool, event

from metrics import DEFAULTS
from metrics.auth import Editor, local_editor
from metrics.prose.lexicon import rows
from metrics.store import Store, open_store
from metrics.store.backup import make_backup
from tests.support import postgres
from tests.support.backups import fill
from tests.support.machine import lacking, needs_of
from tests.support.sample import SAMPLE_FOLDER
from tests.support.serving import Server, serving

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes says how busy the machine is, not whether the product is right.
settings.register_profile("calm", deadline=None, max_examples=50)
settings.load_profile("calm")


def pytest_report_header() -> list[str]:
    """Say what this machine lacks, and that tests are left out for it."""
    return [f"left out, tests that need {need}: {why}" for need, why in lacking().items()]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that this machine cannot run; they count as deselected."""
    absent = set(lacking())
    left_out = [item for item in items if needs_of(item) & absent]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A private PostgreSQL server; tests on it are left out where there is none."""
    with postgres.running_cluster() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of data of one's own, in a place with a difficult name."""
    copy = tmp_path / "数据 与 空格 #1%20"
    copy.mkdir()
    for file in [*(ROOT / "data").glob("*.csv"), ROOT / "data" / "bureau.toml"]:
        shutil.copy(file, copy)
    return copy


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where a new store goes: a file, then PostgreSQL."""
    if request.param == "sqlite":
        return str(folder / "指标 库.db")
    return str(request.getfixturevalue("cluster").new_schema())


@pytest.fixture
def store(target: str, folder: Path) -> Iterator[Store]:
    """A new store that holds the folder's own figures."""
    opened = open_store(target, folder=folder)
    yield opened
    opened.database.close()


@pytest.fixture
def kept(folder: Path, tmp_path: Path) -> Path:
    """A sound backup of a filled SQLite store."""
    store = open_store(folder / "metrics.db", folder=folder)
    fill(store)
    make_backup(store, tmp_path / "备份.zip")
    store.database.close()
    return tmp_path / "备份.zip"


@pytest.fixture
def editor() -> Editor:
    """Somebody who may publish."""
    return local_editor("张三")


@pytest.fixture(scope="session")
def real_server() -> Iterator[Server]:
    """A dashboard with the published figures."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def sample_server() -> Iterator[Server]:
    """A dashboard with the invented figures."""
    with serving(SAMPLE_FOLDER) as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> None:
    """Let SQLite not wait for the disk: processes die in tests, the machine's power stays."""

    def hurry(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")

    event.listen(Pool, "connect", hurry)


@pytest.fixture(scope="session", autouse=True)
def _words_of_one_bureau() -> None:
    """Read the words of prose once, as a process does: a test on another folder comes later."""
    lists = [*(DEFAULTS / "prose").glob("*.csv"), *DEFAULTS.glob("fields/*/prose/*.csv")]
    for path in lists:
        rows(path.stem)


@pytest.fixture
def fresh_server() -> Iterator[Callable[[Path], Server]]:
    """Start servers that nobody has visited yet on a folder; they end with the test."""
    with contextlib.ExitStack() as running:
        yield lambda folder: running.enter_context(serving(folder))
