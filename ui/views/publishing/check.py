"""Show the check of an import: what was understood, what is wrong, mending it here."""

import hashlib
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from metrics.i18n import Words, message
from metrics.intake import Intake, Together, problems_csv
from metrics.problems import Problem, Severity
from ui.session.markdown import BadgeColor, plain_text
from ui.views.publishing.desk import Desk
from ui.views.publishing.files import FileOfDraft, keep_of_file
from ui.views.publishing.mending import (
    MOST_SHOWN,
    Sheets,
    offer_mends,
    problem_line,
    say_cut,
    show_errors,
)

CheckedFile = tuple[FileOfDraft, Intake]
_COLORS: dict[Severity, BadgeColor] = {"error": "red", "warning": "orange", "info": "gray"}
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
"""The names of kinds of warnings, where many are ticked as one."""
_ONE_KIND = message("Warnings of one kind")


def show_problems_to_mend(checked: Sequence[CheckedFile], whole: Together, desk: Desk) -> bool:
    """Show all problems, most severe first; return whether nothing stands in the way."""
    _ = desk.words
    st.subheader(_("To settle"), anchor=False)
    _show_counts(whole, _)
    if not whole.all_problems() and not whole.all_questions():
        st.markdown(_("Nothing to settle."))
        return True
    ticked = True
    for (file, _intake), kept in zip(checked, whole.files, strict=True):
        if len(checked) > 1 and (kept.problems or kept.not_taken):
            st.markdown(f"**{plain_text(file.name)}**")
        ticked &= _show_problems_of(file, kept)
    if whole.problems:
        everything = FileOfDraft(desk)
        st.markdown(f"**{_('All files together')}**")
        ticked &= _show_warnings(list(whole.problems), (), everything)
    return whole.ok and ticked


def without_taken(problems: Sequence[Problem], file: FileOfDraft) -> tuple[Problem, ...]:
    """Return the problems without those of other sheets that are taken with this one."""
    taken = file.state.get("one_of", ())
    return tuple(p for p in problems if p.code != "other-sheet" or p.found not in taken)


def _show_counts(whole: Together, _: Words) -> None:
    counts = Counter(problem.severity for problem in whole.all_problems())
    asked = len(whole.all_questions())
    texts: dict[Severity, str] = {
        "error": _.n("{n} error", "{n} errors", counts["error"]),
        "warning": _.n("{n} warning", "{n} warnings", counts["warning"]),
        "info": _.n("{n} note", "{n} notes", counts["info"]),
    }
    with st.container(horizontal=True):
        if asked:
            st.badge(_.n("{n} question above", "{n} questions above", asked), color="orange")
        for severity, text in texts.items():
            if counts[severity]:
                st.badge(text, color=_COLORS[severity])


def _show_problems_of(file: FileOfDraft, intake: Intake) -> bool:
    """Show the problems of a file; return whether its warnings are ticked."""
    _ = file.desk.words
    errors, warnings, notes = (
        [problem for problem in intake.problems if problem.severity == severity]
        for severity in ("error", "warning", "info")
    )
    show_errors(errors, intake.grids, file)
    ticked = _show_warnings(warnings, intake.grids, file)
    _show_not_taken(intake, _)
    if notes:
        with st.expander(_.n("{n} note", "{n} notes", len(notes))):
            for problem in notes[:MOST_SHOWN]:
                st.markdown(problem_line(problem, _))
            say_cut(min(MOST_SHOWN, len(notes)), len(notes), _)
    if intake.problems:
        st.download_button(
            _("Download the list"),
            data=lambda: problems_csv(intake, _.language),
            file_name="problems.csv",
            key=f"problems_{file.key}",
            on_click="ignore",
            icon=":material/download:",
        )
    return ticked


def _show_not_taken(intake: Intake, _: Words) -> None:
    """Show the rows that were not taken, each with its reason."""
    if not intake.not_taken:
        return
    with st.expander(_.n("{n} row not taken", "{n} rows not taken", len(intake.not_taken))):
        for row in intake.not_taken[:MOST_SHOWN]:
            where = _("row {row}", row=row.row)
            st.markdown(plain_text(f"{where} · {_.say(row.reason)} · {row.text}"))
        say_cut(min(MOST_SHOWN, len(intake.not_taken)), len(intake.not_taken), _)


def _show_warnings(warnings: list[Problem], sheets: Sheets, file: FileOfDraft) -> bool:
    """Show boxes for warnings, one for many of a kind; return if all are ticked.

    Nobody reads thousands of boxes, so a kind of many is looked through and ticked as one.
    """
    kinds: dict[str, list[Problem]] = {}
    for problem in warnings:
        kinds.setdefault(problem.code, []).append(problem)
    settled = True
    for alike in kinds.values():
        if len(alike) > _MOST_BOXES:
            settled &= _tick_kind(alike, file)
            continue
        for problem in alike:
            settled &= _box(problem_line(problem, file.desk.words), _mark(problem), file)
            offer_mends(problem, sheets, file)
    return settled


def _tick_kind(alike: list[Problem], file: FileOfDraft) -> bool:
    _ = file.desk.words
    kind = _.say(WARNING_KINDS.get(alike[0].code, _ONE_KIND))
    heading = _("{kind}: {n} warnings", kind=kind, n=f"{len(alike):,}")
    with st.container(border=True):
        with st.expander(plain_text(heading)):
            for problem in alike[:_MOST_OF_A_KIND]:
                st.markdown(problem_line(problem, _))
            say_cut(min(_MOST_OF_A_KIND, len(alike)), len(alike), _)
        label = _("All {n} are looked through: {kind}", n=f"{len(alike):,}", kind=kind)
        return _box(plain_text(label), _mark_of_all(alike), file)


def _box(label: str, mark: str, file: FileOfDraft) -> bool:
    key = f"tick_{file.key}_{mark}"
    if key not in st.session_state:
        st.session_state[key] = mark in file.state.get("ticked", [])
    return st.checkbox(label, key=key, on_change=_tick, args=(mark, key, file))


def _tick(mark: str, key: str, file: FileOfDraft) -> None:
    ticked = set(file.state.get("ticked", []))
    (ticked.add if st.session_state[key] else ticked.discard)(mark)
    keep_of_file(file, ticked=sorted(ticked))


def _mark_of_all(alike: list[Problem]) -> str:
    """Name warnings so that a tick holds for exactly these."""
    return hashlib.sha256("".join(sorted(map(_mark, alike))).encode()).hexdigest()[:12]


def _mark(problem: Problem) -> str:
    """Name a warning so that a tick holds for this very one and no other."""
    named = repr((problem.code, problem.row, problem.column, problem.found, problem.message))
    return hashlib.sha256(named.encode()).hexdigest()[:12]
