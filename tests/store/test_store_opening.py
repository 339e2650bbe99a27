"""Opening, making, upgrading and refusing databases; the folder's own file when it changes."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect

from metrics.auth import local_editor
from metrics.model.csv_file import read_rows, write_rows
from metrics.model.observation import COLUMN_NAMES
from metrics.problems import BrokenData
from metrics.store import (
    BrokenStore,
    Store,
    StoreUnavailable,
    bring_in_csv,
    create_store,
    csv_differs,
    open_store,
    publish,
    schema,
    verify,
)
from metrics.store.database import begin_file, connect
from metrics.store.editions import Attachment, EditionText, LeftOut, attach_edition, left_out_of
from metrics.store.opening import AlreadyAStore, is_there
from metrics.store.seed import read_seed, write_first_publication
from tests.support.figures import figure, figures
from tests.support.postgres import Cluster

Rows = list[dict[str, str]]


def rewrite(folder: Path, change: Callable[[Rows], Rows]) -> None:
    """Edit the folder's metrics.csv as a colleague would."""
    path = folder / "metrics.csv"
    rows = read_rows(path)
    path.write_bytes(write_rows(COLUMN_NAMES, change(rows)))


def test_the_place_comes_from_the_call_then_the_environment_then_the_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_store(folder=folder).database.path == folder / "metrics.db"
    monkeypatch.setenv("METRICS_DATABASE_URL", f"sqlite:///{tmp_path}/环境.db")
    assert open_store(folder=folder).database.path == tmp_path / "环境.db"
    assert open_store(tmp_path / "c.db", folder=folder).database.path == tmp_path / "c.db"


def test_opening_again_finds_the_same_store(target: str, folder: Path) -> None:
    assert not is_there(target)
    first = open_store(target, folder=folder)
    assert is_there(target)
    assert open_store(target, folder=folder).history() == first.history()


def test_a_broken_csv_makes_no_store(target: str, folder: Path) -> None:
    rewrite(folder, lambda rows: [*rows, {**rows[0], "value": "三千"}, {**rows[1], "year": "x"}])
    with pytest.raises(BrokenData) as refused:
        open_store(target, folder=folder)
    assert len(refused.value.problems) >= 2
    assert not is_there(target)


def test_a_new_store_is_not_made_over_another(target: str, folder: Path) -> None:
    seed = read_seed(folder)
    create_store(target, seed, folder=folder)
    with pytest.raises(AlreadyAStore):
        create_store(target, seed, folder=folder)
    assert open_store(target, folder=folder).version() == 1


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/d", "http://x/y", "sqlite://"])
def test_another_kind_of_address_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="a store is a file") as refused:
        open_store(url)
    assert "geheim" not in str(refused.value)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnavailable) as refused:
        open_store("postgresql://u:geheim@127.0.0.1:9/metrics")
    assert refused.value.problem.code == "store-unreachable"
    assert "127.0.0.1" in str(refused.value)
    assert "geheim" not in str(refused.value)


# Foreign, damaged and newer databases.


