"""Keep the texts of reports, the places of figures in them, and what was left out.

A text is kept exactly as it was brought in, so that offsets (code points, end exclusive) hold
for ever. Everything is appended: a text brought in again is a further edition, a place confirmed
again supersedes the earlier one, and nothing earlier is lost.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select

from metrics.auth import Editor
from metrics.model.observation import KEY, Key
from metrics.model.target import Target
from metrics.store import schema
from metrics.store.aliases import Alias, write_aliases
from metrics.store.audit_lines import note_act
from metrics.store.drafts import begin_release
from metrics.store.errors import BaseMoved
from metrics.store.publications import Store, landed_since, newest_version
from metrics.store.targets import write_targets
from metrics.text import is_storable, storable


@dataclass(frozen=True)
class EditionText:
    """Hold a report's text; `number` is 0 until it is kept, `published` may be None."""

    year: int
    text: str
    title_zh: str = ""
    title_en: str = ""
    issuer_zh: str = ""
    issuer_en: str = ""
    published: date | None = None
    url: str = ""
    file: str = ""
    number: int = 0

    @property
    def sha256(self) -> str:
        """Return the hash of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Evidence:
    """Place a figure: characters `start` to `end` of an edition read `printed`."""

    key: Key
    start: int
    end: int
    printed: str
    edition: int = 0


@dataclass(frozen=True)
class LeftOut:
    """Hold a figure of a report on `year` that was left out on purpose, and why.

    Characters `start` to `end` of the report's text read `printed`. `edition` is 0 until kept.
    """

    year: int
    printed: str
    section: str
    what: str
    reason: str
    start: int
    end: int
    edition: int = 0


@dataclass(frozen=True)
class Attachment:
    """Hold what comes with figures that were read from a report.

    `targets` are goals with the places where the text states them. With `edition` None, the
    evidence points into the editions that it names, and there is nothing left out and no goal.
    """

    edition: EditionText | None
    evidence: tuple[Evidence, ...] = ()
    aliases: tuple[Alias, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    targets: tuple[tuple[Target, int, int], ...] = ()


_TEXTS_OF_LEFT_OUT = ("section", "what", "reason")


def attach_edition(
    store: Store,
    attachment: Attachment,
    *,
    editor: Editor,
    base: int | None = None,
    draft: str | None = None,
) -> int | None:
    """Keep a report for figures already published, and return its number.

    `base` is the version that the editor looked at, `draft` as for `publish`. Raises NotAllowed,
    BaseMoved when another one landed since, and ValueError for places whose text differs from
    `printed`.
    """
    with store.acting(editor, "approver", "attach") as connection:
        begin_release(connection, draft, editor)
        newest = newest_version(connection)
        if base not in (None, newest):
            raise BaseMoved(base, newest, landed_since(connection, base))
        number = write_attachment(attachment, editor, connection, None)
        about = attachment.edition
        note_act(connection, "attach", editor, f"{about.year} {about.title_zh}" if about else "")
        return number


def write_attachment(
    attachment: Attachment, editor: Editor, connection: Connection, version: int | None
) -> int | None:
    """Write an attachment in the caller's transaction; return its edition's number."""
    number = None
    if attachment.edition:
        _check_places(attachment.edition, (*attachment.evidence, *attachment.left_out))
        number = _write_edition(connection, attachment.edition, editor)
        _write_left_out(connection, attachment.left_out, number, editor)
        facts = {"edition": number, "who": storable(editor.recorded_name), "at": schema.now()}
        write_targets(connection, attachment.targets, facts)
    elif attachment.left_out or attachment.targets:
        raise ValueError("figures are left out of an edition, and there is none")
    if attachment.evidence:
        _write_evidence(connection, attachment.evidence, number, version, editor)
    write_aliases(connection, attachment.aliases, editor)
    return number


def list_editions(store: Store) -> list[EditionText]:
    """Return all editions with their texts by year, the newest first."""
    table = schema.editions
    query = select(table).order_by(table.c.year, table.c.number.desc())
    with store.database.reading() as connection:
        return [_edition(dict(row._mapping)) for row in connection.execute(query)]


def newest_edition(store: Store) -> int:
    """Return the number of the newest edition, 0 without any."""
    query = select(func.coalesce(func.max(schema.editions.c.number), 0))
    with store.database.reading() as connection:
        return int(connection.scalar(query) or 0)


def left_out_of(store: Store) -> list[LeftOut]:
    """Return what was left out of each year's newest edition, in its order."""
    table, kept = schema.left_out, schema.editions
    newest = select(func.max(kept.c.number)).group_by(kept.c.year)
    query = select(table).where(table.c.edition.in_(newest)).order_by(table.c.number)
    with store.database.reading() as connection:
        return [
            LeftOut(
                year=row.year,
                printed=row.printed,
                **{name: getattr(row, name) for name in _TEXTS_OF_LEFT_OUT},
                start=row.start_offset,
                end=row.end_offset,
                edition=row.edition,
            )
            for row in connection.execute(query)
        ]


