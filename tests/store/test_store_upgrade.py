"""A store of the very first schema opens with today's program, and says what it said then."""

import base64
import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import inspect

from metrics.auth import local_editor
from metrics.store import Store, changes_of, open_store, publish, restore, schema, verify
from metrics.store.audit import read_audit
from metrics.store.backup import make_backup
from metrics.store.backup_file import FORM, KIND, MANIFEST, TABLES, member_name, restore_backup
from metrics.store.database import begin_file, connect, write_many
from metrics.store.drafts import list_drafts, load_draft, load_file, save_draft
from metrics.store.editions import Attachment, EditionText, attach_edition, list_editions
from tests.support.figures import figure

WRITTEN = json.loads(
    (Path(__file__).parents[1] / "data" / "store_of_schema_1.json").read_text(encoding="utf-8")
)
"""Every row of a store as a program that knew one migration has written it."""


@pytest.fixture
def first(target: str, folder: Path) -> Store:
    """That store, opened with today's program."""
    database = connect(target)
    begin_file(database)
    with database.writing() as connection:
        schema.migrate(connection, 0, until=1)
        assert set(inspect(connection).get_table_names()) == {*WRITTEN, "metrics_schema"}
        for name in (each for each in TABLES if each in WRITTEN):
            columns = WRITTEN[name]["columns"]
            assert columns == [c["name"] for c in inspect(connection).get_columns(name)]
            rows = [dict(zip(columns, row, strict=True)) for row in WRITTEN[name]["rows"]]
            for row in rows:
                row.pop("number", None)  # the database counts
                if "payload" in row:
                    row["payload"] = base64.b64decode(row["payload"])
            write_many(connection, name, list(rows[0]), (list(row.values()) for row in rows))
    database.close()
    return open_store(target, folder=folder)


def test_everything_written_then_is_read_now(first: Store) -> None:
    written = [dict(zip(WRITTEN["publications"]["columns"], row, strict=True)) for row in
               WRITTEN["publications"]["rows"]]  # fmt: skip
    editor = local_editor("张三")
    assert verify(first).ok and first.version() == len(written)
    assert [p.hash for p in reversed(first.history())] == [row["hash"] for row in written]
    assert [p.kind for p in reversed(first.history())] == [row["kind"] for row in written]
    for row in written:
        changed = changes_of(first, row["version"])
        assert len(changed.added) == row["added"] and len(changed.changed) == row["changed"]
    assert first.current(written[-1]["restored"]) == first.current()
    [draft] = list_drafts(first, editor=editor)
    opened = load_draft(first, draft.id, editor=editor)
    payload = load_file(first, draft.id, editor=editor)
    assert payload.decode("gbk").startswith("年份") and opened.state["edits"]
    assert hashlib.sha256(payload).hexdigest() == draft.sha256
    assert (draft.revision, draft.saved_by) == (1, draft.who)
    assert save_draft(first, draft.id, {"kind": "table"}, editor=editor, revision=1).revision == 2
    assert load_file(first, draft.id, editor=editor) == payload
    assert len(read_audit(first, editor=editor)) == len(WRITTEN["audit"]["rows"])
    assert list_editions(first) == []
    first.database.close()


def test_work_goes_on_in_it(first: Store) -> None:
    editor, base = local_editor("张三"), first.version()
    made = publish(first, [figure("新指标", 8)], editor=editor, base=base)
    assert restore(first, base, editor=editor).version == made.version + 1
    attach_edition(first, Attachment(EditionText(2025, "演练3次")), editor=editor)
    assert [each.text for each in list_editions(first)] == ["演练3次"]
    numbers = [entry.number for entry in read_audit(first, editor=editor)]
    assert len(numbers) == len(set(numbers))
    assert verify(first).ok
    with first.database.reading() as connection:
        assert schema.schema_version(connection) == schema.LATEST
    first.database.close()


def backup_of_first(path: Path) -> None:
    """Write a backup as a program that knew one migration has written it."""
    publications = [
        dict(zip(WRITTEN["publications"]["columns"], row, strict=True))
        for row in WRITTEN["publications"]["rows"]
    ]
    parts = {}
    with zipfile.ZipFile(path, "w") as archive:
        for name, table in WRITTEN.items():
            cells = [table["columns"], *table["rows"]]
            content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in cells).encode()
            archive.writestr(member_name(name), content)
            sha256 = hashlib.sha256(content).hexdigest()
            parts[name] = {"rows": len(table["rows"]), "bytes": len(content), "sha256": sha256}
        manifest = {
            "kind": KIND,
            "form": FORM,
            "schema": 1,
            "at": schema.now(),
            "version": publications[-1]["version"],
            "hash": publications[-1]["hash"],
            "tables": parts,
        }
        archive.writestr(MANIFEST, json.dumps(manifest))


def test_a_backup_of_then_is_restored_with_its_drafts(target: str, tmp_path: Path) -> None:
    backup_of_first(tmp_path / "then.zip")
    store, backup = restore_backup(tmp_path / "then.zip", target)
    editor = local_editor("张三")
    [draft] = list_drafts(store, editor=editor)
    payload = load_file(store, draft.id, editor=editor)
    assert (backup.schema, draft.revision) == (1, 1)
    assert hashlib.sha256(payload).hexdigest() == draft.sha256
    assert verify(store).ok
    make_backup(store, tmp_path / "now.zip")
    again, _held = restore_backup(tmp_path / "now.zip", tmp_path / "again.db")
    assert load_file(again, draft.id, editor=editor) == payload
    store.database.close()
    again.database.close()
