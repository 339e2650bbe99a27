"""Hold the draft in hand: begun, saved as its editor decides, put away when published.

Table files, reports and goals share this. A decision made on a draft that somebody saved meanwhile
is not kept before the editor has chosen: theirs, or one's own over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from metrics.auth import Editor, NotAllowed
from metrics.i18n import Words
from metrics.log import refused_upload
from metrics.model.dataset import Dataset
from metrics.problems import Problem
from metrics.store import Store
from metrics.store.drafts import (
    Draft,
    DraftChanged,
    DraftKind,
    JoiningFile,
    OpenDraft,
    begin_draft,
    check_draft,
    delete_draft,
    load_draft,
    load_file,
    save_draft,
)
from metrics.store.errors import NoSuchDraft, StoreError
from metrics.text import safe_name
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.view import View

_OUTCOME, _CONFLICT, _SAVED = "_import_outcome", "_draft_conflict", "_draft_saved"
_REFUSED = "_refusal_told"


@dataclass(frozen=True)
class Desk:
    """Hold a draft with its decisions, its editor, and the figures it is to join.

    `opened` is the draft as this run of the page found it. A press that follows another at once
    comes from a page drawn before the first was kept: draft and decisions are the newest ones.
    """

    opened: OpenDraft
    view: View
    editor: Editor

    @property
    def draft(self) -> Draft:
        """Return the draft as this page saved it last."""
        return self._newest.draft

    @property
    def state(self) -> dict[str, Any]:
        """Return the decisions made so far."""
        return self._newest.state

    @property
    def _newest(self) -> OpenDraft:
        saved, opened = st.session_state.get(_SAVED), self.opened
        if isinstance(saved, OpenDraft) and saved.draft.id == opened.draft.id:
            return max(saved, opened, key=lambda one: one.draft.revision)
        return opened

    @property
    def words(self) -> Words:
        """Return the editor's language."""
        return self.view.words

    @property
    def data(self) -> Dataset:
        """Return the figures that are published."""
        return self.view.data

    @property
    def store(self) -> Store:
        """Return the store that the draft stands in."""
        return self.view.store


@dataclass(frozen=True)
class Published:
    """Name the version that the last act published."""

    version: int


@dataclass(frozen=True)
class JustChanged:
    """Say that a decision was kept at the moment of publishing, which then waits."""


@dataclass(frozen=True)
class Attached:
    """Say that the last act attached a report to published figures."""


Outcome = Published | Attached | JustChanged | Problem


@dataclass(frozen=True)
class Conflict:
    """Hold decisions that could not be kept.

    Somebody had saved the draft (`theirs`) meanwhile.
    """

    theirs: Draft
    problem: Problem
    state: dict[str, Any]


def set_outcome(outcome: Outcome) -> None:
    """Let the page say at its top what came of an act."""
    st.session_state[_OUTCOME] = outcome


def begin(
    name: str, payload: bytes, kind: DraftKind, view: View, editor: Editor, **state: Any
) -> str | None:
    """Keep a new draft and make it the one in hand; returns its id.

    The name is what a browser claims; only what may be shown of it is kept.
    """
    content, shown = {"kind": kind, **state}, safe_name(name)
    try:
        made = begin_draft(view.store, editor=editor, name=shown, payload=payload, state=content)
    except (StoreError, NotAllowed) as error:
        refused_upload(kind, len(payload), [error.problem])
        set_outcome(error.problem)
        return None
    take_in_hand(kind, made.id)
    return made.id


def take_in_hand(kind: DraftKind, draft: str) -> None:
    """Make a draft the one that its page goes on with."""
    st.session_state[_in_hand(kind)] = draft


def tell_refusal(desk: Desk, size: int, problems: Sequence[Problem]) -> None:
    """Write to the log that a file was not taken; once, however often the page runs."""
    if st.session_state.get(_REFUSED) != desk.draft.id:
        st.session_state[_REFUSED] = desk.draft.id
        refused_upload(desk.draft.kind, size, problems)


def open_desk(kind: DraftKind, view: View, editor: Editor) -> Desk | None:
    """Return the draft in hand, or None; says so when it is gone.

    While an own decision and a colleague's contradict each other, shows the choice and stops.
    """
    asked = st.session_state.get(_in_hand(kind))
    if asked is None:
        return None
    try:
        found = load_draft(view.store, asked, editor=editor)
    except StoreError as error:
        _show_gone(kind, error, view.words)
        return None
    desk = Desk(found, view, editor)
    conflict = st.session_state.get(_CONFLICT)
    if isinstance(conflict, Conflict) and conflict.theirs.id == asked:
        _show_conflict(conflict, desk)
        st.stop()
    return desk


