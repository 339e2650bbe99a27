"""Publish and go back: append a publication with its rows.

A publication lands whole or not at all, on the version it was prepared against or not at all,
and once however often it is sent. Nothing that is published is ever changed in place.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from metrics.auth import Editor, SignInWay
from metrics.log import event
from metrics.model.act import ActEvent
from metrics.model.diff import Changes, all_changes, plan
from metrics.model.observation import COLUMN_NAMES, Observation, to_cells
from metrics.model.target_changes import TargetChanges
from metrics.store import schema
from metrics.store.audit_lines import note_act
from metrics.store.chain import GENESIS, Cells, chained_hash, content_hash
from metrics.store.database import write_many
from metrics.store.descriptions import Description, write_descriptions
from metrics.store.drafts import begin_release
from metrics.store.editions import Attachment, write_attachment
from metrics.store.errors import BaseMoved, NoSuchVersion, NothingToPublish
from metrics.store.publication import PUBLISH, RESTORE, Publication, PublicationKind
from metrics.store.publications import (
    Store,
    find_publication,
    hashed_facts,
    landed_since,
    newest_version,
)
from metrics.store.row_checks import checked_rows
from metrics.store.table_cells import UploadedTable, write_tables
from metrics.store.targets import change_cells, write_changes
from metrics.text import storable

LONGEST_NOTE = 2000
NO_GOALS = TargetChanges()


@dataclass(frozen=True)
class SourceFile:
    """Name the file that rows came from, with the hash of its bytes."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class PublicationFacts:
    """Hold the facts of a publication besides its rows."""

    kind: PublicationKind
    who: str
    how: SignInWay
    base: int
    note: str = ""
    file: SourceFile = SourceFile()
    restored: int | None = None
    replaced_years: tuple[int, ...] = ()
    token: str | None = None


def publish(
    store: Store,
    rows: Iterable[Observation],
    *,
    editor: Editor,
    base: int,
    note: str = "",
    file: SourceFile = SourceFile(),
    replace_years: Collection[int] = (),
    token: str | None = None,
    attachment: Attachment | None = None,
    tables: Sequence[UploadedTable] = (),
    goals: TargetChanges = NO_GOALS,
    draft: str | None = None,
    described: Sequence[Description] = (),
) -> Publication:
    """Append a publication that adds and changes `rows` and `goals`, and return it.

    `base` is the version that the editor looked at; of `replace_years`, what `rows` do not name
    is withdrawn. With an `attachment`, the report's text, the places of its figures and the
    aliases that were confirmed land in the same transaction; so do the cells of `tables` that
    state a figure anew, and what is `described` of new metrics. `draft` is the one that the rows
    come from, for servers on which another person releases it. Sent again (same base, file and
    rows, or same `token`), the publication that landed is returned. Raises NotAllowed, BaseMoved,
    NothingToPublish, StoreError, and BrokenData for rows that cannot be kept.
    """
    store.require(editor, "approver", "publish")
    checked = checked_rows(rows, file.name)
    years = tuple(sorted(set(replace_years)))
    facts = PublicationFacts(PUBLISH, editor.name, editor.how, base, note, file, None, years, token)
    changes = plan(_state_at(store, base), checked, replace_years=years)

    def also(connection: Connection, version: int) -> None:
        begin_release(connection, draft, editor)
        if attachment:
            write_attachment(attachment, editor, connection, version)
        write_tables(connection, version, changes, tables, editor)
        write_descriptions(connection, described, version, editor)

    return append(store, changes, facts, editor, also, goals)


def restore(
    store: Store,
    version: int,
    *,
    editor: Editor,
    note: str = "",
    base: int | None = None,
    goals: TargetChanges = NO_GOALS,
) -> Publication:
    """Append a publication that restores `version`, and return it.

    `base` is the version that the editor looked at, by default the newest; `goals` are what
    changes of the goals with it. Raises as `publish` does, and NoSuchVersion.
    """
    store.require(editor, "approver", "restore")
    looked_at = store.version() if base is None else base
    if version < 1:
        raise NoSuchVersion(version, looked_at)
    changes = all_changes(_state_at(store, looked_at), store.current(version))
    facts = PublicationFacts(RESTORE, editor.name, editor.how, looked_at, note, restored=version)
    return append(store, changes, facts, editor, None, goals)


