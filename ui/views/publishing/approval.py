"""Propose a draft for release, release it as another person, or send it back with a word."""

import streamlit as st

from metrics.auth import NotAllowed, is_editor, needs_second_person
from metrics.model.catalogue import fold
from metrics.store import StoreError
from metrics.store.drafts import LONGEST_WORD, propose_draft, send_back_draft
from ui.session.markdown import plain_text
from ui.views.publishing.desk import Desk, set_outcome


def may_release(desk: Desk, settled: bool) -> bool:
    """Return whether the editor may release a draft; else show what they may do."""
    _, listed = desk.words, desk.draft
    editor = desk.editor
    approves = is_editor(editor, "approver")
    if approves and not needs_second_person(editor):
        return True
    if listed.sent_back:
        st.warning(plain_text(_("Sent back: {word}", word=listed.sent_back)))
    if not listed.proposed_by:
        st.button(
            _("Propose for release"),
            key="propose",
            type="primary",
            disabled=not settled,
            help=_("Another person with the role of an approver looks at it and releases it."),
            on_click=_propose,
            args=(desk,),
        )
        return False
    asked = _("{who} asks for the release of this draft.", who=listed.proposed_by)
    st.info(plain_text(asked))
    if not approves or (needs_second_person(editor) and fold(editor.name) in listed.hands):
        st.caption(_("It waits for an approver who has not drafted it."))
        return False
    with st.popover(_("Send back")):
        st.text_area(_("What is to be changed"), key="sent_back", max_chars=LONGEST_WORD)
        st.button(_("Send it back"), key="send_back", on_click=_send_back, args=(desk,))
    return True


def _propose(desk: Desk) -> None:
    try:
        propose_draft(desk.store, desk.draft.id, editor=desk.editor, revision=desk.draft.revision)
    except (NotAllowed, StoreError) as error:
        set_outcome(error.problem)


def _send_back(desk: Desk) -> None:
    word, seen = st.session_state.sent_back, desk.draft
    try:
        send_back_draft(desk.store, seen.id, word, editor=desk.editor, revision=seen.revision)
    except (NotAllowed, StoreError) as error:
        set_outcome(error.problem)
