"""The check of an import: what was understood, what is wrong, mending it here."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import streamlit as st

from metrics.auth import Editor
from metrics.i18n import Message, Words, message
from metrics.intake import Intake, check, problems_csv
from metrics.intake.result import decided
from metrics.problems import Problem
from metrics.store.drafts import TABLE, OpenDraft
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.publishing.drafts import file_of, keep, tell_refusal
from ui.views.publishing.mending import MOST_SHOWN, offer_mends, problem_line, say_cut, show_errors

_CHECKED = "_upload_checked"
_COLORS = {"error": "red", "warning": "orange", "info": "gray"}
_MOST_BOXES = 5
_MOST_OF_A_KIND = 20
WARNING_KINDS = {
    "unit-changed": message("Published in another unit"),
    "jump": message("A value far from the one of another year"),
    "copied": message("The very figures of another year"),
    "parts-exceed": message("A part larger than its whole"),
    "merged": message("The same figure twice, with other notes"),
    "unknown-category": message("Unknown categories"),
    "category-differs": message("Categories other than in the catalogue"),
    "unknown-unit": message("Unknown units"),
    "unit-differs": message("Units other than in the catalogue"),
    "misspelt": message("Names that may be misspelt"),
    "markup": message("Texts that look like HTML"),
    "printed-differs": message("Values other than their printed form"),
    "negative": message("Counts below zero"),
    "fraction": message("Counts that are not whole"),
    "over-whole": message("Shares of more than 100%"),
    "scientific": message("Numbers in scientific notation"),
}
"""What a kind of warning is called where many of it are ticked as one."""
_ONE_KIND = message("Warnings of one kind")
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|", "，": "，"}


def checked_file(draft: OpenDraft, view: View, editor: Editor) -> Intake:
    """Return the check of a draft's file, done again when the editor decides something else."""
    decisions = _decisions(draft.state)
    key = _key(draft.draft.id, draft.state, view)
    known = st.session_state.get(_CHECKED)
    if known is None or known[0] != key:
        payload = file_of(draft, view, editor)
        with st.spinner(view.words("Reading the file…")):
            known = (key, _check(payload, draft, decisions, view))
        st.session_state[_CHECKED] = known
        if not known[1].ok:
            tell_refusal(TABLE, draft, len(payload), known[1].problems)
    return known[1]


def first_check(content: bytes, name: str, view: View) -> Intake:
    """Return the check of a file that is no draft yet."""
    with st.spinner(view.words("Reading the file…")):
        published = view.store.current(view.data.version)
        return check(content, name, dataset=view.data, published=published)


def remember_check(draft_id: str, intake: Intake, view: View) -> None:
    """Keep the check of a file for the draft that was begun with it."""
    st.session_state[_CHECKED] = (_key(draft_id, {}, view), intake)


def _key(draft_id: str, state: dict[str, Any], view: View) -> tuple[object, ...]:
    """Name what the check of a draft's file depends on."""
    read = json.dumps(state.get("read", {}))
    return (draft_id, view.data.version, read, str(_decisions(state)))


def _check(
    payload: bytes, draft: OpenDraft, edits: dict[tuple[int, str], str], view: View
) -> Intake:
    read: dict[str, Any] = draft.state.get("read", {})
    return check(
        payload,
        draft.draft.name,
        dataset=view.data,
        published=view.store.current(view.data.version),
        edits=edits,
        **read,
    )


def _decisions(state: dict[str, Any]) -> dict[tuple[int, str], str]:
    return {(row, column): text for row, column, text in state.get("edits", [])}


def decided_of(draft: OpenDraft) -> dict[str, dict[str, str]]:
    """Return what was decided of how a file is read, for the next alike."""
    read = draft.state.get("read", {})
    return decided(read.get("answers", {}), read.get("roles", {}))


