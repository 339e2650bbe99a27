"""Unfinished imports: begun, kept in the store as the editor decides, continued, put away.

Table files and reports share this; each page shows its own kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from metrics.auth import Editor, NotAllowed
from metrics.clock import day
from metrics.i18n import Words
from metrics.log import refused_upload
from metrics.problems import Problem
from metrics.store.drafts import TABLE, OpenDraft, delete_draft, list_drafts, load_draft, save_draft
from metrics.store.errors import StoreError
from metrics.text import safe_name
from ui.frame import View
from ui.session.markdown import plain_text
from ui.session.problem_list import said_problem

OUTCOME = "_import_outcome"
_REFUSED = "_refusal_told"
ATTACHED = 0
"""The outcome of a report that was attached to figures published already."""


def begin(name: str, payload: bytes, kind: str, view: View, editor: Editor, **state: Any) -> None:
    """Keep a new draft and make it the one in hand.

    The name is what a browser claims; only what may be shown of it is kept.
    """
    told, shown = {"kind": kind, **state}, safe_name(name)
    try:
        made = save_draft(view.store, editor=editor, name=shown, payload=payload, state=told)
        st.session_state[_in_hand(kind)] = made.id
    except (StoreError, NotAllowed) as error:
        refused_upload(kind, len(payload), [error.problem])
        st.session_state[OUTCOME] = error.problem


def tell_refusal(kind: str, draft: OpenDraft, problems: Sequence[Problem]) -> None:
    """Write to the log that a file was not taken; once, however often the page runs."""
    if st.session_state.get(_REFUSED) != draft.draft.id:
        st.session_state[_REFUSED] = draft.draft.id
        refused_upload(kind, len(draft.payload), problems)


def open_draft(kind: str, view: View, editor: Editor) -> OpenDraft | None:
    """Return the draft in hand, or None; says so when it is gone."""
    asked = st.session_state.get(_in_hand(kind))
    if asked is None:
        return None
    try:
        return load_draft(view.store, asked, editor=editor)
    except StoreError as error:
        leave(kind)
        st.error(said_problem(error.problem, view.words))
        return None


def leave(kind: str) -> None:
    """Put the draft in hand aside; it stays in the list."""
    st.session_state.pop(_in_hand(kind), None)


def keep(view: View, editor: Editor, draft: OpenDraft, **decisions: Any) -> None:
    """Keep decisions in the draft; what went wrong is said at the top of the page."""
    try:
        save_draft(
            view.store,
            editor=editor,
            name=draft.draft.name,
            payload=draft.payload,
            state={**draft.state, **decisions},
            draft=draft.draft.id,
        )
    except (StoreError, NotAllowed) as error:
        st.session_state[OUTCOME] = error.problem


def finish(view: View, editor: Editor, draft: OpenDraft, version: int) -> None:
    """Put away a draft whose figures are published; the page says which version they are."""
    leave(draft.draft.kind)
    st.session_state[OUTCOME] = version
    try:
        delete_draft(view.store, draft.draft.id, editor=editor)
    except StoreError:
        # Another editor put it away already; the publication stands.
        return


def show_drafts(kind: str, view: View, editor: Editor) -> None:
    """Show the drafts of a kind, to continue or to delete."""
    _ = view.words
    drafts = [draft for draft in list_drafts(view.store, editor=editor) if draft.kind == kind]
    if not drafts:
        return
    st.subheader(_("Begun and not published"), anchor=False)
    for draft in drafts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            told = _(
                "{name} · {who} · {day}",
                name=draft.name,
                who=draft.who,
                day=_.date(day(draft.updated)),
            )
            st.markdown(plain_text(told), width="stretch")
            st.button(_("Continue"), key=f"go_{draft.id}", on_click=_go_on, args=(kind, draft.id))
            st.button(
                _("Delete"),
                key=f"delete_{draft.id}",
                type="tertiary",
                on_click=_delete,
                args=(draft.id, view, editor),
            )


def show_outcome(_: Words) -> None:
    """Say what came of the last act: a version, an attached report, or why not."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome == ATTACHED and isinstance(outcome, int):
        st.success(_("The published figures now show their sentences."))
    elif isinstance(outcome, int):
        st.success(
            _("Version {version} is published; readers see it from now on.", version=outcome)
        )
    elif outcome is not None:
        st.error(said_problem(outcome, _))


def _go_on(kind: str, draft: str) -> None:
    st.session_state[_in_hand(kind)] = draft


def _delete(draft: str, view: View, editor: Editor) -> None:
    try:
        delete_draft(view.store, draft, editor=editor)
    except (StoreError, NotAllowed) as error:
        st.session_state[OUTCOME] = error.problem


def _in_hand(kind: str = TABLE) -> str:
    return f"_draft_{kind}"
