"""Show unfinished imports: begun, kept in the store as the editor decides, continued, put away.

Table files and reports share this; each page shows its own kind. A decision made on a draft that
somebody saved meanwhile is not kept before the editor has chosen: theirs, or one's own over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from metrics.auth import Editor, NotAllowed
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.log import refused_upload
from metrics.problems import Problem
from metrics.store.drafts import (
    DAYS_KEPT,
    Draft,
    DraftChanged,
    NoSuchDraft,
    OpenDraft,
    begin_draft,
    bring_back_draft,
    check_draft,
    delete_draft,
    discard_draft,
    list_drafts,
    load_draft,
    load_file,
    save_draft,
)
from metrics.store.errors import StoreError
from metrics.text import safe_name
from ui.session.markdown import plain_text
from ui.session.problem_list import said_problem
from ui.session.view import View

_OUTCOME, _CONFLICT = "_import_outcome", "_draft_conflict"
_REFUSED = "_refusal_told"


@dataclass(frozen=True)
class Published:
    """Name the version that the last act published."""

    version: int


@dataclass(frozen=True)
class Attached:
    """Say that the last act attached a report to published figures."""


Outcome = Published | Attached | Problem


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
    name: str, payload: bytes, kind: str, view: View, editor: Editor, **state: Any
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
    st.session_state[_in_hand(kind)] = made.id
    return made.id


def tell_refusal(kind: str, draft: OpenDraft, size: int, problems: Sequence[Problem]) -> None:
    """Write to the log that a file was not taken; once, however often the page runs."""
    if st.session_state.get(_REFUSED) != draft.draft.id:
        st.session_state[_REFUSED] = draft.draft.id
        refused_upload(kind, size, problems)


def open_draft(kind: str, view: View, editor: Editor) -> OpenDraft | None:
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
    conflict = st.session_state.get(_CONFLICT)
    if isinstance(conflict, Conflict) and conflict.theirs.id == asked:
        _show_conflict(conflict, view, editor)
        st.stop()
    return found


def file_of(draft: OpenDraft, view: View, editor: Editor) -> bytes:
    """Return the bytes of a draft's file.

    Stops the page when somebody took it away just now.
    """
    try:
        return load_file(view.store, draft.draft.id, editor=editor)
    except StoreError as error:
        _show_gone(draft.draft.kind, error, view.words)
        st.stop()


def leave(kind: str) -> None:
    """Put the draft in hand aside; it stays in the list."""
    st.session_state.pop(_in_hand(kind), None)


def keep(view: View, editor: Editor, draft: OpenDraft, **decisions: Any) -> None:
    """Keep decisions in the draft.

    What went wrong stands at the top of the page.
    """
    _save({**draft.state, **decisions}, draft.draft, view, editor)


def is_current(draft: OpenDraft, view: View, editor: Editor) -> bool:
    """Return whether a draft still is as it was shown.

    If not, the page offers the choice.

    A draft that is gone counts as current: the store knows whether its publication landed.
    """
    try:
        check_draft(view.store, draft.draft.id, editor=editor, revision=draft.draft.revision)
    except DraftChanged as changed:
        st.session_state[_CONFLICT] = Conflict(changed.theirs, changed.problem, draft.state)
        return False
    except NoSuchDraft:
        return True
    return True


def finish(view: View, editor: Editor, draft: OpenDraft, outcome: Published | Attached) -> None:
    """Put away a draft whose figures are published.

    The page names the outcome.
    """
    leave(draft.draft.kind)
    set_outcome(outcome)
    try:
        delete_draft(view.store, draft.draft.id, editor=editor, revision=draft.draft.revision)
    except StoreError:
        # The publication stands; a draft that a colleague saved at this moment stays in the list.
        return


def show_drafts(kind: str, view: View, editor: Editor) -> None:
    """Show the drafts of a kind, and those deleted lately."""
    _ = view.words
    drafts = [draft for draft in list_drafts(view.store, editor=editor) if draft.kind == kind]
    if drafts:
        st.subheader(_("Begun and not published"), anchor=False)
    for draft in drafts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(_line(draft, _), width="stretch")
            st.button(_("Continue"), key=f"go_{draft.id}", on_click=_go_on, args=(kind, draft.id))
            with st.popover(_("Delete"), type="tertiary", key=f"ask_{draft.id}"):
                _ask_to_delete(draft, view, editor)
    _show_discarded(kind, view, editor)


def _ask_to_delete(draft: Draft, view: View, editor: Editor) -> None:
    """Ask before a draft is deleted; a colleague's needs a tick as well."""
    _, own = view.words, draft.who == editor.name
    st.markdown(_("Delete this draft? It can be brought back for {n} days.", n=DAYS_KEPT))
    agreed = own or st.checkbox(
        plain_text(_("{who} began this draft and knows that it goes", who=draft.who)),
        key=f"agreed_{draft.id}",
    )
    st.button(
        _("Yes, delete it"),
        key=f"delete_{draft.id}",
        disabled=not agreed,
        on_click=_discard,
        args=(draft, view, editor),
    )


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
        case Attached():
            st.success(_("The published figures now show their sentences."))
        case Problem():
            st.error(said_problem(outcome, _))


