"""List unfinished imports of a kind: continued, deleted, brought back."""

import streamlit as st

from metrics.auth import Editor, NotAllowed, is_editor
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.store.drafts import (
    DAYS_KEPT,
    Draft,
    DraftKind,
    bring_back_draft,
    discard_draft,
    is_own,
    list_drafts,
)
from metrics.store.errors import StoreError
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.publishing.desk import set_outcome, take_in_hand


def show_drafts(kind: DraftKind, view: View, editor: Editor) -> None:
    """Show the drafts of a kind, and those deleted lately."""
    _ = view.words
    drafts = [draft for draft in list_drafts(view.store, editor=editor) if draft.kind == kind]
    if drafts:
        st.subheader(_("Begun and not published"), anchor=False)
    for draft in drafts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(_line(draft, _), width="stretch")
            st.button(
                _("Continue"), key=f"go_{draft.id}", on_click=take_in_hand, args=(kind, draft.id)
            )
            with st.popover(_("Delete"), type="tertiary", key=f"ask_{draft.id}"):
                _ask_to_delete(draft, view, editor)
    _show_discarded(kind, view, editor)


def _ask_to_delete(draft: Draft, view: View, editor: Editor) -> None:
    """Ask before a draft is deleted; a colleague's needs an approver and a tick."""
    _, own = view.words, is_own(draft, editor)
    if not own and not is_editor(editor, "approver"):
        asked = _("{who} began this draft: ask {who} or an approver to delete it", who=draft.who)
        st.markdown(plain_text(asked))
        return
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


def _show_discarded(kind: DraftKind, view: View, editor: Editor) -> None:
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
