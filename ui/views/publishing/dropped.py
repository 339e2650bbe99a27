"""Take a file that is dropped on a page, or say what it is and which page takes it.

Tables, reports and drafts have a dropper each; a file on the wrong one goes on to the right one by
a press, and becomes no draft before it was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from metrics.i18n import Message, Words, message
from metrics.problems import BrokenData, Problem, most_severe_first
from metrics.readers.documents import Document, parse
from metrics.readers.source import holds_table
from metrics.readers.text_kind import is_delimited
from metrics.text import safe_name
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text

TABLES, REPORTS, DRAFTS = "pages/upload.py", "pages/extract.py", "pages/proofread.py"
"""The scripts of the pages that take files."""
_TAKES: dict[str, tuple[Message, str]] = {
    TABLES: (message("Take it as a table of figures"), ":material/table:"),
    REPORTS: (message("Read it as a report"), ":material/plagiarism:"),
    DRAFTS: (message("Proofread it as a draft"), ":material/spellcheck:"),
}
_CARRIED, _REFUSED = "_file_carried_to", "_file_refused_by"
_BESIDE, _TOLD, _IS_TABLE = "_refused_beside_draft", "_refused_told_of", "is-table"


@dataclass(frozen=True)
class DroppedFile:
    """Hold a file as the browser sent it; `anyway` is that a person insists on it."""

    name: str
    content: bytes
    anyway: bool = False


@dataclass(frozen=True)
class RefusedFile:
    """Hold a file that a page does not take, why, and the pages that do.

    `may_insist` is that the page can look at it all the same, `again` that the draft holds it.
    """

    file: DroppedFile
    problems: tuple[Problem, ...]
    pages: tuple[str, ...]
    may_insist: bool = False
    again: bool = False


def note_drop(page: str, key: str) -> None:
    """Take the files from the dropper of a page, which calls this; or take them back."""
    put_aside(page)
    dropped = st.session_state[key] or []
    files = dropped if isinstance(dropped, list) else [dropped]
    st.session_state[_CARRIED + page] = [DroppedFile(file.name, file.getvalue()) for file in files]


def files_on(page: str) -> list[DroppedFile]:
    """Return the files dropped on a page or carried to it, until put aside."""
    files: list[DroppedFile] = st.session_state.get(_CARRIED + page, [])
    return files


def beside(page: str) -> str:
    """Return where files of a page wait that join the draft in hand."""
    return f"{page}#more"


def file_on(page: str) -> DroppedFile | None:
    """Return the file of a page that takes one at a time."""
    return next(iter(files_on(page)), None)


def put_aside(page: str) -> None:
    """Forget the file of a page, and why it was refused."""
    for kept in (_CARRIED, _REFUSED):
        st.session_state.pop(kept + page, None)


def refuse(page: str, *refused: RefusedFile) -> None:
    """Put files aside that a page refuses, and keep why until the next one."""
    put_aside(page)
    st.session_state[_REFUSED + page] = refused


def newly_refused(page: str, refused: Sequence[RefusedFile]) -> list[RefusedFile]:
    """Return the refused files that the drop before did not hold already."""
    before: tuple[DroppedFile, ...] = st.session_state.get(_TOLD + page, ())
    st.session_state[_TOLD + page] = tuple(one.file for one in refused)
    return [one for one in refused if one.file not in before]


def forget_refused_after(page: str, in_hand: bool) -> None:
    """Forget what was refused beside the files of a draft when that draft is left."""
    if st.session_state.get(_BESIDE + page) and not in_hand:
        _forget_refused(page)
    st.session_state[_BESIDE + page] = in_hand


def refused_as_table(
    file: DroppedFile, problems: Sequence[Problem], may_insist: bool
) -> RefusedFile:
    """Return a file that is no table with the pages that can read it as a text."""
    try:
        parse(file.content, file.name)
    except BrokenData:
        return RefusedFile(file, tuple(problems), (), may_insist)
    return RefusedFile(file, tuple(problems), (REPORTS, DRAFTS), may_insist)


def as_unreadable(file: DroppedFile, problems: Sequence[Problem]) -> RefusedFile:
    """Return a file that is no text with the page that can read it as a table."""
    pages = (TABLES,) if holds_table(file.content, file.name) else ()
    insist = any(problem.code == _IS_TABLE for problem in problems)
    return RefusedFile(file, tuple(problems), pages, insist)


def parsed_text(file: DroppedFile) -> Document:
    """Return the text of a file; BrokenData, for a table unless one insists."""
    document = parse(file.content, file.name)
    if not file.anyway and document.kind == "text" and is_delimited(document.text):
        text = message("This is a table: its lines are columns, not sentences")
        raise BrokenData([Problem(_IS_TABLE, "error", text)])
    return document


def show_carried(page: str, key: str, _: Words) -> None:
    """Name a file that came from another page, and the way to drop it."""
    file = file_on(page)
    if file is None or st.session_state.get(key) is not None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/description: {plain_text(safe_name(file.name))}")
        st.button(
            _("Another file"), key="aside" + page, type="tertiary", on_click=put_aside, args=(page,)
        )


def show_refused(page: str, _: Words) -> None:
    """Say what the last files are, and offer the pages that take them."""
    found: tuple[RefusedFile, ...] = st.session_state.get(_REFUSED + page, ())
    for at, refused in enumerate(found):
        _show_one(page, refused, str(at), _)
    if found and st.session_state.get(_BESIDE + page):
        st.button(
            _("Seen; hide this"),
            key="seen" + page,
            type="tertiary",
            icon=":material/check:",
            on_click=_forget_refused,
            args=(page,),
        )


def _forget_refused(page: str) -> None:
    st.session_state.pop(_REFUSED + page, None)


def _show_one(page: str, refused: RefusedFile, at: str, _: Words) -> None:
    name = plain_text(safe_name(refused.file.name))
    with st.container(border=True):
        if refused.again:
            st.markdown(_("{name} is in this import already; it is not added twice", name=name))
            return
        st.markdown(f"**{_('{name} is not taken here; nothing of it is kept', name=name)}**")
        for problem in most_severe_first(refused.problems):
            if problem.severity == "error":
                (st.info if refused.pages else st.error)(problem_text(problem, _))
        with st.container(horizontal=True):
            for other in refused.pages:
                _offer(other, refused.file, at, _)
            if refused.may_insist:
                st.button(
                    _("Look at it here all the same"),
                    key="insist" + page + at,
                    type="tertiary",
                    on_click=_insist,
                    args=(page, refused.file),
                )


def _offer(page: str, file: DroppedFile, at: str, _: Words) -> None:
    label, icon = _TAKES[page]
    if st.button(_.say(label), key="take" + page + at, icon=icon):
        st.session_state[_CARRIED + page] = [file]
        st.switch_page(page)


def _insist(page: str, file: DroppedFile) -> None:
    _forget_refused(page)
    waiting = beside(page) if st.session_state.get(_BESIDE + page) else page
    st.session_state[_CARRIED + waiting] = [DroppedFile(file.name, file.content, anyway=True)]