def append(
    store: Store,
    changes: Changes,
    facts: PublicationFacts,
    editor: Editor,
    also: Callable[[Connection, int], object] | None = None,
    goals: TargetChanges = NO_GOALS,
) -> Publication:
    """Append worked-out changes in one transaction; raises as `publish` does.

    `also` writes what belongs to the new version. The editor is required again under the lock.
    """
    rows = [(action, *to_cells(row)) for action, row in changes.steps()]
    goal_rows = change_cells(goals)
    act: ActEvent = "restore" if facts.kind == RESTORE else "publish"
    with store.acting(editor, "approver", act) as connection:
        newest = newest_version(connection)
        if repeated := _landed_already(connection, facts, [*rows, *goal_rows]):
            return repeated
        if facts.base != newest:
            raise BaseMoved(facts.base, newest, landed_since(connection, facts.base))
        if not rows and not goal_rows:
            raise NothingToPublish(newest)
        publication = write(connection, changes, rows, facts, goal_rows)
        if also:
            also(connection, publication.version)
        note_act(connection, act, editor, f"version {publication.version}")
    _tell(publication)
    return publication


def _tell(made: Publication) -> None:
    """Log a publication that has landed."""
    named = ("kind", "version", "who", "how", "added", "changed", "withdrawn")
    facts = {name: getattr(made, name) for name in named}
    event("published", **facts, **({"restored": made.restored} if made.restored else {}))


def write(
    connection: Connection,
    changes: Changes,
    rows: Sequence[Cells],
    facts: PublicationFacts,
    goals: Sequence[Cells] = (),
) -> Publication:
    """Write a publication, its rows and goals in the caller's locked transaction."""
    last = find_publication(connection, facts.base)
    version, previous = facts.base + 1, last.hash if last else GENESIS
    cells = {
        "version": version,
        "at": schema.now(),
        "kind": facts.kind,
        "who": storable(facts.who),
        "how": facts.how,
        "note": storable(facts.note.strip())[:LONGEST_NOTE],
        "file": storable(facts.file.name),
        "file_sha256": facts.file.sha256,
        "base": facts.base,
        "restored": facts.restored,
        "replaced_years": " ".join(str(year) for year in facts.replaced_years),
        "token": facts.token,
        "added": len(changes.added),
        "changed": len(changes.changed),
        "withdrawn": len(changes.withdrawn),
        "unchanged": changes.unchanged,
        "content_sha256": content_hash([*rows, *goals]),
    }
    links = {"previous_hash": previous, "hash": chained_hash(previous, hashed_facts(cells))}
    if rows:
        _write_rows(connection, version, rows)
    write_changes(connection, version, goals)
    connection.execute(insert(schema.publications).values(**cells, **links))
    written = find_publication(connection, version)
    assert written is not None
    return written


_COLUMNS = ("version", "position", "action", *COLUMN_NAMES)


def _write_rows(connection: Connection, version: int, rows: Sequence[Cells]) -> None:
    """Write the rows before their publication, which seals them."""
    numbered = ((version, position, *row) for position, row in enumerate(rows, start=1))
    write_many(connection, schema.changes.name, _COLUMNS, numbered)


def _landed_already(
    connection: Connection, facts: PublicationFacts, rows: Sequence[Cells]
) -> Publication | None:
    """Return the publication that these facts made before, if it was sent again."""
    table = schema.publications
    if facts.token is not None:
        number = connection.scalar(select(table.c.version).where(table.c.token == facts.token))
        landed = find_publication(connection, number) if number else None
        if landed and landed.file_sha256 != facts.file.sha256:
            raise ValueError("this token belongs to the publication of another file")
        if landed:
            return landed
    follower = find_publication(connection, facts.base + 1)
    same = follower is not None and (
        follower.kind,
        follower.file_sha256,
        follower.restored,
        follower.replaced_years,
        follower.content_sha256,
    ) == (facts.kind, facts.file.sha256, facts.restored, facts.replaced_years, content_hash(rows))
    return follower if same else None


def _state_at(store: Store, base: int) -> tuple[Observation, ...]:
    return store.current(base) if base else ()
