"""Keep unfinished imports: the file's bytes, and the decisions made so far.

They survive a closed browser. Unlike publications they change and go away; every editor of the
bureau sees them. A save writes the decisions, the file only when another joins it, and names the
revision that it was made from, so of two editors nobody overwrites what they have not seen.
Refuses a save, a deletion or a publication made from an older revision, and states its limits.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from metrics.auth import Editor, NotAllowed, is_editor, needs_second_person
from metrics.clock import minute_text
from metrics.i18n import message
from metrics.model.act import ActEvent
from metrics.model.catalogue import fold
from metrics.store import audit_lines, schema
from metrics.store.errors import NoSuchDraft, StoreError
from metrics.store.publications import Store
from metrics.text import storable

LONGEST_WORD = 500
MOST_DRAFTS = 100
MOST_BYTES = 50 * 2**20
DAYS_KEPT = 7  # so long a discarded draft can be brought back

DraftKind = Literal["table", "report", "goals"]
TABLE: Final = "table"
REPORT: Final = "report"
_NOT_PROPOSED = {"proposed_by": "", "sent_back": ""}
GOALS: Final = "goals"
_drafts, _files = schema.drafts, schema.draft_files


@dataclass(frozen=True)
class Draft:
    """List an unfinished import; `name` is its file's.

    `who` began it, `saved_by` saved it last; `revision` counts its saves from 1. `proposed_by`
    asks for its release; `sent_back` is why an approver wanted it changed. Both end with a save.
    """

    id: str
    who: str
    name: str
    sha256: str
    created: datetime
    updated: datetime
    revision: int
    saved_by: str
    proposed_by: str = ""
    sent_back: str = ""
    kind: DraftKind = TABLE

    @property
    def hands(self) -> frozenset[str]:
        """Return the folded names of those who drafted it."""
        return frozenset(fold(name) for name in (self.who, self.saved_by, self.proposed_by))


@dataclass(frozen=True)
class OpenDraft:
    """Hold an unfinished import with the decisions made."""

    draft: Draft
    state: dict[str, Any]


@dataclass(frozen=True)
class JoiningFile:
    """Hold what joins a draft's file; `name` is what all is called now."""

    name: str
    content: bytes


class DraftChanged(StoreError):
    """Refuse an act from an older revision of a draft; `theirs` is the newer one."""

    def __init__(self, theirs: Draft) -> None:
        self.theirs = theirs
        super().__init__(
            "draft-changed",
            message(
                "{who} saved this draft at {when}, after it was opened here; nothing was "
                "overwritten",
                who=theirs.saved_by,
                when=minute_text(theirs.updated),
            ),
            message("Look at what stands there now, then decide again"),
        )


class TooMuchDraft(StoreError):
    """Refuse a draft that is too large, or one too many."""


def begin_draft(
    store: Store, *, editor: Editor, name: str, payload: bytes, state: Mapping[str, Any]
) -> Draft:
    """Keep a file as an unfinished import and return it as listed.

    `state` is anything that JSON can hold. Raises NotAllowed and TooMuchDraft.
    """
    store.require(editor, "drafter", "begin-draft")
    _check_size(payload)
    at, draft = schema.now(), secrets.token_hex(8)
    who = storable(editor.recorded_name)
    row = {
        "id": draft,
        "who": who,
        "name": storable(name),
        "sha256": hashlib.sha256(payload).hexdigest(),
        "state": _as_text(state),
        "created": at,
        "updated": at,
        "revision": 1,
        "saved_by": who,
        "discarded": "",
        **_NOT_PROPOSED,
    }
    with store.acting(editor, "drafter", "begin-draft") as connection:
        _forget_discarded(connection)
        _check_room(connection)
        connection.execute(insert(_drafts).values(**row))
        connection.execute(insert(_files).values(draft=draft, payload=payload))
        _note(connection, "begin-draft", draft, editor)
        return _draft(row)


def save_draft(
    store: Store,
    draft: str,
    state: Mapping[str, Any],
    *,
    editor: Editor,
    revision: int,
    joining: JoiningFile | None = None,
) -> Draft:
    """Save decisions made from `revision` of a draft, and return it as listed.

    With a file that joins it, if any. Raises NotAllowed, NoSuchDraft, TooMuchDraft, and
    DraftChanged for a draft that was saved since.
    """
    changed = {
        "state": _as_text(state),
        "updated": schema.now(),
        "revision": revision + 1,
        "saved_by": storable(editor.recorded_name),
        **_NOT_PROPOSED,
    }
    with store.acting(editor, "drafter", "save-draft") as connection:
        before = _require_revision(connection, draft, revision)
        if joining:
            changed |= _joined(connection, draft, joining)
        connection.execute(update(_drafts).where(_drafts.c.id == draft).values(**changed))
        if joining:
            _note(connection, "extend-draft", draft, editor)
        elif fold(before.saved_by) != fold(editor.recorded_name):
            _note(connection, "continue-draft", draft, editor)
        return _draft(_row(connection, draft))