def show_understood(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> None:
    """Show what was understood of the file, with three cells as samples, and how to overrule it."""
    _ = view.words
    with st.container(border=True):
        st.markdown(f"**{plain_text(draft.draft.name)}**")
        told = [
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
        st.markdown(plain_text(" · ".join(part for part in told if part)))
        samples = [
            f"{_.say(Message(s.column))}: {s.text} → {_.say(s.meaning)}" for s in intake.sample
        ]
        if samples:
            st.caption(plain_text(_("Samples: {cells}", cells=" · ".join(samples))))
        if len(intake.sheets) > 1 and intake.sheet is None:
            _ask_for_sheet(draft, intake, view, editor)
        with st.expander(_("Read it differently")):
            _offer_reading(draft, intake, view, editor)


def _ask_for_sheet(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> None:
    _ = view.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sheet = st.selectbox(_("Which sheet holds the figures?"), intake.sheets, key="ask_sheet")
        if st.button(_("Take this sheet"), type="primary"):
            keep(view, editor, draft, read={**draft.state.get("read", {}), "sheet": sheet})
            st.rerun()


def _separator(delimiter: str, _: Words) -> str:
    names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
    return names.get(delimiter, delimiter)


def _offer_reading(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> None:
    """Offer to overrule how the file was read, beginning with how it is read now."""
    _ = view.words
    read = draft.state.get("read", {})
    with st.form("read_differently", border=False):
        chosen: dict[str, Any] = {}
        with st.container(horizontal=True):
            said = _offer_of_the_file(read.get("answers", {}), view)
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
            chosen["answers"] = {**read.get("answers", {}), **said}
            wanted = {name: value for name, value in {**read, **chosen}.items() if value}
            keep(view, editor, draft, read=wanted)
            st.rerun()


def _offer_of_the_file(answers: dict[str, str], view: View) -> dict[str, str]:
    """Offer the year, region and unit of the whole file, which stand above its titles."""
    _, data = view.words, view.data
    years = [str(year) for year in range((data.years or [2024])[-1] + 2, 1999, -1)]
    regions = list(dict.fromkeys([data.bureau.region, *data.vocabulary.places]))
    automatic = _("as recognised")

    def offer(name: str, label: str, options: list[str]) -> str:
        said = answers.get(f"file:{name}", "")
        listed = ["", *dict.fromkeys([*options, *([said] if said else [])])]
        at = listed.index(said)
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


def show_problems_to_mend(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> bool:
    """Show all problems, most severe first; return whether nothing stands in the way any more."""
    _ = view.words
    by_severity = {
        severity: [p for p in intake.problems if p.severity == severity]
        for severity in ("error", "warning", "info")
    }
    st.subheader(_("To settle"), anchor=False)
    with st.container(horizontal=True):
        for severity, text in (
            ("error", _.n("{n} error", "{n} errors", len(by_severity["error"]))),
            ("warning", _.n("{n} warning", "{n} warnings", len(by_severity["warning"]))),
            ("info", _.n("{n} note", "{n} notes", len(by_severity["info"]))),
        ):
            if by_severity[severity]:
                st.badge(text, color=_COLORS[severity])  # type: ignore[arg-type]
    if not intake.problems and not intake.questions:
        st.markdown(_("Nothing to settle."))
        return True
    several = len(intake.grids) > 1
    show_errors(by_severity["error"], several, draft, view, editor)
    ticked = _show_warnings(by_severity["warning"], several, draft, view, editor)
    _show_not_taken(intake, _)
    if by_severity["info"]:
        with st.expander(_.n("{n} note", "{n} notes", len(by_severity["info"]))):
            notes = by_severity["info"]
            for problem in notes[:MOST_SHOWN]:
                st.markdown(problem_line(problem, _))
            say_cut(min(MOST_SHOWN, len(notes)), len(notes), _)
    st.download_button(
        _("Download the list"),
        data=lambda: problems_csv(intake, _.language),
        file_name="problems.csv",
        on_click="ignore",
        icon=":material/download:",
    )
    return intake.ok and ticked


def _show_not_taken(intake: Intake, _: Words) -> None:
    """Show the rows that were not taken, each with its reason."""
    if not intake.not_taken:
        return
    with st.expander(_.n("{n} row not taken", "{n} rows not taken", len(intake.not_taken))):
        for row in intake.not_taken[:MOST_SHOWN]:
            where = _("row {row}", row=row.row)
            st.markdown(plain_text(f"{where} · {_.say(row.reason)} · {row.text}"))
        say_cut(min(MOST_SHOWN, len(intake.not_taken)), len(intake.not_taken), _)


def show_questions(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> None:
    """Ask what the table leaves open, and read it again with the answers."""
    _ = view.words
    if not intake.questions:
        return
    read = draft.state.get("read", {})
    with st.form("questions"):
        answers = dict(read.get("answers", {}))
        for question in intake.questions:
            categories = view.data.vocabulary.categories
            labels = {
                option.value: view.formatter.category(option.value)
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
                key="ask_" + question.id,
            )
            if chosen is not None:
                answers[question.id] = chosen
        if st.form_submit_button(_("Read again"), type="primary"):
            keep(view, editor, draft, read={**read, "answers": answers})
            st.rerun()


def _show_warnings(
    warnings: list[Problem], several: bool, draft: OpenDraft, view: View, editor: Editor
) -> bool:
    """Show a box for each warning, one for all of a kind with many; return whether all are ticked.

    Nobody reads thousands of boxes, so a kind of many is looked through and ticked as one.
    """
    kinds: dict[str, list[Problem]] = {}
    for problem in warnings:
        kinds.setdefault(problem.code, []).append(problem)
    settled = True
    for alike in kinds.values():
        if len(alike) > _MOST_BOXES:
            settled &= _tick_kind(alike, draft, view, editor)
            continue
        for problem in alike:
            settled &= _box(problem_line(problem, view.words), _mark(problem), draft, view, editor)
            offer_mends(problem, several, draft, view, editor)
    return settled


def _tick_kind(alike: list[Problem], draft: OpenDraft, view: View, editor: Editor) -> bool:
    _ = view.words
    kind = _.say(WARNING_KINDS.get(alike[0].code, _ONE_KIND))
    heading = _("{kind}: {n} warnings", kind=kind, n=f"{len(alike):,}")
    with st.container(border=True):
        with st.expander(plain_text(heading)):
            for problem in alike[:_MOST_OF_A_KIND]:
                st.markdown(problem_line(problem, _))
            say_cut(min(_MOST_OF_A_KIND, len(alike)), len(alike), _)
        label = _("All {n} are looked through: {kind}", n=f"{len(alike):,}", kind=kind)
        return _box(plain_text(label), _mark_of_all(alike), draft, view, editor)


def _box(label: str, mark: str, draft: OpenDraft, view: View, editor: Editor) -> bool:
    key = f"tick_{draft.draft.id}_{mark}"
    if key not in st.session_state:
        st.session_state[key] = mark in draft.state.get("ticked", [])
    return st.checkbox(label, key=key, on_change=_tick, args=(mark, key, draft, view, editor))


def _tick(mark: str, key: str, draft: OpenDraft, view: View, editor: Editor) -> None:
    ticked = set(draft.state.get("ticked", []))
    (ticked.add if st.session_state[key] else ticked.discard)(mark)
    keep(view, editor, draft, ticked=sorted(ticked))


def _mark_of_all(alike: list[Problem]) -> str:
    """Name warnings so that a tick holds for exactly these, not for one more or one fewer."""
    return hashlib.sha256("".join(sorted(map(_mark, alike))).encode()).hexdigest()[:12]


def _mark(problem: Problem) -> str:
    """Name a warning so that a tick holds for this very one and no other."""
    said = repr((problem.code, problem.row, problem.column, problem.found, problem.message))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