def _save(state: dict[str, Any], seen: Draft, view: View, editor: Editor) -> None:
    """Keep a state that was made from the draft as it was seen."""
    st.session_state.pop(_CONFLICT, None)
    try:
        save_draft(view.store, seen.id, state, editor=editor, revision=seen.revision)
    except DraftChanged as changed:
        st.session_state[_CONFLICT] = Conflict(changed.theirs, changed.problem, state)
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)


def _show_conflict(conflict: Conflict, view: View, editor: Editor) -> None:
    """Show who saved the draft meanwhile, and the choice between theirs and one's own."""
    _ = view.words
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
                args=(conflict.state, conflict.theirs, view, editor),
            )


def _load_theirs() -> None:
    st.session_state.pop(_CONFLICT, None)


def _show_gone(kind: str, error: StoreError, _: Words) -> None:
    leave(kind)
    st.session_state.pop(_CONFLICT, None)
    st.error(said_problem(error.problem, _))


def _line(draft: Draft, _: Words) -> str:
    saved = draft.revision - 1
    state = _.n("{n} decision saved", "{n} decisions saved", saved) if saved else _("just begun")
    parts = [draft.name, draft.who, minute_text(draft.created), state]
    if saved:
        parts.append(_("last at {when}", when=minute_text(draft.updated)))
    if draft.saved_by != draft.who:
        parts.append(_("saved last by {who}", who=draft.saved_by))
    if draft.proposed_by:
        parts.append(_("proposed by {who}", who=draft.proposed_by))
    if draft.sent_back:
        parts.append(_("sent back: {word}", word=draft.sent_back))
    return plain_text(" · ".join(parts))


def _show_discarded(kind: str, view: View, editor: Editor) -> None:
    _ = view.words
    found = [
        draft
        for draft in list_drafts(view.store, editor=editor, discarded=True)
        if draft.kind == kind
    ]
    if not found:
        return
    with st.expander(_("Deleted in the last {n} days", n=DAYS_KEPT)):
        for draft in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(_line(draft, _), width="stretch")
                st.button(
                    _("Bring back"),
                    key=f"back_{draft.id}",
                    on_click=_bring_back,
                    args=(draft.id, view, editor),
                )


def _go_on(kind: str, draft: str) -> None:
    st.session_state[_in_hand(kind)] = draft


def _discard(draft: Draft, view: View, editor: Editor) -> None:
    try:
        discard_draft(view.store, draft.id, editor=editor, revision=draft.revision)
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)


def _bring_back(draft: str, view: View, editor: Editor) -> None:
    try:
        bring_back_draft(view.store, draft, editor=editor)
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)


def _in_hand(kind: str) -> str:
    return f"_draft_{kind}"
