"""Show how a file of an import was read, what it leaves open, and ways to overrule that."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from metrics.i18n import Message, Words
from metrics.intake import Intake, check
from metrics.intake.result import decided, form_of
from metrics.store.table_cells import decisions_of_form
from metrics.tables.result import Question
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.publishing.desk import tell_refusal
from ui.views.publishing.files import FileOfDraft, content_of, keep_of_file, take_sheets
from ui.views.publishing.sheet import role_name

_CHECKED = "_upload_checked"
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|", "，": "，"}


def checked_file(file: FileOfDraft) -> Intake:
    """Return the check of a file, done again when the editor decides something else."""
    kept: dict[str, tuple[Any, Intake]] = st.session_state.setdefault(_CHECKED, {})
    key = _key(file.state, file.desk.view)
    known = kept.get(file.key)
    if known is None or known[0] != key:
        content = content_of(file)
        with st.spinner(file.desk.words("Reading the file…")):
            known = (key, check_file(content, file.file_name, file.state, file.desk.view))
        remember_check(file.key, file.state, known[1], file.desk.view)
        if not known[1].ok:
            tell_refusal(file.desk, len(content), known[1].problems)
    return known[1]


def check_file(content: bytes, name: str, state: Mapping[str, Any], view: View) -> Intake:
    """Return the check of a file with the decisions on it."""
    return check(
        content,
        name,
        dataset=view.data,
        published=view.store.current(view.data.version),
        edits={(row, column): text for row, column, text in state.get("edits", [])},
        **state.get("read", {}),
    )


def remember_check(key: str, state: Mapping[str, Any], intake: Intake, view: View) -> None:
    """Keep the check of a file of the draft in hand, and of no other draft."""
    draft = key.split("_")[0]
    kept = st.session_state.get(_CHECKED, {})
    own = {of: check for of, check in kept.items() if of.split("_")[0] == draft}
    st.session_state[_CHECKED] = {**own, key: (_key(state, view), intake)}


def _key(state: Mapping[str, Any], view: View) -> tuple[object, ...]:
    """Name what the check of a file depends on."""
    decisions = json.dumps([state.get("start"), state.get("read", {}), state.get("edits", [])])
    return (view.data.version, decisions)


def decided_of(file: FileOfDraft) -> dict[str, dict[str, str]]:
    """Return what was decided of how a file is read, for the next alike."""
    read = file.state.get("read", {})
    return decided(read.get("answers", {}), read.get("roles", {}))


def as_last_time(intake: Intake, view: View) -> dict[str, Any]:
    """Return the decisions on the last file of this form as a file's state, or none."""
    known = decisions_of_form(view.store, form_of(intake))
    return {"read": known, "remembered": True} if known else {}


def show_remembered(file: FileOfDraft) -> None:
    """Say that a file is read as the last of its form was, and offer to forget that."""
    _ = file.desk.words
    if not file.state.get("remembered"):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        said = _("Read as the last file of this form was, as far as years allow.")
        st.caption(plain_text(said + _(" ({decisions})", decisions=_.list(_in_words(file)))))
        st.button(
            _("Read without that"),
            key=f"forget_form_{file.key}",
            on_click=_forget,
            args=(file,),
        )


def _in_words(file: FileOfDraft) -> list[str]:
    """Return what is decided of how a file is read: a name with what it is."""
    _, read = file.desk.words, file.state.get("read", {})
    categories, category = file.desk.data.vocabulary.categories, file.desk.view.formatter.category
    words = {"leave": _("left out"), "sum": _("added up"), "take": _("taken")}
    words |= {key: category(key) for key in categories}
    words |= {f"new:{key}": category(key) for key in categories}
    said = []
    for name, value in read.get("answers", {}).items():
        about = name.partition(":")[2] if not name.startswith("file:") else ""
        text = words.get(value, value)
        said.append(_("{name}: {text}", name=about, text=text) if about else text)
    for place, role in read.get("roles", {}).items():
        said.append(
            _("{name}: {text}", name=_("column {place}", place=place), text=role_name(role, _))
        )
    return said


def _forget(file: FileOfDraft) -> None:
    keep_of_file(file, read={}, remembered=False)


def show_understood(file: FileOfDraft, intake: Intake) -> None:
    """Show what was understood of the file, with samples, and how to overrule it."""
    _ = file.desk.words
    with st.container(border=True):
        st.markdown(f"**{plain_text(file.name)}**")
        parts = [
            _("encoding {name}", name=intake.encoding) if intake.encoding else "",
            _("separated by {name}", name=_separator(intake.delimiter, _))
            if intake.delimiter
            else "",
            _("sheet {name}", name=intake.sheet) if intake.sheet else "",
            _("header in row {row}", row=intake.header_row) if intake.header_row else "",
            _.n("{n} row understood", "{n} rows understood", len(intake.observations))
            if intake.observations or not intake.questions
            else _("a question is to be answered first"),
        ]
        st.markdown(plain_text(" · ".join(part for part in parts if part)))
        samples = [
            _("{name}: {text}", name=Message(s.column), text=f"{s.text} → {_.say(s.meaning)}")
            for s in intake.sample
        ]
        if samples:
            st.caption(plain_text(_("Samples: {cells}", cells=" · ".join(samples))))
        if len(intake.sheets) > 1 and intake.sheet is None:
            _ask_for_sheets(file, intake)
        with st.expander(_("Read it differently")):
            _offer_reading(file, intake)


