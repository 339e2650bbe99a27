"""Faults done to real processes: afterwards the old or the new version is there, whole.

Processes are forked, so that they begin with everything imported and many can be killed.
"""

import os
import random
import signal
import sqlite3
import subprocess
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from metrics.auth import local_editor
from metrics.model.observation import Observation
from metrics.store import (
    NothingToPublish,
    Store,
    StoreUnavailable,
    open_store,
    opening,
    publish,
    restore,
    verify,
)
from metrics.store.database import Database, connect
from tests.support.figures import figures

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
KILLED, DONE = -signal.SIGKILL, 0


def in_a_process(act: Callable[[], object]) -> int:
    """Start a process that does this and nothing else; returns its id."""
    child = os.fork()
    if child:
        return child
    try:
        act()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def outcome(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def address(store: Store) -> str:
    return str(store.database.path or store.database.engine.url)


@pytest.fixture(params=["wal", "delete", "postgresql"])
def prepared(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A store with two publications, also as on a file system without write-ahead logs."""
    if request.param == "postgresql":
        target = request.getfixturevalue("cluster").new_schema()
    else:
        target = str(folder / "库.db")
    if request.param == "delete":
        monkeypatch.setattr(opening, "prefer_write_ahead_log", lambda database: None)
    store = open_store(target, folder=folder)
    publish(store, figures(30), editor=local_editor(), base=1)
    store.database.close()
    yield store
    store.database.close()


def new_figures(count: int = 60) -> list[Observation]:
    return figures(count, value=7)


def is_old_or_new(store: Store, old: tuple[Observation, ...], new: tuple[Observation, ...]) -> int:
    """Check that the store holds one of the two, whole, and can go on; returns its version."""
    after = open_store(address(store))
    assert verify(after).ok
    version, rows = after.current_with_version()
    assert rows == {2: old, 3: new}[version]
    assert [each.version for each in after.history()] == list(range(version, 0, -1))
    after.database.close()
    return version


def expected(store: Store) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    old = store.current(2)
    state = {row.key: row for row in [*old, *new_figures()]}
    store.database.close()
    return old, tuple(state.values())


def publish_killed_at(store: Store, step: int) -> None:
    """Publish, and be killed before the n-th statement or commit; a look leaves nothing behind."""
    own = open_store(address(store))
    counted = iter(range(1, 10_000))

    def count(*called: object) -> None:
        if not str(*called[2:3]).startswith("SELECT") and next(counted) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(own.database.engine, name, count)
    publish(own, new_figures(), editor=local_editor(), base=2)


def test_killed_at_any_statement_of_a_publish(prepared: Store) -> None:
    old, new = expected(prepared)
    steps = 0
    for step in range(1, 200):
        ended = outcome(in_a_process(partial(publish_killed_at, prepared, step)))
        version = is_old_or_new(prepared, old, new)
        if ended == DONE:
            assert version == 3
            break
        assert ended == KILLED
        assert version == 2, "not committed, so not there"
        steps += 1
    assert steps > 8
    again = open_store(address(prepared))
    with pytest.raises(NothingToPublish):
        publish(again, new_figures(), editor=local_editor(), base=3)


def test_killed_at_any_moment(prepared: Store, folder: Path, tmp_path: Path) -> None:
    """Killed after random times, many rows under way; what was acknowledged stays."""
    source = random.Random(2024)
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()

    def go_on_publishing() -> None:
        own = open_store(address(prepared))
        editor = local_editor()
        with acknowledged.open("a") as log:
            while True:
                base = own.version()
                made = publish(own, figures(150, value=base + 1), editor=editor, base=base)
                log.write(f"{made.version}\n")
                log.flush()

    newest = 2
    for longest in (0.05, 0.1, 0.1, 0.25, 0.25, 0.5, 1, 3):  # a busy machine needs the last
        child = in_a_process(go_on_publishing)
        time.sleep(source.uniform(0.01, longest))
        os.kill(child, signal.SIGKILL)
        assert outcome(child) == KILLED
        after = open_store(address(prepared))
        version, rows = after.current_with_version()
        promised = [int(line) for line in acknowledged.read_text().split()]
        assert version >= max(promised, default=2) and version >= newest
        if version > 2:
            assert set(figures(150, value=version)) <= set(rows)
        newest = version
        after.database.close()
    assert newest > 2
    assert verify(prepared).ok


def test_killed_at_any_statement_of_the_first_start(
    target: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a first start leaves when it is killed is begun again by the next one."""

    def start_killed_at(step: int) -> None:
        counted = iter(range(1, 10_000))

        def counting(place: str | Path) -> Database:
            database = connect(place)

            def count(*_: object) -> None:
                if next(counted) == step:
                    os.kill(os.getpid(), signal.SIGKILL)

            for name in ("before_cursor_execute", "commit"):
                event.listen(database.engine, name, count)
            return database

        monkeypatch.setattr(opening, "connect", counting)
        open_store(target, folder=folder)

    for step in range(1, 120, 6):
        if outcome(in_a_process(partial(start_killed_at, step))) == DONE:
            break
    else:
        pytest.fail("the first start never came to its end")
    assert step > 6
    store = open_store(target, folder=folder)
    assert (store.version(), len(store.current())) == (1, 20)
    assert verify(store).ok


def test_a_log_that_lost_its_end_gives_the_old_or_the_new_version(
    folder: Path, tmp_path: Path
) -> None:
    """What a power cut leaves of the write-ahead log, cut and blanked at many places."""
    store = open_store(folder / "库.db", folder=folder)
    publish(store, figures(30), editor=local_editor(), base=1)
    old, new = expected(store)

    def publish_and_die() -> None:
        own = open_store(folder / "库.db")
        publish(own, new_figures(), editor=local_editor(), base=2)
        os.kill(os.getpid(), signal.SIGKILL)

    assert outcome(in_a_process(publish_and_die)) == KILLED
    main, log = (folder / "库.db").read_bytes(), (folder / "库.db-wal").read_bytes()
    assert len(log) > 4096
    versions = set()
    for number, cut in enumerate([0, 31, *range(500, len(log), 3500), len(log)]):
        for tail in (b"", bytes(min(512, len(log) - cut))):
            copy = tmp_path / f"{number}-{len(tail)}.db"
            copy.write_bytes(main)
            copy.with_name(copy.name + "-wal").write_bytes(log[:cut] + tail)
            after = open_store(copy)
            versions.add(is_old_or_new(after, old, new))
    assert versions == {2, 3}


def test_a_backup_taken_while_publishing_is_a_whole_version(folder: Path, tmp_path: Path) -> None:
    """By SQLite's own backup, at any moment of publishing."""
    path = folder / "库.db"
    store = open_store(path, folder=folder)
    store.database.close()

    def go_on() -> None:
        own = open_store(path)
        for base in range(1, 10_000):
            publish(own, figures(40, value=base), editor=local_editor(), base=base)

    child = in_a_process(go_on)
    try:
        time.sleep(0.1)
        for number in range(8):
            with sqlite3.connect(path) as source, sqlite3.connect(tmp_path / f"{number}.db") as to:
                source.backup(to)
            source.close()
            to.close()
    finally:
        os.kill(child, signal.SIGKILL)
        outcome(child)
    for number in range(8):
        copy = open_store(tmp_path / f"{number}.db")
        assert verify(copy).ok
        assert copy.version() >= 1


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_disk_that_takes_no_more_leaves_the_old_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch, journal: str, tmp_path: Path
) -> None:
    """Writes fail beyond a limit of file size, moved over the whole publish."""
    if journal == "delete":
        monkeypatch.setattr(opening, "prefer_write_ahead_log", lambda database: None)
    store = open_store(folder / "库.db", folder=folder)
    publish(store, figures(30), editor=local_editor(), base=1)
    old, new = expected(store)
    size = (folder / "库.db").stat().st_size

    def publish_within(limit: int) -> None:
        own = open_store(address(store))
        own.current()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            publish(own, new_figures(), editor=local_editor(), base=2)
        except StoreUnavailable as error:
            assert error.problem.code in ("store-disk", "store-full")
            try:
                assert own.current() == old, "reading goes on"
            except StoreUnavailable:
                # Without a write-ahead log, reading must first undo the half-written pages.
                assert journal == "delete"
            os._exit(3)

    ends = set()
    for limit in range(0, size + 40_000, 16_384):
        ended = outcome(in_a_process(partial(publish_within, limit)))
        version = is_old_or_new(store, old, new)
        assert (ended, version) in {(3, 2), (DONE, 3)}
        ends.add(ended)
        if ended == DONE:
            break
    assert ends == {3, DONE}


@contextmanager
def small_disk(size: str, at: Path) -> Iterator[Path]:
    """Mount a disk of this size."""
    at.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)]
    subprocess.run(command, capture_output=True, check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


@pytest.mark.needs("small_disk")
def test_a_full_disk_is_named_and_publishing_goes_on_later(folder: Path, tmp_path: Path) -> None:
    with small_disk("1m", tmp_path / "盘") as disk:
        store = open_store(disk / "metrics.db", folder=folder)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(500_000))
        before = store.current()
        with pytest.raises(StoreUnavailable) as refused:
            publish(store, figures(9000), editor=local_editor(), base=1)
        assert refused.value.problem.code in ("store-full", "store-disk")
        assert store.current() == before
        assert open_store(disk / "metrics.db").version() == 1
        ballast.unlink()
        publish(store, figures(1000), editor=local_editor(), base=1)
        assert verify(store).ok
        store.database.close()


