"""Proofread a draft: paste or drop it, and see each figure supported, differing or not found.

The text with its marks and the cards of the verdicts lead to each other: a mark brings its card to
the top, a card shows its words in the text.
"""

from collections.abc import Sequence

import streamlit as st

from metrics.i18n import Words
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.problems import BrokenData
from metrics.proofreading.marked_copy import as_html, open_text, outcome_name
from metrics.proofreading.proofread import unread_numbers
from metrics.proofreading.returned_draft import Reference, proofread_file
from metrics.proofreading.rounding import (
    DIFFERING,
    NOT_FOUND,
    ROUNDED,
    SUPPORTED,
    UNVERIFIABLE,
    Outcome,
)
from metrics.proofreading.verdicts import OUTCOMES, Proofreading, Verdict
from metrics.proofreading.word_copy import as_docx, copy_name
from metrics.readers.documents import Document, pasted
from metrics.store.aliases import confirmed_aliases
from metrics.store.evidence import sources_of
from metrics.wording.formatter import Formatter
from ui.blocks.header import title_row
from ui.blocks.source_panel import show_sources_of_page
from ui.components.report import Mark, MarkState, show_report
from ui.components.source_request import ask_for_source
from ui.session import url_state
from ui.session.markdown import BadgeColor, plain_text
from ui.session.problem_list import tell_problems
from ui.session.turns import check_size, show_text_limits, turn
from ui.session.uploads import show_upload_limits
from ui.session.view import View
from ui.views.publishing.dropped import (
    DRAFTS,
    DroppedFile,
    as_unreadable,
    file_on,
    note_drop,
    parsed_text,
    put_aside,
    refuse,
    show_carried,
    show_refused,
)

