"""Sign editors in and out on a page. The library checks at every act all the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec

import streamlit as st

from metrics.auth import Editor, NotAllowed, Role, is_editor
from metrics.i18n import Words
from metrics.operations.settings import reading_is_closed
from metrics.problems import BrokenData
from metrics.store import StoreError, StoreUnavailable
from metrics.store.accounts import (
    has_accounts,
    resume_session,
    session_holds,
    sign_in_account,
    sign_out_account,
)
from metrics.store.audit import provider_sign_in_holds, require_fresh
from ui.session import own_password
from ui.session.browser import EDITOR, browser_here, source_of_browser
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text, show_problems
from ui.session.services import sign_in_service, signs_in_elsewhere, the_store
from ui.session.session_cookie import remember_reader
from ui.session.way_back import remember_page

P = ParamSpec("P")
_RESUMED = "_resumed"
_STILL_HOLDS = {"account": session_holds, "oidc": provider_sign_in_holds}
"""How a sign-in is looked up that may have ended at another browser or server."""


def editor_here(role: Role = "drafter") -> Editor | None:
    """Return who is at this browser while their sign-in holds in that role, else None."""
    editor = st.session_state.get(EDITOR)
    try:
        if editor is None and _RESUMED not in st.session_state:
            editor = st.session_state[EDITOR] = resume_session(the_store(), browser_here())
            st.session_state[_RESUMED] = True
        if editor is not None and not sign_in_holds(editor):
            editor = st.session_state[EDITOR] = None
    except StoreUnavailable:  # nobody can prove who they are; the next run asks again
        return None
    return editor if is_editor(editor, role) else None


def sign_in_holds(editor: Editor) -> bool:
    """Return whether a sign-in has not ended, here or elsewhere; raises StoreError."""
    check = _STILL_HOLDS.get(editor.how)
    return is_editor(editor, "reader") and (check is None or check(the_store(), editor))


def is_administrator() -> bool:
    """Return whether an administrator is at this browser; for display only."""
    try:
        return editor_here("administrator") is not None
    except (StoreError, BrokenData):  # the page tells what is wrong with the store
        return False


def require_editor(_: Words, role: Role = "drafter") -> Editor:
    """Return the editor at this browser in a role, or show the sign-in and stop.

    `reader` is asked for where even reading needs one on this server.
    """
    why = {
        "reader": _("The figures of this server are read after signing in only."),
        "administrator": _("Accounts and the log are for administrators."),
    }.get(role, _("Publishing needs an editor. Reading does not."))
    editor = editor_here("reader")
    if editor is None and the_store().database.failing:
        st.warning(_("The database does not answer. Nobody can sign in until it does."))
        st.stop()
    try:
        sign_in_service()
    except BrokenData as error:
        show_problems(
            _("Nobody can sign in: the settings of the server are wrong"), error.problems, _
        )
        st.stop()
    if editor is None and signs_in_elsewhere():
        editor = from_identity_provider(why, _)
    if editor is None:
        _show_sign_in_form(why, _)
        st.stop()
    remember_reader(editor)
    if not is_editor(editor, role):
        st.info(
            _("Accounts are looked after by an administrator.")
            if role == "administrator"
            else _("Your account reads. Ask an administrator for a role that prepares figures.")
        )
        st.stop()
    return editor


def while_let_in(show: Callable[P, None]) -> Callable[P, None]:
    """Return a part of a page that asks for the sign-in again where reading needs one.

    The framework runs a part anew without the page around it, hours after the page was let in.
    """

    @wraps(show)
    def shown(*arguments: P.args, **named: P.kwargs) -> None:
        if reading_is_closed() and editor_here("reader") is None:
            st.rerun(scope="app")
        show(*arguments, **named)

    return shown


def show_editor(_: Words) -> None:
    """Show the editor at this browser, if there is one, and the way out."""
    editor = editor_here("reader")
    if editor is None:
        return
    with st.sidebar, st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("Signed in: {name}", name=plain_text(editor.name)), width="stretch")
        st.button(
            _("Sign out"), key="sign_out", type="tertiary", on_click=_sign_out, args=(editor,)
        )
    if editor.how == "account":
        own_password.show_change(editor, _)


def _sign_out(editor: Editor) -> None:
    if editor.how == "account":
        sign_out_account(the_store(), editor, source=source_of_browser())
    else:
        sign_in_service().sign_out(editor, source=source_of_browser())
    st.session_state.pop(EDITOR, None)
    if signs_in_elsewhere() and st.user.is_logged_in:
        st.logout()


def _show_sign_in_form(why: str, _: Words) -> None:
    if own_password.is_asked_for():
        own_password.show_first(_)
        return
    by_account = has_accounts(the_store())
    name = _("Account") if by_account else _("Your name, as the history will show it")
    with st.container(border=True, width=480), st.form("sign_in", border=False):
        st.markdown(why)
        st.text_input(name, key="sign_in_name", max_chars=40, autocomplete="username")
        secret = _("Password") if by_account else _("Passcode")
        st.text_input(
            secret,
            type="password",
            key="sign_in_passcode",
            max_chars=200,
            autocomplete="current-password",
        )
        st.form_submit_button(_("Sign in"), type="primary", on_click=_sign_in)
        refused = st.session_state.pop("_sign_in_refused", None)
        if refused is not None:
            st.error(problem_text(refused, _))


def _sign_in() -> None:
    """Sign in by account where there are any: the passcode then opens nothing more."""
    secret, name = st.session_state.sign_in_passcode, st.session_state.sign_in_name
    st.session_state.sign_in_passcode = ""
    store, place = the_store(), {"source": source_of_browser(), "browser": browser_here()}
    try:
        if has_accounts(store):
            editor = sign_in_account(store, name, secret, **place)
        else:
            editor = sign_in_service().sign_in(secret, name=name, **place)
        st.session_state[EDITOR] = editor
    except (NotAllowed, StoreError) as refused:
        if refused.problem.code == "password-to-change":
            own_password.ask_for(name)
        st.session_state["_sign_in_refused"] = refused.problem


def _leave() -> None:
    remember_page()
    st.login()


def from_identity_provider(why: str, _: Words) -> Editor:
    """Return the editor of an identity provider, or show the way there and stop."""
    if not st.user.is_logged_in:
        with st.container(border=True, width=480):
            st.markdown(why)
            st.button(_("Sign in"), type="primary", on_click=_leave)
        st.stop()
    email, issued = str(st.user.get("email") or ""), st.user.get("iat")
    try:
        at = datetime.fromtimestamp(issued, UTC) if isinstance(issued, int | float) else None
        require_fresh(the_store(), email, at)
        editor = sign_in_service().sign_in_by_oidc(
            email,
            verified=st.user.get("email_verified") is True,
            source=source_of_browser(),
        )
    except NotAllowed as refused:
        st.error(problem_text(refused.problem, _))
        st.button(_("Sign out"), on_click=st.logout)
        st.stop()
    st.session_state[EDITOR] = editor
    st.rerun()
