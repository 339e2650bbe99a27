"""Backups that are not what was written: damaged, forged, swollen; nothing is made of them."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from metrics.store import backup_file as reading
from metrics.store import schema
from metrics.store.backup_file import (
    MANIFEST,
    BrokenBackup,
    member_name,
    read_backup,
    restore_backup,
)
from metrics.store.opening import is_there


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
Manifest = dict[str, Any]


def rewrite(
    file: Path, change: Callable[[Members, Manifest], object], *, sums: bool = True
) -> None:
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


def in_rows(table: str, old: bytes, new: bytes) -> Callable[[Members, Manifest], None]:
    def change(members: Members, _manifest: Manifest) -> None:
        assert old in members[member_name(table)]
        members[member_name(table)] = members[member_name(table)].replace(old, new, 1)

    return change


FORGED: dict[str, tuple[Callable[[Members, Manifest], object], str]] = {
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
    "an emptied audit": (
        lambda m, _: m.update(
            {member_name("audit"): m[member_name("audit")].split(b"\n")[0] + b"\n"}
        ),
        "damaged",
    ),
    "a goal of a report": (in_rows("targets", b'"9"', b'"8"'), "damaged"),
    "another role": (in_rows("accounts", b'"drafter"', b'"approver"'), "damaged"),
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


def test_a_bomb_is_refused_before_it_goes_off(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