_PARSED, _FOUND, _CHOSEN, _SHOWN = "_draft_parsed", "_draft_found", "_draft_chosen", "_draft_shown"
STATES: dict[Outcome, MarkState] = {
    SUPPORTED: "taken",
    ROUNDED: "proposed",
    DIFFERING: "doubtful",
    UNVERIFIABLE: "target",
    NOT_FOUND: "skipped",
}
_COLORS: dict[Outcome, BadgeColor] = {
    SUPPORTED: "green",
    ROUNDED: "blue",
    DIFFERING: "orange",
    UNVERIFIABLE: "violet",
    NOT_FOUND: "gray",
}
_OPEN = (DIFFERING, UNVERIFIABLE, NOT_FOUND)
"""What a writer has to look at, shown first."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONG = 20_000
"""Characters from which a draft shows how far its reading is."""
_CARDS = 25
"""Cards that are shown at once."""
_MOST_DOORS, _MOST_UNREAD = 8, 12


def show_proofread(view: View) -> None:
    """Show the whole page."""
    _ = view.words
    title_row(_("Proofread a draft"))
    url_state.show_notices()
    st.caption(
        _("Each figure of a speech, briefing or notice, and what is derived from figures, is "
          "compared with what is published. Nothing is kept.")
    )  # fmt: skip
    document, original = _draft(view)
    if document is None:
        return
    try:
        found = _proofread(document, original, view)
    except BrokenData as broken:
        tell_problems(_("The draft cannot be read"), broken.problems, _)
        return
    _tell_bound(found, _)
    _tell_unread(found, _)
    if not found.verdicts:
        st.markdown(_("There is no figure in the text."))
        return
    chosen = _chosen(found)
    left, right = st.columns([11, 10])
    with left:
        _show_copies(found, original, _)
        with st.container(border=True):
            _show_draft(found, chosen, _)
    with right:
        _show_verdicts(found, chosen, view)
    show_sources_of_page(view.formatter)


def _proofread(document: Document, original: bytes | None, view: View) -> Proofreading:
    """Proofread a draft, or return what was found when nothing has changed since."""
    _ = view.words
    aliases, sources = confirmed_aliases(view.store), sources_of(view.store)
    key = (document, view.data.version, aliases, sources)
    known = st.session_state.get(_FOUND)
    if known is None or known[0] != key:
        text = _("Proofreading {n} characters", n=f"{len(document.text):,}")
        bar = st.progress(0.0, text) if len(document.text) > _LONG else None
        reference = Reference(view.data, view.store)
        check_size(document.text)
        with turn() as check_time:

            def progress(share: float) -> None:
                check_time()
                if bar:
                    bar.progress(share, text)

            found = proofread_file(document, original, reference, progress)
        if bar:
            bar.empty()
        known = (key, found)
        st.session_state[_FOUND] = known
        for name in (_CHOSEN, _SHOWN):
            st.session_state.pop(name, None)
    return known[1]


def _draft(view: View) -> tuple[Document | None, bytes | None]:
    """Ask for a draft; returns it with the bytes of its file."""
    _ = view.words
    with st.container(border=True):
        st.file_uploader(
            _("Drop the draft here: text, web page, Word or PDF"),
            type=None,  # every file is let in, as the reader says in words what it does not read
            key="draft_file",
            on_change=note_drop,
            args=(DRAFTS, "draft_file"),
        )
        show_upload_limits(_)
        show_text_limits(_)
        file = file_on(DRAFTS)
        show_carried(DRAFTS, "draft_file", _)
        with st.form("draft", border=False):
            text = st.text_area(_("Or paste its text"), key="draft_text", height=130)
            asked = st.form_submit_button(
                _("Proofread"), type="primary", on_click=_take_text, args=(file,)
            )
    show_refused(DRAFTS, _)
    if file is None and not (text and text.strip()):
        if asked:
            st.info(_("Drop a file first, or paste the text of the draft, then press “Proofread”."))
        return None, None
    try:
        return (_parsed(file), file.content) if file else (pasted(text or ""), None)
    except BrokenData as broken:
        if file is None:
            tell_problems(_("The draft cannot be read"), broken.problems, _)
            return None, None
        refuse(DRAFTS, as_unreadable(file, broken.problems))
        st.rerun()


def _take_text(file: DroppedFile | None) -> None:
    """Let a text that was pasted just now stand in place of a file."""
    if file is not None and st.session_state.draft_text.strip():
        put_aside(DRAFTS)


def _parsed(file: DroppedFile) -> Document:
    known = st.session_state.get(_PARSED)
    if known is None or known[0] != file:
        known = (file, parsed_text(file))
        st.session_state[_PARSED] = known
    document: Document = known[1]
    return document


def _tell_bound(found: Proofreading, _: Words) -> None:
    """Say of a draft made here what its bindings judge, and what is open."""
    if not found.bound:
        return
    text = _.n(
        "This draft was made here: {n} number is bound and judged by what it is bound to.",
        "This draft was made here: {n} numbers are bound and judged by what they are bound to.",
        found.bound,
    )
    st.info(plain_text(text))
    if left := open_text(found.open, _):
        st.caption(plain_text(_("Not judged: {left}.", left=left)))
    st.page_link(
        "pages/next_report.py",
        label=_("Refresh its numbers: check a returned draft"),
        icon=":material/refresh:",
    )


def _tell_unread(found: Proofreading, _: Words) -> None:
    """Say of an English draft what was not read."""
    unread = unread_numbers(found)
    if unread:
        numbers = _.list(list(unread[:_MOST_UNREAD])) + ("…" if len(unread) > _MOST_UNREAD else "")
        st.warning(_("Of English drafts plain figures and claims are read. Not read here, please "
                     "check yourself: {numbers}", numbers=plain_text(numbers)))  # fmt: skip


def _show_copies(found: Proofreading, original: bytes | None, _: Words) -> None:
    with st.container(horizontal=True):
        st.download_button(
            _("Marked copy (Word)"),
            data=lambda: as_docx(found, _, original),
            file_name=copy_name(found.document, _, "docx"),
            mime=_WORD,
            on_click="ignore",
            icon=":material/download:",
            help=_("Your own document with the verdicts as comments"),
        )
        st.download_button(
            _("Marked copy (web page)"),
            data=lambda: as_html(found, _).encode(),
            file_name=copy_name(found.document, _, "html"),
            mime="text/html",
            on_click="ignore",
            icon=":material/download:",
        )


def _choose(start: int) -> None:
    st.session_state[_CHOSEN] = start


def _chosen(found: Proofreading) -> Verdict | None:
    """Return the verdict whose mark or card was pressed last."""
    start = st.session_state.get(_CHOSEN)
    return next((each for each in found.verdicts if each.start == start), None)


def _show_draft(found: Proofreading, chosen: Verdict | None, _: Words) -> None:
    marks = [
        Mark(
            verdict.figure.start,
            verdict.figure.end,
            STATES[verdict.outcome],
            f"{outcome_name(verdict.outcome, _)} · {_.say(verdict.reason)}",
            current=verdict is chosen,
        )
        for verdict in found.verdicts
    ]
    show_report(
        found.document.text,
        marks,
        label=_("The draft with its figures marked"),
        key="draft_marked",
        height=620,
        on_choose=_choose,
    )


def _filtered(found: Proofreading, _: Words) -> list[Verdict]:
    """Ask for the outcomes to be shown; returns their verdicts, the gravest first."""
    present = [outcome for outcome in OUTCOMES if found.count(outcome)]
    wanted = st.pills(
        _("Show"),
        present,
        selection_mode="multi",
        default=[each for each in present if each in _OPEN] or present,
        format_func=lambda o: _("{outcome} {n}", outcome=outcome_name(o, _), n=found.count(o)),
        key="draft_outcomes",
        label_visibility="collapsed",
        wrap=True,
    )
    order = {outcome: number for number, outcome in enumerate(OUTCOMES)}
    kept = [each for each in found.verdicts if each.outcome in (wanted or present)]
    return sorted(kept, key=lambda verdict: order[verdict.outcome])


def _show_verdicts(found: Proofreading, chosen: Verdict | None, view: View) -> None:
    _ = view.words
    kept = _filtered(found, _)
    if chosen is not None:
        with st.container(border=True, key="draft_chosen"):
            _show_verdict(chosen, view, chosen=True)
    shown = st.session_state.get(_SHOWN, _CARDS)
    for verdict in kept[:shown]:
        if verdict is not chosen:
            with st.container(border=True):
                _show_verdict(verdict, view)
    if len(kept) > shown:
        more = _("Show {n} more", n=min(_CARDS, len(kept) - shown))
        st.button(more, on_click=_show_more, args=(shown,))


def _show_more(shown: int) -> None:
    st.session_state[_SHOWN] = shown + _CARDS


def _published(row: Observation, view: View) -> str:
    _ = view.words
    place = "" if row.region == view.data.bureau.region else f"{row.region} "
    figure = Formatter(view.data, _).figure(row)
    return plain_text(f"{row.year} {place}{Formatter(view.data, _).metric(row)} {figure}")


def _show_verdict(verdict: Verdict, view: View, *, chosen: bool = False) -> None:
    _ = view.words
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(
            outcome_name(verdict.outcome, _),
            color=_COLORS[verdict.outcome],
        )
        st.markdown(f"**{plain_text(verdict.figure.printed)}**")
        if chosen:
            st.button(
                _("Close"), key="draft_unchosen", type="tertiary", on_click=_choose, args=(-1,)
            )
        else:
            st.button(
                _("Show in the text"),
                key=f"place_{verdict.start}",
                type="tertiary",
                icon=":material/my_location:",
                on_click=_choose,
                args=(verdict.start,),
            )
    st.markdown(plain_text(_.say(verdict.reason)))
    for note in verdict.notes:
        st.caption(plain_text(_.say(note)))
    if verdict.suggestion:
        st.markdown(plain_text(_("Write: {figure}", figure=verdict.suggestion)))
    if verdict.source is not None:
        source = verdict.source
        before, after = plain_text(source.lead), plain_text(source.tail)
        st.markdown(f"> {before}:blue-background[{plain_text(source.printed)}]{after}")
    rows = verdict.uses or ((verdict.observation,) if verdict.observation else ())
    with st.container(gap=None):
        _show_doors(rows[:_MOST_DOORS], f"{verdict.start}", view)


def _show_doors(rows: Sequence[Observation], key: str, view: View) -> None:
    """Show a button to the source of each published figure behind a verdict."""
    _ = view.words
    for number, row in enumerate(rows):
        st.button(
            _("Source: {place}", place=_published(row, view)),
            key=f"verdict_{key}_{number}",
            type="tertiary",
            icon=":material/format_quote:",
            on_click=ask_for_source,
            args=(figure_id(row, view.data),),
        )
