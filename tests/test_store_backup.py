"""Backups: everything comes back, in either database; nobody waits; what is damaged is refused."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import stat
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from metrics.__main__ import main
from metrics.editors import Attempt, local_editor
from metrics.store import Store, open_store, publish, restore, schema, verify
from metrics.store import backup as making
from metrics.store import backup_file as reading
from metrics.store.aliases import Alias
from metrics.store.audit import record_attempt
from metrics.store.backup import make_backup
from metrics.store.backup_file import (
    MANIFEST,
    TABLES,
    BrokenBackup,
    member_name,
    read_backup,
    restore_backup,
)
from metrics.store.drafts import save_draft
from metrics.store.editions import Attachment, EditionText, Evidence, LeftOut
from metrics.store.opening import AlreadyAStore, is_there
from tests.figures import figure, figures
from tests.test_store_faults import address, in_a_process, outcome

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
Everything = dict[str, list[tuple[object, ...]]]


def everything(store: Store) -> Everything:
    """Every row of every table, in order."""
    with store.database.reading() as connection:
        return {
            name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for name in TABLES
            for table in [schema.METADATA.tables[name]]
        }


def fill(store: Store) -> None:
    """Let there be something in every table."""
    editor = local_editor("张三")
    text = "全市开展演练3次,另有“抽查”7次。\n第二行 𠮷"
    row = figure("演练", 3, note="多行\n备注,带“引号”与\t制表")
    edition = EditionText(2025, text, title_zh="报告", file="报告.txt")
    left = LeftOut(2025, "7次", "一", "抽查", "不收", 15, 17)
    places = (Evidence(row.key, 6, 8, "3次"),)
    alias = Alias("drills", "", "演练", "应急演练")
    attachment = Attachment(edition, places, (alias,), (left,))
    publish(store, [row, figure("培训", None)], editor=editor, base=1, attachment=attachment)
    publish(store, figures(3, value=2), editor=editor, base=2, replace_years=[2025], token="t")
    restore(store, 2, editor=editor, note="看错了")
    payload = bytes(range(256)) * 40
    save_draft(store, editor=editor, name="年.xlsx", payload=payload, state={"kind": "table"})
    record_attempt(store, Attempt("sign-in", "wrong-passcode", "李四", "passcode", "10.0.0.1"))


def elsewhere(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        return str(tmp_path / "还原.db")
    return str(request.getfixturevalue("cluster").new_database())


@pytest.fixture
def kept(folder: Path, tmp_path: Path) -> Path:
    """A sound backup of a filled SQLite store."""
    store = open_store(folder / "metrics.db", folder=folder)
    fill(store)
    make_backup(store, tmp_path / "备份.zip")
    store.database.close()
    return tmp_path / "备份.zip"


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
    assert "restore-backup" in note and "version 4" in note
    assert after == before
    assert verify(again).ok and again.current() == store.current()
    # Life goes on from there: numbers continue, what is published stays sealed.
    fill_more = [figure("演练", 9, year=2026)]
    assert publish(again, fill_more, editor=local_editor(), base=4).version == 5
    record_attempt(again, Attempt("sign-in", "signed-in", "李四", "passcode", "10.0.0.1"))
    numbers = [row[0] for row in everything(again)["audit"]]
    assert numbers == sorted(set(numbers)) and len(numbers) == len(before["audit"]) + 3
    again.database.close()


def test_every_table_of_the_schema_is_in_a_backup() -> None:
    assert {*TABLES, schema.versions.name} == set(schema.METADATA.tables)


def test_publishing_goes_on_while_a_backup_is_made(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two tables others publish and read; the backup is of the moment it began."""
    others = open_store(address(store))
    write_table = making._write_table

    def meanwhile(archive, name, connection):
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
        making._write_table = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore
        make_backup(open_store(where), kept)

    assert outcome(in_a_process(die)) != 0
    assert kept.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing(store: Store, tmp_path: Path, monkeypatch) -> None:
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
        reading._count_on = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore
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


# Files that are not what was written.


def code_of(file: Path, tmp_path: Path) -> str:
    """Try to restore a file; returns the problem's code, and that nothing was made."""
    target = tmp_path / "nothing.db"
    with pytest.raises(BrokenBackup) as refused:
        restore_backup(file, target)
    assert not is_there(target)
    assert refused.value.problem.fix
    for leftover in tmp_path.glob("nothing.db*"):
        leftover.unlink()
    return refused.value.problem.code


def test_a_truncated_backup_is_refused(kept: Path, tmp_path: Path) -> None:
    whole = kept.read_bytes()
    for size in [0, 1, 21, 22, *range(100, len(whole), 997), len(whole) - 1]:
        kept.write_bytes(whole[:size])
        assert code_of(kept, tmp_path) in ("backup-foreign", "backup-damaged")


def test_a_flipped_byte_is_found_or_does_no_harm(kept: Path) -> None:
    whole = kept.read_bytes()
    sound, refused = read_backup(io.BytesIO(whole), "a"), 0
    for offset in range(0, len(whole), 17):
        flipped = bytearray(whole)
        flipped[offset] ^= 0x41
        try:
            assert read_backup(io.BytesIO(flipped), "a") == sound
        except BrokenBackup:
            refused += 1
    assert refused > len(whole) / 17 / 2


Members = dict[str, bytes]


