"""Take dropped tables into a draft: begin one, add to the one in hand, take a file out.

A file without figures of a year is refused in words and becomes no part of a draft; one whose bytes
the draft holds already does not join it again.
"""

from collections.abc import Collection, Sequence

import streamlit as st

from metrics.auth import Editor
from metrics.intake import Intake
from metrics.log import refused_upload
from metrics.store.drafts import TABLE
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.publishing.desk import Desk, begin
from ui.views.publishing.dropped import (
    TABLES,
    DroppedFile,
    RefusedFile,
    beside,
    files_on,
    newly_refused,
    note_drop,
    put_aside,
    refuse,
    refused_as_table,
)
from ui.views.publishing.files import add_files, content_of, files_of, packed, take_out
from ui.views.publishing.reading import as_last_time, check_file, remember_check

_MORE = beside(TABLES)


def offer_taken_out(desk: Desk) -> None:
    """Name the files that were taken out, each with the way back."""
    _ = desk.words
    for file in files_of(desk, out=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain_text(_("{name} is taken out", name=file.name)))
            st.button(
                _("Bring back"),
                key=f"back_in_{file.key}",
                type="tertiary",
                on_click=take_out,
                args=(file,),
                kwargs={"out": False},
            )


def offer_more(desk: Desk) -> None:
    """Offer to add files to those in hand; the dropper is a new one after each."""
    _ = desk.words
    taken = len(files_of(desk)) + len(files_of(desk, out=True))
    key = f"more_{desk.draft.id}_{taken}"
    with st.popover(_("Add files"), icon=":material/add:", key=f"add_{key}"):
        st.file_uploader(
            _("Drop further files here; they are published together with these"),
            accept_multiple_files=True,
            type=None,
            key=key,
            on_change=note_drop,
            args=(_MORE, key),
        )


def take_dropped(view: View, editor: Editor) -> None:
    """Begin a draft with the dropped files that hold figures."""
    if taken := _read(TABLES, view):
        _begin_with(taken, view, editor)
        st.rerun()


def take_more(desk: Desk) -> None:
    """Add the files that were dropped beside a draft and hold figures to it."""
    known = {content_of(file) for out in (False, True) for file in files_of(desk, out=out)}
    if taken := _read(_MORE, desk.view, known):
        states = [as_last_time(intake, desk.view) for _file, intake in taken]
        add_files(desk, [(file.name, file.content) for file, _intake in taken], states)
        st.rerun()


def _read(
    waiting: str, view: View, known: Collection[bytes] = ()
) -> list[tuple[DroppedFile, Intake]]:
    """Return each waiting file that holds figures; refuse the others in words.

    `known` are the bytes of those that are in the draft already.
    """
    if not (files := files_on(waiting)):
        return []
    first = {file.content: file for file in reversed(files) if file.content not in known}
    fresh = [file for file in files if first.get(file.content) is file]
    with st.spinner(view.words("Reading the file…")):
        read = [(file, check_file(file.content, file.name, {}, view)) for file in fresh]
    refused = [found for file, intake in read if (found := _refused(file, intake))]
    refused += [RefusedFile(file, (), (), again=True) for file in files if file not in fresh]
    put_aside(waiting)
    refuse(TABLES, *refused)
    for one in newly_refused(TABLES, refused):
        refused_upload(TABLE, len(one.file.content), one.problems)
    return [(file, intake) for file, intake in read if not _refused_as(file, intake)]


def _refused_as(file: DroppedFile, intake: Intake) -> bool:
    """Check whether a file holds no table, or none with figures of a year."""
    readable = bool(intake.grids or intake.sheets)
    empty = any(problem.code == "no-figures" for problem in intake.problems)
    return (empty or not readable) and not file.anyway


def _refused(file: DroppedFile, intake: Intake) -> RefusedFile | None:
    if not _refused_as(file, intake):
        return None
    return refused_as_table(file, intake.problems, may_insist=bool(intake.grids or intake.sheets))


def _begin_with(taken: Sequence[tuple[DroppedFile, Intake]], view: View, editor: Editor) -> None:
    """Begin a draft with one or several files, read as the last of their forms were."""
    states = [as_last_time(intake, view) for _file, intake in taken]
    if len(taken) == 1:
        name, payload, state = taken[0][0].name, taken[0][0].content, states[0]
    else:
        payload, parts = packed([(file.name, file.content) for file, _intake in taken])
        name = "、".join(part["name"] for part in parts)
        states = [{**part, **state} for part, state in zip(parts, states, strict=True)]
        state = {"parts": states}
    if draft := begin(name, payload, TABLE, view, editor, **state):
        for number, ((_file, intake), known) in enumerate(zip(taken, states, strict=True)):
            if "read" not in known:
                key = f"{draft}_{number}" if len(taken) > 1 else draft
                remember_check(key, known, intake, view)
