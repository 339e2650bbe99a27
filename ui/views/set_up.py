"""Set up an empty folder of data: whose figures these are, and in which categories."""

import streamlit as st

from metrics import data_folder, fields
from metrics.auth import Editor, NotAllowed, is_editor, require
from metrics.folders.new_folder import (
    NewBureau,
    category_names,
    make_folder,
    names_in,
    region_in,
    subject_in,
    with_any_category,
    with_categories_of,
)
from metrics.i18n import Words, message
from metrics.problems import BrokenData, Problem
from metrics.readers.documents import parse
from ui.blocks.header import title_row
from ui.session.browser import EDITOR, browser_here, source_of_browser
from ui.session.problem_list import problem_text, show_problems
from ui.session.services import sign_in_service, signs_in_elsewhere
from ui.session.sign_in import from_identity_provider

_REFUSED = "_set_up_refused"


def show_set_up(_: Words) -> None:
    """Show the whole page; who sets up has the passcode of the server."""
    title_row(_("Set up the dashboard"))
    st.markdown(
        _("The folder of data is empty. Say whose figures are shown here; all of it can be "
          "changed later in the folder’s files.")
    )  # fmt: skip
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.error(problem_text(refused, _))
    editor: Editor | None = st.session_state.get(EDITOR)
    if editor is None or not is_editor(editor, "administrator"):
        _show_door(_)
        return
    _show_form(editor, _)


def _show_door(_: Words) -> None:
    try:
        sign_in_service()
    except BrokenData as error:
        title = _("Nobody can sign in: the settings of the server are wrong")
        show_problems(title, error.problems, _)
        return
    if signs_in_elsewhere():
        from_identity_provider(_("Who sets up is one of the listed editors."), _)
    with st.form("sign_in", width=480):
        st.markdown(_("The passcode stands in the terminal or the settings of the server."))
        name = _("Your name, as the history will show it")
        st.text_input(name, key="sign_in_name", max_chars=40, autocomplete="username")
        st.text_input(_("Passcode"), type="password", key="sign_in_passcode", max_chars=200)
        st.form_submit_button(_("Sign in"), type="primary", on_click=_sign_in)


def _sign_in() -> None:
    secret, name = st.session_state.sign_in_passcode, st.session_state.sign_in_name
    st.session_state.sign_in_passcode = ""
    place = {"source": source_of_browser(), "browser": browser_here()}
    try:
        st.session_state[EDITOR] = sign_in_service().sign_in(secret, name=name, **place)
    except NotAllowed as refused:
        st.session_state[_REFUSED] = refused.problem


def _show_form(editor: Editor, _: Words) -> None:
    with st.form("set_up", width=640):
        st.text_input(_("Name of the bureau"), key="bureau")
        st.text_input(_("Its English name"), key="bureau_en")
        st.text_input(
            _("Its region"),
            key="bureau_region",
            help=_("Left empty, it is what the bureau’s name begins with."),
        )
        st.text_input(_("Its districts, with commas"), key="bureau_districts")
        st.text_area(
            _("Categories of its figures, one a line, with an English name behind “=”"),
            key="bureau_categories",
            help=_("Left empty, they are what the headings of the report name, else one."),
        )
        st.file_uploader(
            _("A report whose headings name categories; its figures are read later"),
            type=None,
            key="bureau_report",
        )
        st.selectbox(
            _("Field whose words are known"),
            ["", *fields()],
            format_func=lambda each: each or _("none"),
            key="bureau_field",
        )
        st.form_submit_button(_("Set up"), type="primary", on_click=_make, args=(editor,))


def _make(editor: Editor) -> None:
    """Make the folder of what the form says; the server then shows it."""
    state = st.session_state
    name = state.bureau.strip()
    region = state.bureau_region.strip() or region_in(name)
    if not (name and region):
        lacking = message("The bureau’s name and its region are needed")
        state[_REFUSED] = Problem("set-up", "error", lacking, message("Fill them in"))
        return
    bureau = NewBureau(
        name,
        region,
        state.bureau_en.strip(),
        names_in(state.bureau_districts),
        subject_in(name, region),
        state.bureau_field,
        category_names(state.bureau_categories.splitlines()),
    )
    try:
        require(editor, "administrator")
        if file := state.bureau_report:
            bureau = with_categories_of(bureau, parse(file.getvalue(), file.name))
        make_folder(data_folder(), with_any_category(bureau))
    except NotAllowed as refused:
        state[_REFUSED] = refused.problem
    except BrokenData as broken:
        state[_REFUSED] = broken.problems[0]
    except OSError as error:
        text = message("The folder cannot be written ({reason})", reason=error.strerror or "")
        fix = message("Let the server’s account write it")
        state[_REFUSED] = Problem("set-up-folder", "error", text, fix)