def _joined(connection: Connection, draft: str, joining: JoiningFile) -> dict[str, str]:
    """Put a file's bytes after those of a draft; return the cells that change."""
    own = _files.c.draft == draft
    before = connection.scalar(select(_files.c.payload).where(own)) or b""
    payload = bytes(before) + joining.content
    _check_size(payload)
    connection.execute(update(_files).where(own).values(payload=payload))
    return {"name": storable(joining.name), "sha256": hashlib.sha256(payload).hexdigest()}


def propose_draft(store: Store, draft: str, *, editor: Editor, revision: int) -> Draft:
    """Propose a draft for release as it stands; raises as `save_draft` does."""
    asked = _NOT_PROPOSED | {"proposed_by": storable(editor.recorded_name)}
    return _answered(store, draft, asked, "propose-draft", editor, revision)


def send_back_draft(store: Store, draft: str, word: str, *, editor: Editor, revision: int) -> Draft:
    """Refuse to release a proposed draft, with a word for who drafted it.

    Raises NotAllowed for who is no approver, else as `save_draft` does.
    """
    store.require(editor, "approver", "send-draft-back")
    answer = _NOT_PROPOSED | {"sent_back": storable(word)[:LONGEST_WORD] or "—"}
    return _answered(store, draft, answer, "send-draft-back", editor, revision)


def _answered(
    store: Store, draft: str, cells: dict[str, str], event: ActEvent, editor: Editor, revision: int
) -> Draft:
    changed = {**cells, "revision": revision + 1}
    with store.acting(editor, "drafter", event) as connection:
        _require_revision(connection, draft, revision)
        connection.execute(update(_drafts).where(_drafts.c.id == draft).values(**changed))
        _note(connection, event, draft, editor)
        return _draft(_row(connection, draft))


def begin_release(connection: Connection, draft: str | None, editor: Editor) -> None:
    """Note whose proposal is released; refuse one's own where two are needed.

    In the caller's transaction. Raises NotAllowed, also for what was not proposed.
    """
    found = _draft(_row(connection, draft)) if draft else None
    if needs_second_person(editor):
        _require_second_person(found, editor)
    if found and found.proposed_by:
        told = f"{found.name} ← {found.proposed_by}"
        audit_lines.note_act(connection, "release-draft", editor, told)


def _require_second_person(found: Draft | None, editor: Editor) -> None:
    if editor.how == "passcode":
        raise NotAllowed(
            "no-person",
            message("This server asks for two people, and a passcode does not tell who you are"),
            message("Sign in by an account of your own; an administrator makes it"),
        )
    if found is None or not found.proposed_by:
        raise NotAllowed(
            "not-proposed",
            message("Only what somebody has proposed is released"),
            message("Propose it; another person with the role of an approver releases it"),
        )
    if fold(editor.recorded_name) in found.hands:
        raise NotAllowed(
            "own-draft",
            message("You have drafted this yourself"),
            message("Ask another person with the role of an approver to release it"),
        )


def is_own(draft: Draft, editor: Editor) -> bool:
    """Return whether an editor began a draft."""
    return fold(draft.who) == fold(editor.recorded_name)


def list_drafts(store: Store, *, editor: Editor, discarded: bool = False) -> list[Draft]:
    """Return all (discarded) drafts, the newest first; raises NotAllowed."""
    chosen = _drafts.c.discarded > _oldest_kept() if discarded else _drafts.c.discarded == ""
    query = select(_drafts).where(chosen).order_by(_drafts.c.updated.desc(), _drafts.c.id)
    with store.looking(editor, "drafter") as connection:
        return [_draft(row._mapping) for row in connection.execute(query)]


def load_draft(store: Store, draft: str, *, editor: Editor) -> OpenDraft:
    """Return a draft with its decisions; raises NotAllowed and NoSuchDraft."""
    with store.looking(editor, "drafter") as connection:
        row = _row(connection, draft)
    return OpenDraft(_draft(row), json.loads(row["state"]))


def load_file(store: Store, draft: str, *, editor: Editor) -> bytes:
    """Return the bytes of a draft's file; raises NotAllowed and NoSuchDraft."""
    query = select(_files.c.payload).join(_drafts, _drafts.c.id == _files.c.draft)
    with store.looking(editor, "drafter") as connection:
        payload = connection.scalar(query.where(_drafts.c.id == draft, _drafts.c.discarded == ""))
    if payload is None:
        raise NoSuchDraft(draft)
    return bytes(payload)