def _ask_for_sheets(file: FileOfDraft, intake: Intake) -> None:
    """Ask which sheets of one observation a row are published together."""
    _ = file.desk.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            _("Which sheets hold the figures?"),
            intake.sheets,
            default=intake.sheets,
            key=f"ask_sheets_{file.key}",
        )
        if st.button(_("Take these sheets"), type="primary", disabled=not chosen):
            take_sheets(file, chosen)
            st.rerun()


def _separator(delimiter: str, _: Words) -> str:
    names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
    return names.get(delimiter, delimiter)


def _offer_reading(file: FileOfDraft, intake: Intake) -> None:
    """Offer to overrule how the file was read, beginning with how it is read now."""
    _ = file.desk.words
    read = file.state.get("read", {})
    with st.form(f"read_differently_{file.key}", border=False):
        chosen: dict[str, Any] = {}
        with st.container(horizontal=True):
            answers = _offer_of_the_file(read.get("answers", {}), file.desk.view)
        with st.container(horizontal=True):
            if intake.encoding or read.get("encoding"):
                chosen |= _offer_text_reading(read, _)
            if len(intake.sheets) > 1:
                sheet = read.get("sheet") or intake.sheet
                sheets = list(dict.fromkeys([*intake.sheets, *([sheet] if sheet else [])]))
                at = sheets.index(sheet) if sheet else None
                chosen["sheet"] = st.selectbox(_("Sheet"), sheets, index=at)
            chosen["header_row"] = st.number_input(
                _("Header row (0: as recognised)"),
                min_value=0,
                max_value=1000,
                value=read.get("header_row", 0),
                step=1,
            )
        if st.form_submit_button(_("Read again")):
            chosen["answers"] = {**read.get("answers", {}), **answers}
            wanted = {name: value for name, value in {**read, **chosen}.items() if value}
            keep_of_file(file, read=wanted)
            st.rerun()


def _offer_of_the_file(answers: dict[str, str], view: View) -> dict[str, str]:
    """Offer the year, region and unit of the whole file, which stand above its titles."""
    _, data = view.words, view.data
    years = [str(year) for year in range(data.next_year + 1, 1999, -1)]
    regions = list(dict.fromkeys([data.bureau.region, *data.vocabulary.places]))
    automatic = _("as recognised")

    def offer(name: str, label: str, options: list[str]) -> str:
        answer = answers.get(f"file:{name}", "")
        listed = ["", *dict.fromkeys([*options, *([answer] if answer else [])])]
        at = listed.index(answer)
        return st.selectbox(label, listed, at, format_func=lambda value: value or automatic)

    return {
        "file:year": offer("year", _("Year of the whole file"), years),
        "file:region": offer("region", _("Region of the whole file"), regions),
        "file:unit": offer("unit", _("Unit of the whole file"), list(data.vocabulary.units)),
    }


def _offer_text_reading(read: dict[str, Any], _: Words) -> dict[str, str | None]:
    automatic = _("as recognised")
    encodings, separators = [None, *ENCODINGS], [None, *DELIMITERS]
    return {
        "encoding": st.selectbox(
            _("Encoding"),
            encodings,
            index=encodings.index(read.get("encoding")),
            format_func=lambda name: name or automatic,
        ),
        "delimiter": st.selectbox(
            _("Separator"),
            separators,
            index=separators.index(read.get("delimiter")),
            format_func=lambda sign: DELIMITERS[sign] if sign else automatic,
        ),
    }


def show_questions(file: FileOfDraft, questions: Sequence[Question]) -> None:
    """Ask what a table or all files leave open, and read again with the answers."""
    _ = file.desk.words
    if not questions:
        return
    read = file.state.get("read", {})
    with st.form(f"questions_{file.key}"):
        answers = dict(read.get("answers", {}))
        for question in questions:
            categories = file.desk.data.vocabulary.categories
            labels = {
                option.value: file.desk.view.formatter.category(option.value)
                if option.value in categories
                else _.say(option.label)
                for option in question.options
            }
            asked = plain_text(_.say(question.ask))
            show = {value: plain_text(label) for value, label in labels.items()}.__getitem__
            chosen = st.radio(
                asked,
                labels,
                index=None,  # an answer that nobody gave is none
                format_func=show,
                horizontal=True,
                key=f"ask_{file.key}_{question.id}",
            )
            if chosen is not None:
                answers[question.id] = chosen
        if st.form_submit_button(_("Read again"), type="primary"):
            keep_of_file(file, read={**read, "answers": answers})
            st.rerun()
