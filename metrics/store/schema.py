"""Define the store's tables and their numbered migrations, for SQLite and PostgreSQL.

Publications, their rows and everything else that is evidence is only ever appended; triggers in
the database refuse UPDATE, DELETE and rows that slip into a publication already made. Decimals
are texts. A migration, once released, is never edited: a change of the schema is a further one.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    create_engine,
    func,
    inspect,
    select,
    text,
)

NEVER_ALTERED = "what is published is never altered"
IN_ORDER = "publications follow each other by one"
SEALED = "a publication that is made takes no further rows"

_FIRST = (
    """CREATE TABLE publications (
        version INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL,
        how TEXT NOT NULL, note TEXT NOT NULL, file TEXT NOT NULL, file_sha256 TEXT NOT NULL,
        base INTEGER NOT NULL, restored INTEGER, replaced_years TEXT NOT NULL, token TEXT UNIQUE,
        added INTEGER NOT NULL, changed INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
        unchanged INTEGER NOT NULL, content_sha256 TEXT NOT NULL, previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE)""",
    """CREATE TABLE changes (
        version INTEGER NOT NULL, position INTEGER NOT NULL, action TEXT NOT NULL,
        year INTEGER NOT NULL, region TEXT NOT NULL, category TEXT NOT NULL,
        subcategory TEXT NOT NULL, metric TEXT NOT NULL, value TEXT, unit TEXT NOT NULL,
        qualifier TEXT NOT NULL, upper TEXT, printed TEXT NOT NULL, section TEXT NOT NULL,
        note TEXT NOT NULL, PRIMARY KEY (version, position))""",
    """CREATE TABLE seeds (
        version INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE drafts (
        id TEXT PRIMARY KEY, who TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
        state TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
        payload {bytes} NOT NULL)""",
    """CREATE TABLE audit (
        number {numbered}, at TEXT NOT NULL, event TEXT NOT NULL, outcome TEXT NOT NULL,
        who TEXT NOT NULL, how TEXT NOT NULL, source TEXT NOT NULL, detail TEXT NOT NULL)""",
)
_SECOND = (
    """CREATE TABLE editions (
        number {numbered}, year INTEGER NOT NULL, title_zh TEXT NOT NULL, title_en TEXT NOT NULL,
        issuer_zh TEXT NOT NULL, issuer_en TEXT NOT NULL, published TEXT NOT NULL,
        url TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL)""",
    """CREATE TABLE evidence (
        number {numbered}, edition INTEGER NOT NULL REFERENCES editions (number),
        version INTEGER, year INTEGER NOT NULL, region TEXT NOT NULL, category TEXT NOT NULL,
        subcategory TEXT NOT NULL, metric TEXT NOT NULL, start_offset INTEGER NOT NULL,
        end_offset INTEGER NOT NULL, printed TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL)""",
    """CREATE TABLE aliases (
        number {numbered}, alias TEXT NOT NULL, folded TEXT NOT NULL, category TEXT NOT NULL,
        subcategory TEXT NOT NULL, metric TEXT NOT NULL, withdrawn INTEGER NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX evidence_of_key ON evidence (year, metric)",
)
_THIRD = (
    """CREATE TABLE left_out (
        number {numbered}, edition INTEGER NOT NULL REFERENCES editions (number),
        year INTEGER NOT NULL, printed TEXT NOT NULL, section TEXT NOT NULL, what TEXT NOT NULL,
        reason TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX left_out_of_edition ON left_out (edition)",
)
_FOURTH = (
    """CREATE TABLE draft_files (
        draft TEXT PRIMARY KEY REFERENCES drafts (id), payload {bytes} NOT NULL)""",
    "INSERT INTO draft_files (draft, payload) SELECT id, payload FROM drafts",
    "ALTER TABLE drafts DROP COLUMN payload",
    "ALTER TABLE drafts ADD COLUMN revision INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE drafts ADD COLUMN saved_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drafts ADD COLUMN discarded TEXT NOT NULL DEFAULT ''",
    "UPDATE drafts SET saved_by = who",
)
_FIFTH = (
    """CREATE TABLE table_files (
        number {numbered}, version INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
        title TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, department TEXT NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL)""",
    """CREATE TABLE table_cells (
        file INTEGER NOT NULL REFERENCES table_files (number), position INTEGER NOT NULL,
        sheet TEXT NOT NULL, cell TEXT NOT NULL, PRIMARY KEY (file, position))""",
)
_SIXTH = (
    """CREATE TABLE targets (
        number {numbered}, edition INTEGER NOT NULL REFERENCES editions (number),
        year INTEGER NOT NULL, region TEXT NOT NULL, category TEXT NOT NULL,
        subcategory TEXT NOT NULL, metric TEXT NOT NULL, value TEXT NOT NULL, upper TEXT,
        unit TEXT NOT NULL, qualifier TEXT NOT NULL, printed TEXT NOT NULL,
        direction TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL, section TEXT NOT NULL,
        start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL)""",
    "CREATE INDEX targets_of_edition ON targets (edition)",
)
_SEVENTH = (
    "ALTER TABLE table_files ADD COLUMN form TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE table_files ADD COLUMN decisions TEXT NOT NULL DEFAULT ''",
)
_EIGHTH = (
    """CREATE TABLE accounts (
        folded TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL,
        since TEXT NOT NULL, disabled TEXT NOT NULL DEFAULT '', made_by TEXT NOT NULL,
        made TEXT NOT NULL)""",
    """CREATE TABLE account_sessions (
        browser TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (folded),
        since TEXT NOT NULL, begun TEXT NOT NULL, seen TEXT NOT NULL)""",
    """CREATE TABLE sign_in_failures (
        number {numbered}, account TEXT NOT NULL, source TEXT NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX failures_of_account ON sign_in_failures (account)",
)
_NINTH = (
    """CREATE TABLE target_changes (
        version INTEGER NOT NULL, position INTEGER NOT NULL, action TEXT NOT NULL,
        stated_in INTEGER NOT NULL, year INTEGER NOT NULL, region TEXT NOT NULL,
        category TEXT NOT NULL, subcategory TEXT NOT NULL, metric TEXT NOT NULL,
        value TEXT NOT NULL, upper TEXT, unit TEXT NOT NULL, qualifier TEXT NOT NULL,
        printed TEXT NOT NULL, direction TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL,
        section TEXT NOT NULL, PRIMARY KEY (version, position))""",
)
_TENTH = (
    "ALTER TABLE drafts ADD COLUMN proposed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drafts ADD COLUMN sent_back TEXT NOT NULL DEFAULT ''",
)
_ELEVENTH = (
    """CREATE TABLE descriptions (
        number {numbered}, version INTEGER NOT NULL, metric TEXT NOT NULL, english TEXT NOT NULL,
        category TEXT NOT NULL, subcategory TEXT NOT NULL, unit TEXT NOT NULL,
        definition_zh TEXT NOT NULL, definition_en TEXT NOT NULL, withdrawn INTEGER NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL)""",
)
_TWELFTH = (
    """CREATE TABLE ledger (
        number {numbered}, at TEXT NOT NULL, outside INTEGER NOT NULL, covers TEXT NOT NULL,
        previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)""",
)
_APPEND_ONLY = (
    ("publications", "changes", "seeds", "audit"),
    ("editions", "evidence", "aliases"),
    ("left_out",),
    (),
    ("table_files", "table_cells"),
    ("targets",),
    (),
    (),
    ("target_changes",),
    (),
    ("descriptions",),
    ("ledger",),
)
MIGRATIONS: tuple[Sequence[str], ...] = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _SIXTH,
    _SEVENTH,
    _EIGHTH,
    _NINTH,
    _TENTH,
    _ELEVENTH,
    _TWELFTH,
)
LATEST = len(MIGRATIONS)

_FORMER_COLUMNS: dict[tuple[str, str], Column[Any]] = {
    ("drafts", "payload"): Column("payload", LargeBinary),
}
"""Columns that earlier migrations made and later ones took away; old backups hold them."""

_WORDS = {
    "sqlite": {"bytes": "BLOB", "numbered": "INTEGER PRIMARY KEY AUTOINCREMENT"},
    "postgresql": {
        "bytes": "BYTEA",
        "numbered": "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
    },
}
_SQLITE_ORDER = (
    f"""CREATE TRIGGER publications_in_order BEFORE INSERT ON publications
        WHEN NEW.version <> (SELECT COALESCE(MAX(version), 0) + 1 FROM publications)
        BEGIN SELECT RAISE(ABORT, '{IN_ORDER}'); END""",
    f"""CREATE TRIGGER changes_sealed BEFORE INSERT ON changes
        WHEN NEW.version <= (SELECT COALESCE(MAX(version), 0) FROM publications)
        BEGIN SELECT RAISE(ABORT, '{SEALED}'); END""",
)
_TARGETS_SEALED = {
    "sqlite": f"""CREATE TRIGGER target_changes_sealed BEFORE INSERT ON target_changes
        WHEN NEW.version <= (SELECT COALESCE(MAX(version), 0) FROM publications)
        BEGIN SELECT RAISE(ABORT, '{SEALED}'); END""",
    "postgresql": """CREATE TRIGGER target_changes_sealed AFTER INSERT ON target_changes
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION metrics_sealed()""",
}
_POSTGRESQL_ORDER = (
    f"""CREATE FUNCTION metrics_never_altered() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{NEVER_ALTERED}'; END $$""",
    f"""CREATE FUNCTION metrics_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.version <> (SELECT COALESCE(MAX(version), 0) + 1 FROM publications) THEN
            RAISE EXCEPTION '{IN_ORDER}';
          END IF;
          RETURN NEW;
        END $$""",
    """CREATE TRIGGER publications_in_order BEFORE INSERT ON publications
        FOR EACH ROW EXECUTE FUNCTION metrics_in_order()""",
    f"""CREATE FUNCTION metrics_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT MIN(version) FROM fresh)
              <= (SELECT COALESCE(MAX(version), 0) FROM publications) THEN
            RAISE EXCEPTION '{SEALED}';
          END IF;
          RETURN NULL;
        END $$""",
    """CREATE TRIGGER changes_sealed AFTER INSERT ON changes
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION metrics_sealed()""",
)


def column(table: str, name: str) -> Column[Any]:
    """Return a column of a table, present or former; raises KeyError for another."""
    if (table, name) in _FORMER_COLUMNS:
        return _FORMER_COLUMNS[table, name]
    return METADATA.tables[table].columns[name]


def schema_version(connection: Connection) -> int | None:
    """Return a database's schema version: 0 for an empty one, None for a foreign one."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return 0
    if versions.name not in names:
        return None
    columns = [column["name"] for column in inspect(connection).get_columns(versions.name)]
    if columns != list(versions.columns.keys()):
        return None
    return connection.scalar(select(func.coalesce(func.max(versions.c.version), 0)))


def migrate(connection: Connection, version: int, until: int = LATEST) -> None:
    """Migrate a database from `version` to `until`, in the caller's transaction."""
    dialect = connection.dialect.name
    if version == 0:
        connection.exec_driver_sql(
            "CREATE TABLE metrics_schema (version INTEGER PRIMARY KEY, at TEXT NOT NULL)"
        )
    for number in range(version + 1, until + 1):
        for statement in MIGRATIONS[number - 1]:
            connection.exec_driver_sql(statement.format(**_WORDS[dialect]))
        for statement in _triggers(number, dialect):
            connection.exec_driver_sql(statement)
        stamp = text("INSERT INTO metrics_schema (version, at) VALUES (:version, :at)")
        connection.execute(stamp, {"version": number, "at": now()})


def guards(dialect: str) -> tuple[str, ...]:
    """Return the statements of all triggers, and of their functions."""
    numbers = range(1, LATEST + 1)
    return tuple(statement for number in numbers for statement in _triggers(number, dialect))


def _triggers(number: int, dialect: str) -> Iterator[str]:
    if number == 1:
        yield from _SQLITE_ORDER if dialect == "sqlite" else _POSTGRESQL_ORDER
    if "target_changes" in _APPEND_ONLY[number - 1]:
        yield _TARGETS_SEALED[dialect]
    for table in _APPEND_ONLY[number - 1]:
        if dialect == "sqlite":
            for act in ("UPDATE", "DELETE"):
                yield (
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{NEVER_ALTERED}'); END"
                )
        else:
            yield (
                f"CREATE TRIGGER {table}_never_altered BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION metrics_never_altered()"
            )


def _made_tables() -> MetaData:
    """Return the tables as the migrations leave them, read from an empty database."""
    metadata = MetaData()
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, 0)
        metadata.reflect(connection)
    engine.dispose()
    return metadata


def now() -> str:
    """Return this moment as the store writes it, UTC; never for ordering."""
    return written(datetime.now(UTC))


def written(at: datetime) -> str:
    """Return an aware moment as the store writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Return the moment that `written` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


METADATA = _made_tables()
versions, publications, changes, seeds, drafts, draft_files = (
    METADATA.tables[name]
    for name in ("metrics_schema", "publications", "changes", "seeds", "drafts", "draft_files")
)
audit, editions, evidence, aliases, left_out = (
    METADATA.tables[name] for name in ("audit", "editions", "evidence", "aliases", "left_out")
)
table_files, table_cells, targets, target_changes, descriptions, ledger = (
    METADATA.tables[name]
    for name in (
        *("table_files", "table_cells", "targets", "target_changes", "descriptions", "ledger"),
    )
)
accounts, account_sessions, sign_in_failures = (
    METADATA.tables[name] for name in ("accounts", "account_sessions", "sign_in_failures")
)
