"""Several processes on one database: one publisher wins, readers see whole versions only."""

import json
import os
import signal
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from metrics.auth import local_editor
from metrics.store import (
    BaseMoved,
    SourceFile,
    Store,
    StoreUnavailable,
    database,
    open_store,
    publish,
    restore,
    verify,
)
from tests.store.test_store_faults import address, in_a_process, outcome
from tests.support.figures import figures

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
WON, LOST = 0, 7


def test_of_publishers_from_one_base_exactly_one_wins(store: Store, tmp_path: Path) -> None:
    """Four processes at once, five rounds; one goes back instead of publishing."""
    where = address(store)
    store.database.close()

    def try_to_publish(number: int, base: int, gate: int) -> None:
        own = open_store(where)
        own.current()
        os.read(gate, 1)
        try:
            if number == 3 and base > 1:
                restore(own, base - 1, editor=local_editor(), base=base)
            else:
                rows = figures(20, value=100 * base + number)
                publish(own, rows, editor=local_editor(f"甲{number}"), base=base)
        except BaseMoved as moved:
            assert moved.current == base + 1
            os._exit(LOST)

    for base in range(1, 6):
        waits, opens = os.pipe()
        children = [in_a_process(partial(try_to_publish, n, base, waits)) for n in range(4)]
        time.sleep(0.02)
        os.write(opens, b"....")
        assert Counter(outcome(child) for child in children) == {WON: 1, LOST: 3}
        os.close(waits)
        os.close(opens)
    after = open_store(where)
    assert after.version() == 6
    assert verify(after).ok
    after.database.close()


def test_servers_that_start_together_make_one_store(target: str, folder: Path) -> None:
    def start() -> None:
        opened = open_store(target, folder=folder)
        assert (opened.version(), len(opened.current())) == (1, 20)

    children = [in_a_process(start) for _ in range(5)]
    assert [outcome(child) for child in children] == [WON] * 5
    assert [each.kind for each in open_store(target, folder=folder).history()] == ["init"]


def test_one_act_sent_by_many_at_once_lands_once(store: Store) -> None:
    where = address(store)
    store.database.close()

    def send() -> None:
        own = open_store(where)
        file = SourceFile("f", "1")
        made = publish(own, figures(5), editor=local_editor(), base=1, file=file, token="one")
        assert made.version == 2

    children = [in_a_process(send) for _ in range(4)]
    assert [outcome(child) for child in children] == [WON] * 4
    after = open_store(where)
    assert after.version() == 2
    after.database.close()


def test_readers_see_whole_versions_and_never_go_backwards(store: Store, tmp_path: Path) -> None:
    """Every version holds one value in all its rows; readers in other processes check that."""
    where = address(store)
    store.database.close()
    stop = tmp_path / "stop"

    def read(number: int) -> None:
        own = open_store(where)
        seen: list[int] = []
        while not stop.exists() or len(seen) < 2:
            polled = own.version()
            version, rows = own.current_with_version()
            fresh = open_store(where).current(version) if len(seen) % 7 == 0 else rows
            values = {row.value for row in rows if row.year == 2025}
            assert fresh == rows
            assert len(rows) == (20 if version == 1 else 60)
            assert values == (set() if version == 1 else {version})
            assert version >= polled >= (seen[-1] if seen else 0)
            seen.append(version)
        (tmp_path / f"seen-{number}").write_text(json.dumps(seen))

    readers = [in_a_process(partial(read, n)) for n in range(2)]
    own = open_store(where)
    editor = local_editor()
    for base in range(1, 26):
        publish(own, figures(40, value=base + 1), editor=editor, base=base)
    stop.touch()
    assert [outcome(reader) for reader in readers] == [0, 0]
    for number in range(2):
        seen = json.loads((tmp_path / f"seen-{number}").read_text())
        assert seen == sorted(seen)
        assert len(set(seen)) > 3, "the reader met several versions"
    own.database.close()


def test_a_writer_that_hangs_does_not_block_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Stopped in the middle, it keeps its lock; others say so, read on, and go on afterwards."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    monkeypatch.setitem(database._HOW, "timeout", 1)
    where = address(store)
    store.database.close()
    holds = tmp_path / "holds"

    def hang() -> None:
        with open_store(where).database.writing():
            holds.touch()
            os.kill(os.getpid(), signal.SIGSTOP)

    child = in_a_process(hang)
    while not holds.exists():
        time.sleep(0.01)
    try:
        own = open_store(where)
        assert len(own.current()) == 20
        with pytest.raises(StoreUnavailable) as refused:
            publish(own, figures(1), editor=local_editor(), base=1)
        assert refused.value.problem.code == "store-busy"
    finally:
        os.kill(child, signal.SIGKILL)
        outcome(child)
    assert publish(own, figures(1), editor=local_editor(), base=1).version == 2
    own.database.close()
