"""Nothing published is altered: the database refuses it, and what was altered anyway shows."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from metrics.auth import local_editor
from metrics.store import BrokenStore, SourceFile, Store, open_store, publish, schema, verify
from metrics.store.aliases import Alias
from metrics.store.descriptions import Description
from metrics.store.editions import Attachment, EditionText, Evidence, LeftOut, attach_edition
from metrics.store.table_cells import UploadedTable
from metrics.store.verifying import NAMES, verify_all
from tests.support.backups import fill
from tests.support.figures import figure, figures

APPEND_ONLY = [
    "publications", "changes", "seeds", "audit", "editions", "evidence", "aliases", "left_out",
    "table_files", "table_cells", "descriptions", "ledger",
]  # fmt: skip


def grown(store: Store) -> Store:
    editor = local_editor()
    for value in range(1, 4):
        publish(
            store,
            [figure("演练", value), figure(f"新{value}")],
            editor=editor,
            base=value,
            file=SourceFile("f", str(value)),
            described=[Description(f"新{value}", "New")],
            tables=[UploadedTable("f", str(value), {figure("演练").key: ("表", "B2")})],
        )
    text = EditionText(2025, "演练3次")
    key = figure("演练").key
    left = LeftOut(2025, "3", "一", "演练", "重复", 2, 3)
    said = Attachment(text, (Evidence(key, 2, 4, "3次"),), (Alias("演习次数", "演练"),), (left,))
    attach_edition(store, said, editor=editor)
    return store


def fails(store: Store, statement: str) -> str:
    with store.database.engine.connect() as connection:
        writer = connection.execution_options(metrics_writes=True)
        with pytest.raises(DBAPIError) as refused:
            writer.exec_driver_sql(statement)
    return str(refused.value)


def test_the_database_itself_refuses_to_alter_or_delete(store: Store) -> None:
    grown(store)
    for table in APPEND_ONLY:
        column = schema.METADATA.tables[table].columns.keys()[-1]
        assert schema.NEVER_ALTERED in fails(store, f"UPDATE {table} SET {column} = {column}")
        assert schema.NEVER_ALTERED in fails(store, f"DELETE FROM {table}")
        if store.database.path is None:
            assert schema.NEVER_ALTERED in fails(store, f"TRUNCATE {table} CASCADE")
    assert verify(store).ok


def test_the_database_refuses_rows_for_a_publication_that_is_made(store: Store) -> None:
    grown(store)
    columns = ", ".join(schema.changes.columns.keys())
    said = "'added', 2025, 'r', 'c', '', 'm', '1', 'u', 'exact', NULL, '', '', ''"
    for version in (1, 4):
        statement = f"INSERT INTO changes ({columns}) VALUES ({version}, 999, {said})"
        assert schema.SEALED in fails(store, statement)
    copied = ", ".join(schema.publications.columns.keys()[1:]).replace("token", "NULL")
    for version in (4, 6):
        said = copied.replace(" hash", f" 'h{version}'")
        statement = f"INSERT INTO publications SELECT {version}, {said} FROM publications"
        assert schema.IN_ORDER in fails(store, statement + " WHERE version = 2")
    assert verify(store).ok


TAMPERED = [
    ("UPDATE changes SET value = '2' WHERE version = 2 AND metric = '新1'", 1),
    ("UPDATE changes SET note = 'x' WHERE version = 3", 2),
    ("UPDATE changes SET value = NULL WHERE version = 4", 3),
    ("DELETE FROM changes WHERE version = 3 AND metric = '新2'", 2),
    ("UPDATE publications SET who = '李四' WHERE version = 2", 1),
    ("UPDATE publications SET at = '2001-01-01T00:00:00Z' WHERE version = 3", 2),
    ("UPDATE publications SET added = added + 1 WHERE version = 4", 3),
    ("DELETE FROM publications WHERE version = 3", 2),
    ("UPDATE publications SET hash = 'x' WHERE version = 4", 3),
    ("UPDATE changes SET version = 5 WHERE version = 4 AND metric = '新3'", 3),
]


def without_triggers(raw: sqlite3.Connection) -> None:
    found = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in found.fetchall():
        raw.execute(f"DROP TRIGGER {name}")


def tamper(store: Store, statement: str) -> None:
    """Do what only somebody with the database's own password or file can do."""
    with store.database.engine.connect() as connection:
        address = connection.connection.driver_connection
        if store.database.path is not None:
            with sqlite3.connect(store.database.path) as raw:
                without_triggers(raw)
                raw.execute(statement)
            raw.close()
        else:
            assert address is not None
            with psycopg.connect(address.info.dsn) as server:
                server.execute("SET session_replication_role = replica")
                server.execute(statement.encode())


