"""Let people choose a password of their own: at the first sign-in, and whenever they want."""

from typing import Final

import streamlit as st

from metrics.auth import Editor, NotAllowed
from metrics.i18n import Words, message
from metrics.problems import Problem
from metrics.store import StoreError
from metrics.store.accounts import change_password
from metrics.store.passwords import SHORTEST
from ui.session.browser import EDITOR, browser_here, source_of_browser
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.services import the_store

_ASKED, _OUTCOME, _DONE = "_password_asked", "_password_outcome", "_password_done"
_INPUTS: Final = ("old_password", "new_password", "new_password_again")


def ask_for(name: str) -> None:
    """Ask an account for a password of its own before it signs in."""
    st.session_state[_ASKED] = name


def is_asked_for() -> bool:
    """Return whether an account at this browser has to choose a password."""
    return _ASKED in st.session_state


def show_first(_: Words) -> None:
    """Show the form in place of the sign-in."""
    name = st.session_state[_ASKED]
    st.session_state.pop("_sign_in_refused", None)
    with st.container(border=True, width=480):
        told = _("The password that “{name}” was given serves once. Choose one of your own; "
                 "you are then signed in.", name=name)  # fmt: skip
        st.markdown(plain_text(told))
        _show_form(name, _("The password that you were given"), _)
        st.button(_("Sign in by another account"), type="tertiary", on_click=_forget)


def show_change(editor: Editor, _: Words) -> None:
    """Show the button in the sidebar by which somebody changes their password."""
    if st.session_state.pop(_DONE, False):
        text = _("Your password is changed; you are signed out everywhere else.")
        st.toast(text, duration="long")
    with st.sidebar:
        if st.button(_("Change password"), key="change_password", type="tertiary"):
            st.dialog(_("Change password"))(_show_dialog)(editor.name, _)


def _show_dialog(name: str, _: Words) -> None:
    if _DONE in st.session_state:
        st.rerun()
    _show_form(name, _("Your password now"), _)


def _show_form(name: str, old: str, _: Words) -> None:
    labels = (old, _("New password"), _("New password once more"))
    with st.form("own_password", border=False):
        for key, label in zip(_INPUTS, labels, strict=True):
            kept = "current-password" if key == _INPUTS[0] else "new-password"
            st.text_input(label, type="password", key=key, max_chars=200, autocomplete=kept)
        st.caption(_("At least {n} characters; several words do.", n=SHORTEST))
        st.form_submit_button(_("Set the password"), type="primary", on_click=_change, args=(name,))
        refused = st.session_state.pop(_OUTCOME, None)
        if refused is not None:
            st.error(problem_text(refused, _))


def _change(name: str) -> None:
    old, new, again = (st.session_state[key] for key in _INPUTS)
    for key in _INPUTS:
        st.session_state[key] = ""
    if new != again:
        text = message("The new password was typed in two ways")
        st.session_state[_OUTCOME] = Problem("not-alike", "error", text, message("Type it again"))
        return
    place = {"source": source_of_browser(), "browser": browser_here()}
    try:
        editor = change_password(the_store(), name, old, new, **place)
    except (NotAllowed, StoreError) as refused:
        st.session_state[_OUTCOME] = refused.problem
        return
    st.session_state[EDITOR] = editor
    st.session_state[_DONE] = True
    _forget()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)
