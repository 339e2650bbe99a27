"""Backups: everything comes back, in either database; nobody waits; what is damaged is refused."""

import json
import os
import signal
import stat
import time
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection

from metrics.auth import Attempt, local_editor
from metrics.cli.parser import main
from metrics.store import Store, open_store, publish, schema, verify
from metrics.store import backup as making
from metrics.store import backup_file as reading
from metrics.store.audit import record_attempt
from metrics.store.backup import make_backup
from metrics.store.backup_file import NOT_KEPT, TABLES, restore_backup
from metrics.store.opening import AlreadyAStore, is_there
from tests.store.test_store_faults import address, in_a_process, outcome
from tests.support.backups import everything, fill
from tests.support.figures import figure, figures

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def elsewhere(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        return str(tmp_path / "还原.db")
    return str(request.getfixturevalue("cluster").new_schema())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_comes_back_in_either_database(
    store: Store, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill(store)
    before = everything(store)
    assert all(before.values()), "every table holds something"
    made = make_backup(store, tmp_path / "a.zip")
    again, held = restore_backup(tmp_path / "a.zip", elsewhere(kind, tmp_path, request))
    assert held == made and (held.version, held.hash) == (4, store.history()[0].hash)
    after = everything(again)
    note = after["audit"].pop()
    after["ledger"].pop()  # that line is in it
    assert "restore-backup" in note and "version 4" in note
    assert after == before
    assert verify(again).ok and again.current() == store.current()
    # Life goes on from there: numbers continue, what is published stays sealed.
    fill_more = [figure("演练", 9, year=2026)]
    assert publish(again, fill_more, editor=local_editor(), base=4).version == 5
    record_attempt(again, Attempt("signed-in", "李四", "passcode", "10.0.0.1"))
    numbers = [int(str(row[0])) for row in everything(again)["audit"]]
    assert numbers == sorted(set(numbers)) and len(numbers) == len(before["audit"]) + 3
    again.database.close()


def test_every_table_of_the_schema_is_in_a_backup() -> None:
    assert {*TABLES, *NOT_KEPT} == set(schema.METADATA.tables)


def test_publishing_goes_on_while_a_backup_is_made(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two tables others publish and read; the backup is of the moment it began."""
    others = open_store(address(store))
    write_table = making._write_table

    def meanwhile(archive: ZipFile, name: str, connection: Connection) -> dict[str, Any]:
        base = others.version()
        publish(others, figures(5, value=base), editor=local_editor(), base=base)
        assert len(others.current()) == 25
        return write_table(archive, name, connection)

    monkeypatch.setattr(making, "_write_table", meanwhile)
    made = make_backup(store, tmp_path / "a.zip")
    assert made.version == 1 and others.version() == 1 + len(TABLES)
    again, _held = restore_backup(tmp_path / "a.zip", tmp_path / "b.db")
    assert again.current() == store.current(1)
    for opened in (others, again):
        opened.database.close()


@needs_fork
def test_backups_made_while_processes_publish_are_versions_that_existed(
    store: Store, tmp_path: Path
) -> None:
    where = address(store)
    store.database.close()
    stop = tmp_path / "stop"

    def go_on() -> None:
        own = open_store(where)
        for base in range(1, 10_000):
            publish(own, figures(40, value=base), editor=local_editor(), base=base)
            if stop.exists():
                return

    child = in_a_process(go_on)
    files = [tmp_path / f"{number}.zip" for number in range(5)]
    seen = []
    for file in files:
        before = store.version()
        made = make_backup(store, file)
        assert before <= made.version <= store.version()
        seen.append(made.version)
        time.sleep(0.05)
    stop.touch()
    assert outcome(child) == 0
    assert seen == sorted(seen) and seen[-1] > seen[0], "publishing went on meanwhile"
    for file, version in zip(files, seen, strict=True):
        again, held = restore_backup(file, file.with_suffix(".db"))
        assert verify(again).ok
        assert held.hash == store.publication(version).hash
        assert again.current() == store.current(version)
        again.database.close()


@needs_fork
def test_a_backup_that_is_cut_off_leaves_the_one_before(kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    store, _held = restore_backup(kept, tmp_path / "b.db")
    where = address(store)
    store.database.close()

    def die() -> None:
        making._write_table = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
        make_backup(open_store(where), kept)

    assert outcome(in_a_process(die)) != 0
    assert kept.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_write_table", full)
    (tmp_path / "there").mkdir()
    with pytest.raises(OSError):
        make_backup(store, tmp_path / "there" / "a.zip")
    assert not list((tmp_path / "there").iterdir())


@needs_fork
def test_a_restore_that_is_cut_off_can_be_done_again(
    kept: Path, tmp_path: Path, target: str
) -> None:
    def die() -> None:
        reading._count_on = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        restore_backup(kept, target)

    assert outcome(in_a_process(die)) != 0
    assert not is_there(target)
    again, _held = restore_backup(kept, target)
    assert again.version() == 4 and verify(again).ok
    again.database.close()


def test_a_store_that_is_there_is_never_written_over(store: Store, kept: Path) -> None:
    before = everything(store)
    with pytest.raises(AlreadyAStore):
        restore_backup(kept, address(store))
    assert everything(store) == before


def test_a_store_that_was_tampered_with_is_not_backed_up(folder: Path, tmp_path: Path) -> None:
    store = open_store(folder / "metrics.db", folder=folder)
    with store.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER changes_no_update")
        connection.exec_driver_sql("UPDATE changes SET value = '7' WHERE position = 3")
    assert verify(store).fault
    with pytest.raises(Exception, match="no longer what was published"):
        make_backup(store, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    store.database.close()


# The command line.


@pytest.mark.parametrize(("language", "done"), [("zh", "已备份"), ("en", "is backed up in")])
def test_the_commands_say_what_they_did(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, done: str
) -> None:
    store, copy, file = folder / "metrics.db", tmp_path / "copy.db", tmp_path / "备 份.zip"
    fill(open_store(store, folder=folder))
    asked = ["--lang", language, "--store"]
    assert main(["backup", "-o", str(file), *asked, str(store)]) == 0
    said = capsys.readouterr().out
    assert done in said and str(file) in said
    assert sha256(file.read_bytes()).hexdigest() in said
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, "it holds drafts and names"
    assert main(["restore-backup", str(file), "--json", *asked, str(copy)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] and answer["version"] == 4 and answer["tables"]["drafts"] == 1
    assert answer["hash"] == open_store(copy).history()[0].hash
    assert main(["restore-backup", str(file), *asked, str(copy)]) == 1
    assert main(["restore-backup", str(tmp_path / "no.zip"), *asked, str(tmp_path / "x.db")]) == 2
    assert main(["backup", "-o", str(file), *asked, str(tmp_path / "none.db")]) == 1
    assert main(["restore-backup", str(store), *asked, str(tmp_path / "x.db")]) == 1
    refusals = capsys.readouterr().err.splitlines()
    assert len(refusals) == 4 and not (tmp_path / "x.db").exists()
    assert not (tmp_path / "none.db").exists()