@pytest.mark.parametrize(("statement", "intact"), TAMPERED)
def test_tampering_shows_and_what_is_older_can_still_be_read(
    store: Store, statement: str, intact: int
) -> None:
    grown(store)
    before = [store.current(version) for version in range(1, 5)]
    tamper(store, statement)
    found = verify(store)
    assert (found.ok, found.intact_until) == (False, intact)
    again = open_store(store.database.path or str(store.database.engine.url))
    for version in range(1, intact + 1):
        assert again.current(version) == before[version - 1]
    if "version = 5" not in statement:
        with pytest.raises(BrokenStore) as refused:
            again.current()
        assert refused.value.problem.code == "store-altered"


BESIDE = {
    "UPDATE editions SET text = '演练4次'": "editions",
    "UPDATE evidence SET end_offset = 5": "evidence",
    "DELETE FROM audit WHERE number = 2": "audit",
    "DELETE FROM audit": "audit",
    "UPDATE left_out SET reason = ''": "left_out",
    "DELETE FROM aliases": "aliases",
    "UPDATE seeds SET content = ''": "seeds",
    "UPDATE targets SET value = '8'": "targets",
    "UPDATE descriptions SET english = 'Old'": "descriptions",
    "UPDATE table_cells SET cell = 'B3'": "table_cells",
    "UPDATE table_files SET title = ''": "table_files",
    "UPDATE accounts SET role = 'administrator'": "accounts",
    "UPDATE drafts SET state = '{}'": "drafts",
    "DELETE FROM ledger WHERE number = 3": "ledger",
    "UPDATE ledger SET at = '2001-01-01T00:00:00Z' WHERE number = 2": "ledger",
}


def test_what_stands_beside_the_figures_shows_too(store: Store) -> None:
    fill(store)
    with store.database.engine.connect() as connection:
        blobs = {"UPDATE seeds SET content = x'00'": "seeds"}  # SQLite alone takes them
        tried = BESIDE | (blobs if connection.dialect.name == "sqlite" else {})
        for statement, table in tried.items():
            drop_guards(connection)
            connection.exec_driver_sql(statement)
            faults = [f.problem for f in verify_all(connection, "").faults]
            connection.rollback()
            altered = [p.message.values["what"] for p in faults if p.code == "kept-altered"]
            assert NAMES[table] in altered, statement
            assert table == "ledger" or len(altered) == 1, statement
        connection.exec_driver_sql("DELETE FROM draft_files")
        [fault] = verify_all(connection, "").faults
        assert fault.problem.code == "draft-damaged"
        connection.rollback()
    assert verify(store).ok


def drop_guards(connection: Connection) -> None:
    """Take away what refuses, in a transaction that is taken back."""
    if connection.dialect.name == "sqlite":
        connection.execution_options(metrics_writes=True)
        for name in (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            .scalars()
            .all()
        ):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        connection.rollback()
        connection.execution_options(metrics_writes=True)
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def test_a_guard_that_is_gone_and_what_others_wrote_show_for_good(store: Store) -> None:
    tamper(store, "INSERT INTO aliases (alias, folded, category, subcategory, metric, withdrawn, "
                  "who, at) VALUES ('a', 'a', '', '', '演练', 0, '', '')")  # fmt: skip
    codes = {fault.problem.code for fault in verify(store).faults}
    assert codes == {"kept-altered", *(["guard-gone"] if store.database.path else [])}
    publish(store, figures(1, value=9), editor=local_editor(), base=1)
    found = verify(store)
    assert found.fault and found.fault.problem.code == "kept-outside" and found.loss is None
    if store.database.path is None:
        with store.database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER audit_never_altered")
        said = [fault.problem.message.values for fault in verify(store).faults]
        assert {"name": "audit_never_altered"} in said


def test_a_rewritten_past_shows_even_with_matching_hashes_of_its_own(
    tmp_path: Path, folder: Path
) -> None:
    """Two stores that differ in publication 2 cannot be spliced: publication 3 knows its past."""
    stores = []
    for number in (1, 2):
        store = open_store(tmp_path / f"{number}.db", folder=folder)
        for value in range(1, 4):
            rows = figures(2, value=value * number)
            publish(store, rows, editor=local_editor(), base=value)
        stores.append(store)
    first, second = stores
    assert first.database.path is not None
    with sqlite3.connect(first.database.path) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("ATTACH ? AS other", (str(second.database.path),))
        for table in ("changes", "publications"):
            raw.execute(f"DELETE FROM {table} WHERE version = 3")
            raw.execute(f"INSERT INTO {table} SELECT * FROM other.{table} WHERE version = 3")
    raw.close()
    assert verify(second).ok
    assert verify(first).intact_until == 2
