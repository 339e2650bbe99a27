"""Sign editors in and out on a page. The library checks at every act all the same."""

import streamlit as st

from metrics.auth import Editor, NotAllowed, is_editor
from metrics.i18n import Words
from metrics.problems import BrokenData
from ui.session.markdown import plain_text
from ui.session.problem_list import said_problem, show_problems
from ui.session.services import sign_in_service, signs_in_elsewhere

_EDITOR = "_editor"


def editor_here() -> Editor | None:
    """Return the editor at this browser while their sign-in holds, else None."""
    editor = st.session_state.get(_EDITOR)
    return editor if is_editor(editor) else None


def require_editor(_: Words, *, reading: bool = False) -> Editor:
    """Return the editor at this browser, or show the sign-in and stop the page.

    `reading` is that even reading needs one on this server.
    """
    why = (
        _("The figures of this server are read after signing in only.")
        if reading
        else _("Publishing needs an editor. Reading does not.")
    )
    editor = editor_here()
    try:
        sign_in_service()
    except BrokenData as error:
        show_problems(
            _("Nobody can sign in: the settings of the server are wrong"), error.problems, _
        )
        st.stop()
    if editor is None and signs_in_elsewhere():
        editor = _from_identity_provider(why, _)
    if editor is None:
        _show_passcode_form(why, _)
        st.stop()
    return editor


def source_of_browser() -> str:
    """Return where this browser is, for the limit of attempts and the audit."""
    return str(st.context.ip_address or "local")


def show_editor(_: Words) -> None:
    """Show the editor at this browser, if there is one, and the way out."""
    editor = editor_here()
    if editor is None:
        return
    with st.sidebar, st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("Editor: {name}", name=plain_text(editor.name)), width="stretch")
        st.button(
            _("Sign out"), key="sign_out", type="tertiary", on_click=_sign_out, args=(editor,)
        )


def _sign_out(editor: Editor) -> None:
    sign_in_service().sign_out(editor, source=source_of_browser())
    st.session_state.pop(_EDITOR, None)
    if signs_in_elsewhere() and st.user.is_logged_in:
        st.logout()


def _show_passcode_form(why: str, _: Words) -> None:
    with st.container(border=True, width=480), st.form("sign_in", border=False):
        st.markdown(why)
        st.text_input(_("Your name, as the history will show it"), key="sign_in_name", max_chars=40)
        st.text_input(_("Passcode"), type="password", key="sign_in_passcode", max_chars=200)
        st.form_submit_button(_("Sign in"), type="primary", on_click=_sign_in)
        refused = st.session_state.pop("_sign_in_refused", None)
        if refused is not None:
            st.error(said_problem(refused, _))


def _sign_in() -> None:
    passcode = st.session_state.sign_in_passcode
    st.session_state.sign_in_passcode = ""
    try:
        st.session_state[_EDITOR] = sign_in_service().sign_in(
            passcode, name=st.session_state.sign_in_name, source=source_of_browser()
        )
    except NotAllowed as refused:
        st.session_state["_sign_in_refused"] = refused.problem


def _from_identity_provider(why: str, _: Words) -> Editor:
    if not st.user.is_logged_in:
        with st.container(border=True, width=480):
            st.markdown(why)
            st.button(_("Sign in"), type="primary", on_click=st.login)
        st.stop()
    try:
        editor = sign_in_service().sign_in_by_oidc(
            str(st.user.get("email") or ""),
            verified=st.user.get("email_verified") is not False,
            source=source_of_browser(),
        )
    except NotAllowed as refused:
        st.error(said_problem(refused.problem, _))
        st.button(_("Sign out"), on_click=st.logout)
        st.stop()
    st.session_state[_EDITOR] = editor
    st.rerun()