def evidence_of(store: Store, keys: Iterable[Key] | None = None) -> dict[Key, Evidence]:
    """Return the newest places of figures, of these keys or of all."""
    table = schema.evidence
    newest = select(func.max(table.c.number)).group_by(*[table.c[name] for name in KEY])
    query = select(table).where(table.c.number.in_(newest)).order_by(table.c.number)
    wanted = None if keys is None else set(keys)
    if wanted is not None:
        query = query.where(table.c.metric.in_({key[-1] for key in wanted}))
    evidence: dict[Key, Evidence] = {}
    with store.database.reading() as connection:
        for row in connection.execute(query):
            key = (row.year, row.region, row.category, row.subcategory, row.metric)
            if wanted is None or key in wanted:
                place = (row.start_offset, row.end_offset, row.printed, row.edition)
                evidence[key] = Evidence(key, *place)
    return evidence


def _check_places(edition: EditionText, places: Sequence[Evidence | LeftOut]) -> None:
    if not is_storable(edition.text):
        raise ValueError("the text holds NUL or lone surrogates, so offsets could not be kept")
    for place in places:
        if edition.text[place.start : place.end] != place.printed:
            raise ValueError(
                f"characters {place.start} to {place.end} do not read {place.printed!r}"
            )


def _write_edition(connection: Connection, edition: EditionText, editor: Editor) -> int:
    cells = {
        name: storable(getattr(edition, name))
        for name in ("title_zh", "title_en", "issuer_zh", "issuer_en", "url", "file")
    }
    statement = insert(schema.editions).values(
        **cells,
        year=edition.year,
        text=edition.text,
        sha256=edition.sha256,
        published=edition.published.isoformat() if edition.published else "",
        who=storable(editor.recorded_name),
        at=schema.now(),
    )
    result = connection.execute(statement)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def _write_evidence(
    connection: Connection,
    evidence: Sequence[Evidence],
    edition: int | None,
    version: int | None,
    editor: Editor,
) -> None:
    rows = [
        {
            **_place_cells(place, edition or place.edition, editor),
            **dict(zip(KEY, place.key, strict=True)),
            "version": version,
        }
        for place in evidence
    ]
    connection.execute(insert(schema.evidence), rows)


def _write_left_out(
    connection: Connection, left_out: Sequence[LeftOut], edition: int, editor: Editor
) -> None:
    rows = [
        {
            **_place_cells(each, edition, editor),
            "year": each.year,
            **{name: storable(getattr(each, name)) for name in _TEXTS_OF_LEFT_OUT},
        }
        for each in left_out
    ]
    if rows:
        connection.execute(insert(schema.left_out), rows)


def _place_cells(place: Evidence | LeftOut, edition: int, editor: Editor) -> dict[str, Any]:
    """Return the cells that place a figure in an edition, and who placed it when."""
    return {
        "edition": edition,
        "start_offset": place.start,
        "end_offset": place.end,
        "printed": storable(place.printed),
        "who": storable(editor.recorded_name),
        "at": schema.now(),
    }


def _edition(row: dict[str, str]) -> EditionText:
    cells = {name: row[name] for name in EditionText.__dataclass_fields__}
    day = date.fromisoformat(row["published"]) if row["published"] else None
    return EditionText(**{**cells, "published": day})  # type: ignore[arg-type]
