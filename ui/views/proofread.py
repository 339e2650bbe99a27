"""Proofreading a draft: paste or drop it, and see each figure supported, differing or not found."""

from __future__ import annotations

import streamlit as st

from metrics.i18n import Words
from metrics.model.figure_id import address as address_of
from metrics.model.observation import Observation
from metrics.problems import BrokenData
from metrics.proofreading.claims.findings import NOT_FOUND, UNVERIFIABLE
from metrics.proofreading.marked_copy import as_docx, as_html, outcome_name
from metrics.proofreading.proofread import proofread
from metrics.proofreading.rounding import DIFFERING, ROUNDED, SUPPORTED
from metrics.proofreading.verdicts import OUTCOMES, Proofreading, Verdict
from metrics.readers.documents import Document, parse, pasted
from metrics.store.aliases import confirmed_aliases
from metrics.store.evidence import sources_of
from metrics.wording.formatter import Formatter
from ui.blocks.header import title_row
from ui.blocks.source_panel import show_source_if_asked
from ui.components.report import Mark, show_report
from ui.components.source_request import ask_for_source
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.problem_list import tell_problems
from ui.session.view import View

FILE_TYPES = ["txt", "html", "htm", "docx", "pdf"]
_PARSED, _FOUND = "_draft_parsed", "_draft_found"
_STATES = {
    SUPPORTED: "taken",
    ROUNDED: "proposed",
    DIFFERING: "doubtful",
    UNVERIFIABLE: "target",
    NOT_FOUND: "skipped",
}
_COLORS = {
    SUPPORTED: "green",
    ROUNDED: "blue",
    DIFFERING: "orange",
    UNVERIFIABLE: "violet",
    NOT_FOUND: "gray",
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_proofread(view: View) -> None:
    """Show the whole page."""
    _ = view.words
    title_row(_("Proofread a draft"))
    url_state.show_notices()
    st.caption(
        _("Each figure of a speech, briefing or notice is compared with what is published. "
          "Nothing is kept.")
    )  # fmt: skip
    document = _draft(view)
    if document is None:
        return
    found = _proofread(document, view)
    _show_outcome(found, _)
    left, right = st.columns([11, 10])
    with left.container(border=True):
        _show_draft(found, _)
    with right:
        _show_verdicts(found, view)
    show_source_if_asked(view.formatter)


def _proofread(document: Document, view: View) -> Proofreading:
    """Proofread a draft, or return what was found when nothing has changed since."""
    aliases, sources = confirmed_aliases(view.store), sources_of(view.store)
    key = (document, view.data.version, aliases, sources)
    known = st.session_state.get(_FOUND)
    if known is None or known[0] != key:
        known = (key, proofread(document, view.data, aliases=aliases, sources=sources))
        st.session_state[_FOUND] = known
    found: Proofreading = known[1]
    return found


def _draft(view: View) -> Document | None:
    _ = view.words
    with st.container(border=True):
        file = st.file_uploader(
            _("Drop the draft here: text, web page, Word or PDF"), type=FILE_TYPES, key="draft_file"
        )
        with st.form("draft", border=False):
            text = st.text_area(_("Or paste its text"), key="draft_text", height=130)
            st.form_submit_button(_("Proofread"), type="primary")
    if file is None and not (text and text.strip()):
        return None
    try:
        return _parsed(file.getvalue(), file.name) if file is not None else pasted(text or "")
    except BrokenData as broken:
        tell_problems(_("The draft cannot be read"), broken.problems, _)
        return None


def _parsed(content: bytes, name: str) -> Document:
    known = st.session_state.get(_PARSED)
    if known is None or known[0] != (content, name):
        known = ((content, name), parse(content, name))
        st.session_state[_PARSED] = known
    document: Document = known[1]
    return document


def _show_outcome(found: Proofreading, _: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for outcome in OUTCOMES:
            count = found.count(outcome)
            if count:
                told = _("{outcome} {n}", outcome=outcome_name(outcome, _), n=count)
                st.badge(told, color=_COLORS[outcome])  # type: ignore[arg-type]
        if not found.verdicts:
            st.markdown(_("There is no figure in the text."))
            return
        st.download_button(
            _("Marked copy (Word)"),
            data=lambda: as_docx(found, _),
            file_name="proofread.docx",
            mime=_WORD,
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Marked copy (web page)"),
            data=lambda: as_html(found, _).encode(),
            file_name="proofread.html",
            mime="text/html",
            on_click="ignore",
            icon=":material/download:",
        )


def _show_draft(found: Proofreading, _: Words) -> None:
    marks = [
        Mark(
            verdict.figure.start,
            verdict.figure.end,
            _STATES[verdict.outcome],
            f"{outcome_name(verdict.outcome, _)} · {_.say(verdict.reason)}",
        )
        for verdict in found.verdicts
    ]
    show_report(
        found.document.text,
        marks,
        label=_("The draft with its figures marked"),
        key="draft_marked",
        height=620,
    )


def _show_verdicts(found: Proofreading, view: View) -> None:
    order = {outcome: number for number, outcome in enumerate(OUTCOMES)}
    for number, verdict in enumerate(sorted(found.verdicts, key=lambda v: order[v.outcome])):
        with st.container(border=True):
            _show_verdict(number, verdict, view)


def _published(row: Observation, view: View) -> str:
    _ = view.words
    place = "" if row.region == view.data.bureau.region else f"{row.region} "
    figure = Formatter(view.data, _).figure(row)
    return plain_text(f"{row.year} {place}{Formatter(view.data, _).metric(row)} {figure}")


def _show_verdict(number: int, verdict: Verdict, view: View) -> None:
    _ = view.words
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(
            outcome_name(verdict.outcome, _),
            color=_COLORS[verdict.outcome],  # type: ignore[arg-type]
        )
        st.markdown(f"**{plain_text(verdict.figure.printed)}**")
    st.markdown(plain_text(_.say(verdict.reason)))
    for note in verdict.notes:
        st.caption(plain_text(_.say(note)))
    if verdict.suggestion:
        st.markdown(plain_text(_("Write: {figure}", figure=verdict.suggestion)))
    observation, metric = verdict.observation, verdict.metric
    if observation is None or metric is None:
        return
    if verdict.source is not None:
        source = verdict.source
        before, after = plain_text(source.lead), plain_text(source.tail)
        st.markdown(f"> {before}:blue-background[{plain_text(source.printed)}]{after}")
    st.button(
        _("Source: {place}", place=_published(observation, view)),
        key=f"verdict_{number}",
        type="tertiary",
        icon=":material/format_quote:",
        on_click=ask_for_source,
        args=(address_of(observation, view.data),),
    )