def sqlite_of_somebody_else(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE customers (name TEXT)")
        raw.execute("INSERT INTO customers VALUES ('甲')")


def sqlite_with_a_similar_name(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE metrics_schema (other TEXT)")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "workbook": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(4000)),
    "text": lambda path: path.write_text("年份,指标\n" * 500, encoding="utf-8"),
    "sqlite": sqlite_of_somebody_else,
    "similar": sqlite_with_a_similar_name,
    "folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_refused_and_left_as_it_is(folder: Path, kind: str) -> None:
    path = folder / "别的.db"
    FOREIGN[kind](path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(BrokenStore) as refused:
        open_store(path, folder=folder)
    assert refused.value.problem.code == "store-foreign"
    assert "别的.db" in str(refused.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_foreign_postgresql_database_is_refused(cluster: Cluster, folder: Path) -> None:
    url = cluster.new_database()
    with connect(url).writing() as connection:
        connection.exec_driver_sql("CREATE TABLE customers (name TEXT)")
    with pytest.raises(BrokenStore) as refused:
        open_store(url, folder=folder)
    assert refused.value.problem.code == "store-foreign"


def test_a_missing_folder_is_named(folder: Path) -> None:
    with pytest.raises(BrokenStore, match="no folder"):
        open_store(folder / "无" / "metrics.db", folder=folder)


def test_a_database_of_a_newer_program_is_refused(store: Store, folder: Path) -> None:
    with store.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO metrics_schema VALUES (99, 'x')")
    with pytest.raises(BrokenStore) as refused:
        open_store(store.database.path or str(store.database.engine.url), folder=folder)
    assert refused.value.problem.code == "store-too-new"


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_flipped_byte_is_found_or_does_no_harm(
    folder: Path, tmp_path: Path, journal: str
) -> None:
    """Every 613th byte in turn: refused with a named error, or exactly what was published."""
    path = folder / "metrics.db"
    store = open_store(path, folder=folder)
    publish(store, figures(3), editor=local_editor(), base=1)
    sound = [store.current(1), store.current(2), store.history()]
    store.database.close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA journal_mode = {journal}")
        raw.execute("VACUUM")
    raw.close()
    whole = path.read_bytes()
    refused = 0
    for offset in range(0, len(whole), 613):
        damaged = tmp_path / "damaged.db"
        for leftover in tmp_path.glob("damaged.db*"):
            leftover.unlink()
        flipped = bytearray(whole)
        flipped[offset] ^= 0x41
        damaged.write_bytes(flipped)
        try:
            opened = open_store(damaged, folder=folder)
            assert [opened.current(1), opened.current(2), opened.history()] == sound
            opened.database.close()
        except (BrokenStore, StoreUnavailable):
            refused += 1
    assert refused > 12


def test_a_truncated_file_is_found(folder: Path, tmp_path: Path) -> None:
    path = folder / "metrics.db"
    open_store(path, folder=folder).database.close()
    whole = path.read_bytes()
    for size in [20, 100, 511, 512, *range(4000, len(whole) - 4096, 4096)]:
        cut = tmp_path / f"{size}.db"
        cut.write_bytes(whole[:size])
        with pytest.raises(BrokenStore):
            open_store(cut, folder=folder).current()


def test_a_read_only_postgresql_is_read_and_publishing_says_why_not(
    cluster: Cluster, folder: Path
) -> None:
    url = cluster.new_database()
    store = open_store(url, folder=folder)
    with store.database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        name = raw.info.dbname
    with store.database.writing() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store.database.close()
    shown = open_store(url, folder=folder)
    assert len(shown.current()) == 20
    with pytest.raises(StoreUnavailable) as refused:
        publish(shown, figures(1), editor=local_editor(), base=1)
    assert refused.value.problem.code == "store-read-only"
    shown.database.close()


# Upgrades.


@pytest.mark.parametrize("earlier", range(1, schema.LATEST))
def test_a_store_of_an_earlier_schema_is_brought_up_to_date(
    target: str, folder: Path, earlier: int
) -> None:
    database = connect(target)
    begin_file(database)
    with database.writing() as connection:
        schema.migrate(connection, 0, until=earlier)
        write_first_publication(connection, read_seed(folder))
    before = Store(database).history()
    opened = open_store(target, folder=folder)
    assert opened.history() == before
    assert verify(opened).ok
    publish(opened, figures(1), editor=local_editor(), base=1)
    with opened.database.reading() as connection:
        assert schema.schema_version(connection) == schema.LATEST
    report = EditionText(2025, "演练3次")
    left = LeftOut(2025, "3次", "一", "演练", "重复", 2, 4)
    attach_edition(opened, Attachment(report, left_out=(left,)), editor=local_editor())
    assert [each.reason for each in left_out_of(opened)] == ["重复"]


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    with store.database.reading() as connection:
        found = {
            name: {column["name"] for column in inspect(connection).get_columns(name)}
            for name in inspect(connection).get_table_names()
            if not name.startswith("sqlite_")
        }
    known = {name: set(table.columns.keys()) for name, table in schema.METADATA.tables.items()}
    assert found == known


def test_a_replaced_file_is_noticed_by_a_store_that_is_open(folder: Path, tmp_path: Path) -> None:
    store = open_store(folder / "metrics.db", folder=folder)
    store.database.close()
    backup = shutil.copy(folder / "metrics.db", tmp_path / "backup.db")
    publish(store, figures(2), editor=local_editor(), base=1)
    assert len(store.current()) == 22
    store.database.close()
    shutil.move(backup, folder / "metrics.db")
    assert store.version() == 1
    assert len(store.current()) == 20
    publish(store, figures(1, value=9), editor=local_editor(), base=1)
    assert store.current()[-1] == figure("指标0", 9), "not what the lost version 2 said"


def test_a_past_that_was_rewritten_elsewhere_is_read_anew(folder: Path, tmp_path: Path) -> None:
    """A backup was put back and another version 2 published before this server looked again."""
    path = folder / "metrics.db"
    store = open_store(path, folder=folder)
    store.database.close()
    backup = shutil.copy(path, tmp_path / "backup.db")
    publish(store, figures(2), editor=local_editor(), base=1)
    assert len(store.current()) == 22
    store.database.close()
    shutil.move(backup, path)
    other = open_store(path, folder=folder)
    for base in (1, 2):
        publish(other, [figure("指标0", base)], editor=local_editor(), base=base)
    other.database.close()
    assert store.current() == (*read_seed(folder).rows, figure("指标0", 2))


def test_a_file_that_vanishes_is_not_begun_anew_by_readers(folder: Path) -> None:
    store = open_store(folder / "metrics.db", folder=folder)
    store.database.close()
    (folder / "metrics.db").unlink()
    for act in (store.version, store.current, store.history):
        with pytest.raises(StoreUnavailable) as refused:
            act()
        assert refused.value.problem.code == "store-unreachable"
    assert not (folder / "metrics.db").exists()


def test_what_is_kept_for_the_next_reading_can_be_let_go(store: Store) -> None:
    before = store.current()
    store.forget()
    assert store.current() == before


# The folder's own file.


def test_the_folder_s_file_differs_only_when_its_rows_do(store: Store, folder: Path) -> None:
    assert csv_differs(store, folder) is None
    path = folder / "metrics.csv"
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf"))
    assert csv_differs(store, folder) is None
    path.unlink()
    assert csv_differs(store, folder) is None


def test_what_changed_in_the_folder_s_file_is_brought_in_as_a_publication(
    store: Store, folder: Path
) -> None:
    publish(store, figures(2), editor=local_editor(), base=1)

    def change(rows: Rows) -> Rows:
        return [{**rows[0], "note": "改"}, *rows[1:-1], {**rows[0], "year": "2023"}]

    rewrite(folder, change)
    difference = csv_differs(store, folder)
    assert difference is not None
    counts = [len(getattr(difference.changes, name)) for name in ("added", "changed", "withdrawn")]
    assert counts == [1, 1, 1]
    made = bring_in_csv(store, difference, editor=local_editor(), note="随新版本")
    assert (made.version, made.file) == (3, "metrics.csv")
    assert set(figures(2)) <= set(store.current()), "published otherwise, so not withdrawn"
    assert csv_differs(store, folder) is None
    rewrite(folder, lambda rows: rows[:-1])
    again = csv_differs(store, folder)
    assert again is not None
    assert [row.year for row in again.changes.withdrawn] == [2023]


def test_an_export_put_into_the_folder_is_no_difference(store: Store, folder: Path) -> None:
    publish(store, figures(2), editor=local_editor(), base=1)
    rows = [row.as_text() for row in store.current()]
    (folder / "metrics.csv").write_bytes(write_rows(COLUMN_NAMES, rows))
    assert csv_differs(store, folder) is None
