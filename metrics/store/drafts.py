"""Imports that are not finished: the file's bytes and what the editor has decided so far.

They survive a closed browser. Unlike publications they change and go away; every editor of the
bureau sees them, with the name of whoever began. Limits are stated and named when hit.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from metrics.auth import Editor, require
from metrics.i18n import message
from metrics.store import schema
from metrics.store.errors import StoreError
from metrics.store.publications import Store
from metrics.store.texts import storable

MOST_DRAFTS = 100
MOST_BYTES = 50 * 2**20
_LISTED = ["id", "who", "name", "sha256", "created", "updated", "state"]
TABLE, REPORT = "table", "report"


@dataclass(frozen=True)
class Draft:
    """An unfinished import as lists show it; `name` is that of its file, `kind` table or report."""

    id: str
    who: str
    name: str
    sha256: str
    created: datetime
    updated: datetime
    kind: str = TABLE


@dataclass(frozen=True)
class OpenDraft:
    """An unfinished import with the bytes of its file and the decisions made."""

    draft: Draft
    payload: bytes
    state: dict[str, Any]


class NoSuchDraft(StoreError, LookupError):
    """A draft was asked for that does not exist, or no longer."""

    def __init__(self, draft: str) -> None:
        super().__init__(
            "no-such-draft",
            message("The draft is no longer there"),
            message("Somebody has published or deleted it; bring the file in again"),
            draft,
        )


class TooMuchDraft(StoreError):
    """A draft is too large, or there are too many."""


def save_draft(
    store: Store,
    *,
    editor: Editor,
    name: str,
    payload: bytes,
    state: Mapping[str, Any],
    draft: str | None = None,
) -> Draft:
    """Keep an unfinished import, or the newer state of `draft`; returns it as listed.

    `state` is anything that JSON can hold. Raises NotAllowed, NoSuchDraft and TooMuchDraft.
    """
    require(editor)
    if len(payload) > MOST_BYTES:
        raise _too_large(len(payload))
    at = schema.now()
    said = {
        "name": storable(name),
        "sha256": hashlib.sha256(payload).hexdigest(),
        "state": json.dumps(dict(state), ensure_ascii=True),
        "updated": at,
        "payload": payload,
    }
    table = schema.drafts
    with store.database.writing() as connection:
        require(editor)
        if draft is not None:
            changed = connection.execute(update(table).where(table.c.id == draft).values(**said))
            if changed.rowcount == 0:
                raise NoSuchDraft(draft)
        else:
            if (connection.scalar(select(func.count()).select_from(table)) or 0) >= MOST_DRAFTS:
                raise _too_many()
            draft = secrets.token_hex(8)
            own = {"id": draft, "who": storable(editor.name), "created": at}
            connection.execute(insert(table).values(**said, **own))
        query = select(*[table.c[each] for each in _LISTED]).where(table.c.id == draft)
        return _draft(connection.execute(query).one()._mapping)


def list_drafts(store: Store, *, editor: Editor) -> list[Draft]:
    """Return all drafts, the one touched last first; raises NotAllowed."""
    require(editor)
    table = schema.drafts
    query = select(*[table.c[name] for name in _LISTED])
    query = query.order_by(table.c.updated.desc(), table.c.id)
    with store.database.reading() as connection:
        return [_draft(row._mapping) for row in connection.execute(query)]


def load_draft(store: Store, draft: str, *, editor: Editor) -> OpenDraft:
    """Return a draft with its file and decisions; raises NotAllowed and NoSuchDraft."""
    require(editor)
    table = schema.drafts
    with store.database.reading() as connection:
        row = connection.execute(select(table).where(table.c.id == draft)).first()
    if row is None:
        raise NoSuchDraft(draft)
    return OpenDraft(_draft(row._mapping), bytes(row.payload), json.loads(row.state))


def delete_draft(store: Store, draft: str, *, editor: Editor) -> None:
    """Throw a draft away; one that is gone already is no error. Raises NotAllowed."""
    require(editor)
    with store.database.writing() as connection:
        require(editor)
        connection.execute(delete(schema.drafts).where(schema.drafts.c.id == draft))


def _draft(row: Any) -> Draft:
    times = {name: schema.moment(row[name]) for name in ("created", "updated")}
    kind = json.loads(row["state"]).get("kind", TABLE)
    return Draft(row["id"], row["who"], row["name"], row["sha256"], **times, kind=kind)


def _too_large(size: int) -> TooMuchDraft:
    return TooMuchDraft(
        "draft-too-large",
        message(
            "The file is too large to be kept as a draft ({size} MB, at most {limit} MB)",
            size=f"{size / 2**20:.1f}",
            limit=MOST_BYTES // 2**20,
        ),
        message("Publish it without leaving the page, or split it"),
    )


def _too_many() -> TooMuchDraft:
    return TooMuchDraft(
        "too-many-drafts",
        message("There are {limit} drafts already", limit=MOST_DRAFTS),
        message("Publish or delete some of them"),
    )