@pytest.mark.needs("small_disk")
@pytest.mark.parametrize("left", ["closed", "killed"])
def test_a_read_only_disk_is_read_and_publishing_says_why_not(
    folder: Path, tmp_path: Path, left: str
) -> None:
    with small_disk("4m", tmp_path / "盘") as disk:
        path = disk / "metrics.db"
        store = open_store(path, folder=folder)
        publish(store, figures(3), editor=local_editor(), base=1)
        store.database.close()
        if left == "killed":

            def publish_and_die() -> None:
                publish(open_store(path), figures(5), editor=local_editor(), base=2)
                os.kill(os.getpid(), signal.SIGKILL)

            assert outcome(in_a_process(publish_and_die)) == KILLED
        remount = ["mount", "-o", "remount,ro", str(disk)]
        subprocess.run(remount, check=True, capture_output=True)
        shown = open_store(path)
        newest = 2 if left == "closed" else 3
        assert shown.version() == newest
        assert len(shown.current()) == {2: 23, 3: 25}[newest]
        assert shown.database.why_read_only() is not None
        for act in (
            partial(publish, shown, figures(9), editor=local_editor(), base=newest),
            partial(restore, shown, 1, editor=local_editor()),
        ):
            with pytest.raises(StoreUnavailable) as refused:
                act()
            assert refused.value.problem.code == "store-read-only"
        assert len(shown.current()) == {2: 23, 3: 25}[newest]
        subprocess.run([*remount[:2], "remount,rw", str(disk)], check=True, capture_output=True)
        made = publish(shown, figures(9), editor=local_editor(), base=newest)
        assert made.version == newest + 1, "without a restart"
        assert shown.database.why_read_only() is None
        shown.database.close()


@pytest.mark.needs("small_disk")
def test_a_new_store_in_a_read_only_place_is_refused(folder: Path, tmp_path: Path) -> None:
    with small_disk("1m", tmp_path / "盘") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        with pytest.raises(StoreUnavailable):
            open_store(disk / "metrics.db", folder=folder)


@pytest.mark.needs("postgresql")
def test_a_postgresql_server_that_loses_power_keeps_what_was_acknowledged(folder: Path) -> None:
    from tests.support import postgres

    with postgres.running_cluster(durable=True) as own:
        store = open_store(own.new_database(), folder=folder)
        editor = local_editor()

        def go_on() -> None:
            mine = open_store(address(store))
            for base in range(1, 10_000):
                publish(mine, figures(40, value=base), editor=editor, base=base)

        store.database.close()
        child = in_a_process(go_on)
        time.sleep(0.4)
        before = open_store(address(store))
        seen, rows = before.current_with_version()
        own.stop("immediate")
        assert outcome(child) == 1
        with pytest.raises(StoreUnavailable) as refused:
            before.version()
        assert refused.value.problem.code == "store-unreachable"
        own.start()
        assert before.version() >= seen
        assert before.current(seen) == rows
        assert verify(before).ok
        before.database.close()