def file_of(desk: Desk) -> bytes:
    """Return the bytes of a draft's file.

    Stops the page when somebody took it away just now.
    """
    try:
        return load_file(desk.store, desk.draft.id, editor=desk.editor)
    except StoreError as error:
        _show_gone(desk.draft.kind, error, desk.words)
        st.stop()


def leave(kind: DraftKind) -> None:
    """Put the draft in hand aside; it stays in the list."""
    st.session_state.pop(_in_hand(kind), None)


def keep(desk: Desk, **decisions: Any) -> None:
    """Keep decisions in the draft.

    What went wrong stands at the top of the page.
    """
    _save({**desk.state, **decisions}, desk.draft, desk)


def add_to(desk: Desk, name: str, more: bytes, state: dict[str, Any]) -> None:
    """Add a file's bytes to a draft with its decisions; or say why not."""
    joining, draft = JoiningFile(safe_name(name), more), desk.draft
    try:
        made = save_draft(
            desk.store,
            draft.id,
            state,
            editor=desk.editor,
            revision=draft.revision,
            joining=joining,
        )
        st.session_state[_SAVED] = OpenDraft(made, state)
    except (StoreError, NotAllowed) as error:
        refused_upload(draft.kind, len(more), [error.problem])
        set_outcome(error.problem)


def is_current(desk: Desk) -> bool:
    """Check whether a draft still is as it was shown; if not, let the page ask.

    A draft that is gone counts as current: the store knows whether its publication landed.
    """
    if desk.draft.revision != desk.opened.draft.revision:
        set_outcome(JustChanged())
        return False
    try:
        check_draft(desk.store, desk.draft.id, editor=desk.editor, revision=desk.draft.revision)
    except DraftChanged as changed:
        st.session_state[_CONFLICT] = Conflict(changed.theirs, changed.problem, desk.state)
        return False
    except NoSuchDraft:
        return True
    return True


def finish(desk: Desk, outcome: Published | Attached) -> None:
    """Put away a draft whose figures are published; the page names the outcome."""
    leave(desk.draft.kind)
    set_outcome(outcome)
    try:
        delete_draft(desk.store, desk.draft.id, editor=desk.editor, revision=desk.draft.revision)
    except StoreError:
        # The publication stands; a draft that a colleague saved at this moment stays in the list.
        return


def show_outcome(_: Words) -> None:
    """Say what came of the last act: a version, an attached report, or why not."""
    outcome: Outcome | None = st.session_state.pop(_OUTCOME, None)
    match outcome:
        case Published(version):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.success(_("Version {version} is published; readers see it from now on.",
                             version=version))  # fmt: skip
                st.page_link(
                    "pages/history.py",
                    label=_("See version {version}", version=version),
                    icon=":material/history:",
                    query_params={"version": str(version)},
                )
        case JustChanged():
            st.info(_("What you changed last is kept; look at it, then publish."))
        case Attached():
            st.success(_("The published figures now show their sentences."))
        case Problem():
            st.error(problem_text(outcome, _))


def _save(state: dict[str, Any], seen: Draft, desk: Desk) -> None:
    """Keep a state that was made from the draft as it was seen."""
    st.session_state.pop(_CONFLICT, None)
    try:
        made = save_draft(desk.store, seen.id, state, editor=desk.editor, revision=seen.revision)
        st.session_state[_SAVED] = OpenDraft(made, state)
    except DraftChanged as changed:
        st.session_state[_CONFLICT] = Conflict(changed.theirs, changed.problem, state)
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)


def _show_conflict(conflict: Conflict, desk: Desk) -> None:
    """Show who saved the draft meanwhile, and the choice between theirs and one's own."""
    _ = desk.words
    with st.container(border=True):
        st.warning(plain_text(_.say(conflict.problem.message)))
        st.markdown(
            _(
                "What you have just done is not kept yet. To go on from what stands there now, "
                "load it; to put your state in its place, take over: what the other has decided "
                "since is then gone."
            )
        )
        with st.container(horizontal=True):
            st.button(_("Load theirs"), key="load_theirs", type="primary", on_click=_load_theirs)
            st.button(
                _("Take over with mine"),
                key="take_over",
                on_click=_save,
                args=(conflict.state, conflict.theirs, desk),
            )


def _load_theirs() -> None:
    st.session_state.pop(_CONFLICT, None)


def _show_gone(kind: DraftKind, error: StoreError, _: Words) -> None:
    leave(kind)
    st.session_state.pop(_CONFLICT, None)
    st.error(problem_text(error.problem, _))


def _in_hand(kind: DraftKind) -> str:
    return f"_draft_{kind}"