def discard_draft(store: Store, draft: str, *, editor: Editor, revision: int) -> None:
    """Discard a draft; for DAYS_KEPT days `bring_back_draft` undoes it.

    One that is gone already is no error. Raises NotAllowed, also for a colleague's draft where
    the editor is no approver, and DraftChanged.
    """
    with store.acting(editor, "drafter", "discard-draft") as connection:
        _forget_discarded(connection)
        try:
            _require_own(_require_revision(connection, draft, revision), editor)
        except NoSuchDraft:
            return
        _set_discarded(connection, draft, schema.now())
        _note(connection, "discard-draft", draft, editor)


def bring_back_draft(store: Store, draft: str, *, editor: Editor) -> None:
    """Restore a discarded draft; raises NotAllowed, NoSuchDraft, TooMuchDraft."""
    with store.acting(editor, "drafter", "bring-back-draft") as connection:
        _forget_discarded(connection)
        _check_room(connection)
        if _set_discarded(connection, draft, "") == 0:
            raise NoSuchDraft(draft)
        _note(connection, "bring-back-draft", draft, editor)


def check_draft(store: Store, draft: str, *, editor: Editor, revision: int) -> None:
    """Refuse a draft saved since `revision`; raises DraftChanged, NoSuchDraft."""
    with store.looking(editor, "drafter") as connection:
        _require_revision(connection, draft, revision)


def delete_draft(store: Store, draft: str, *, editor: Editor, revision: int) -> None:
    """Delete a draft for good; one that is gone already is no error.

    Raises as `discard_draft` does.
    """
    with store.acting(editor, "drafter", "delete-draft") as connection:
        try:
            _require_own(_require_revision(connection, draft, revision), editor)
        except NoSuchDraft:
            return
        _remove(connection, [draft])


def _require_revision(connection: Connection, draft: str, revision: int) -> Draft:
    found = _draft(_row(connection, draft))
    if found.revision != revision:
        raise DraftChanged(found)
    return found


def _require_own(draft: Draft, editor: Editor) -> None:
    """Refuse to delete a colleague's draft without an approver's role."""
    if not (is_own(draft, editor) or is_editor(editor, "approver")):
        raise NotAllowed(
            "not-your-draft",
            message("{who} began this draft", who=draft.who),
            message("Ask {who} or an approver to delete it", who=draft.who),
        )


def _row(connection: Connection, draft: str) -> Any:
    query = select(_drafts).where(_drafts.c.id == draft, _drafts.c.discarded == "")
    row = connection.execute(query).first()
    if row is None:
        raise NoSuchDraft(draft)
    return row._mapping


def _draft(row: Any) -> Draft:
    cells = {name: row[name] for name in Draft.__dataclass_fields__ if name != "kind"}
    cells |= {name: schema.moment(row[name]) for name in ("created", "updated")}
    return Draft(**cells, kind=json.loads(row["state"]).get("kind", TABLE))


def _as_text(state: Mapping[str, Any]) -> str:
    return json.dumps(dict(state), ensure_ascii=True)


def _oldest_kept() -> str:
    return schema.written(schema.moment(schema.now()) - timedelta(days=DAYS_KEPT))


def _forget_discarded(connection: Connection) -> None:
    old = (_drafts.c.discarded != "") & (_drafts.c.discarded <= _oldest_kept())
    _remove(connection, list(connection.scalars(select(_drafts.c.id).where(old))))


def _remove(connection: Connection, drafts: list[str]) -> None:
    connection.execute(delete(_files).where(_files.c.draft.in_(drafts)))
    connection.execute(delete(_drafts).where(_drafts.c.id.in_(drafts)))


def _set_discarded(connection: Connection, draft: str, at: str) -> int:
    """Write when a draft was discarded, or empty; return how many rows changed."""
    standing = _drafts.c.discarded == "" if at else _drafts.c.discarded != ""
    statement = update(_drafts).where(_drafts.c.id == draft, standing).values(discarded=at)
    return connection.execute(statement).rowcount


def _note(connection: Connection, event: ActEvent, draft: str, editor: Editor) -> None:
    name = connection.scalar(select(_drafts.c.name).where(_drafts.c.id == draft))
    audit_lines.note_act(connection, event, editor, str(name))


def _check_size(payload: bytes) -> None:
    if len(payload) > MOST_BYTES:
        raise TooMuchDraft(
            "draft-too-large",
            message(
                "The file is too large to be kept as a draft ({size} MB, at most {limit} MB)",
                size=f"{len(payload) / 2**20:.1f}",
                limit=MOST_BYTES // 2**20,
            ),
            message("Publish it without leaving the page, or split it"),
        )


def _check_room(connection: Connection) -> None:
    query = select(func.count()).select_from(_drafts).where(_drafts.c.discarded == "")
    if (connection.scalar(query) or 0) >= MOST_DRAFTS:
        raise TooMuchDraft(
            "too-many-drafts",
            message("There are {limit} drafts already", limit=MOST_DRAFTS),
            message("Publish or delete some of them"),
        )