def rewrite(file: Path, change: Callable[[Members, dict], object], *, sums: bool = True) -> None:
    """Rewrite a backup as a forger would, who also writes sums that fit."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members[MANIFEST])
    change(members, manifest)
    for table, part in manifest["tables"].items():
        content = members.get(member_name(table), b"")
        if sums:
            part |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
            part["rows"] = content.count(b"\n") - 1
    members[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def in_rows(table: str, old: bytes, new: bytes) -> Callable[[Members, dict], None]:
    def change(members: Members, _manifest: dict) -> None:
        assert old in members[member_name(table)]
        members[member_name(table)] = members[member_name(table)].replace(old, new, 1)

    return change


FORGED: dict[str, tuple[Callable[[Members, dict], object], str]] = {
    "a figure": (in_rows("changes", b'"136', b'"999'), "damaged"),
    "who published": (in_rows("publications", "张三".encode(), b"X"), "damaged"),
    "a row too many": (
        lambda m, _: m.update({member_name("changes"): m[member_name("changes")] * 2}),
        "damaged",
    ),
    "a row gone": (
        lambda m, _: m.update(
            {member_name("changes"): m[member_name("changes")].rsplit(b"\n", 2)[0] + b"\n"}
        ),
        "damaged",
    ),
    "a cell of another kind": (in_rows("drafts", b'"table', b'["table'), "damaged"),
    "a number past all bounds": (in_rows("evidence", b"[1,", b"[99999999999,"), "damaged"),
    "a text no database keeps": (in_rows("aliases", b'"drills', rb'"\u0000'), "damaged"),
    "nothing where something must be": (in_rows("audit", b'"wrong-passcode"', b"null"), "damaged"),
    "a column that is none": (in_rows("audit", b'"who"', b'"x); DROP"'), "damaged"),
    "a column twice": (in_rows("audit", b'"who"', b'"how"'), "damaged"),
    "a path out of the folder": (lambda m, _: m.update({"../../etc/cron.d/x": b"*"}), "damaged"),
    "an absolute path": (lambda m, _: m.update({"/etc/passwd": b"x"}), "damaged"),
    "a table of somebody else": (
        lambda m, t: (m.update({"tables/x.jsonl": b"[]\n"}), t["tables"].update(x={})),
        "damaged",
    ),
    "a table gone": (
        lambda m, t: (m.pop(member_name("aliases")), t["tables"].pop("aliases")),
        "damaged",
    ),
    "another version": (lambda _, t: t.update(version=3), "damaged"),
    "another hash": (lambda _, t: t.update(hash="0" * 64), "damaged"),
    "a nested manifest": (lambda _, t: t.update(tables={"audit": {"a": [[]]}}), "damaged"),
    "a newer schema": (lambda _, t: t.update(schema=schema.LATEST + 1), "too-new"),
    "a newer form": (lambda _, t: t.update(form=99), "too-new"),
    "another kind": (lambda _, t: t.update(kind="x"), "foreign"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_backup_is_refused(kept: Path, tmp_path: Path, forged: str) -> None:
    change, code = FORGED[forged]
    rewrite(kept, change)
    assert code_of(kept, tmp_path) == f"backup-{code}"


def test_what_does_not_agree_with_its_sum_is_refused(kept: Path, tmp_path: Path) -> None:
    rewrite(kept, in_rows("audit", b"10.0.0.1", b"10.0.0.2"), sums=False)
    assert code_of(kept, tmp_path) == "backup-damaged"


def test_a_member_twice_is_refused(kept: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kept, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(member_name("audit"), b"[]\n")
    assert code_of(kept, tmp_path) == "backup-damaged"


def test_a_bomb_is_refused_before_it_goes_off(kept: Path, tmp_path: Path, monkeypatch) -> None:
    swollen = b"[" + b" " * 3_000_000 + b"]\n"
    sound = kept.read_bytes()
    rewrite(kept, lambda m, _: m.update({member_name("seeds"): swollen}))
    assert kept.stat().st_size < 50_000
    with monkeypatch.context() as patch:
        patch.setattr(reading, "MOST_BYTES", 1_000_000)
        patch.setattr(reading, "_rows", lambda *_: pytest.fail("nothing is unpacked"))
        assert code_of(kept, tmp_path) == "backup-too-large"
    with monkeypatch.context() as patch:
        patch.setattr(reading, "LONGEST_LINE", 100_000)
        assert code_of(kept, tmp_path) == "backup-damaged"
    # One that says nothing of its size to the manifest, one that lies in the directory of the ZIP.
    kept.write_bytes(sound)
    rewrite(kept, lambda m, _: m.update({member_name("seeds"): swollen}), sums=False)
    assert code_of(kept, tmp_path) == "backup-damaged"
    rewrite(kept, lambda m, _: m.update({member_name("seeds"): swollen}))
    sizes = len(swollen).to_bytes(4, "little")
    kept.write_bytes(kept.read_bytes().replace(sizes, (100).to_bytes(4, "little")))
    assert code_of(kept, tmp_path) == "backup-damaged"
    rewrite_manifest = {MANIFEST: b" " * (reading.LONGEST_MANIFEST + 1)}
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, rewrite_manifest[MANIFEST])
    assert code_of(kept, tmp_path) == "backup-damaged"


def test_files_of_other_kinds_are_refused(kept: Path, tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "别的"
    for make in (
        lambda: other.write_text("年份,指标\n", encoding="utf-8"),
        lambda: shutil.copy(folder / "metrics.db", other),
        lambda: zipfile.ZipFile(other, "w").close(),
    ):
        make()
        assert code_of(other, tmp_path) == "backup-foreign"


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
