"""Show the reading of a report: its figures, the decisions on them, publishing."""

import streamlit as st

from metrics.auth import Editor
from metrics.export.file_names import file_name
from metrics.extraction.known_metrics import regions_of
from metrics.extraction.proposals import Extraction, extract
from metrics.extraction.results import EXTRA, HIT, MISS, WRONG, TestOutcome, proposal_csv, self_test
from metrics.extraction.review import (
    attachment,
    decisions_in,
    differing_repeats,
    in_force,
    rows_taken,
    undecided,
)
from metrics.i18n import Words
from metrics.log import refused_upload
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.table_source import NamedReport
from metrics.model.vocabulary import as_read
from metrics.problems import BrokenData
from metrics.readers.documents import Document, parse
from metrics.store import SourceFile
from metrics.store.aliases import confirmed_aliases
from metrics.store.drafts import REPORT
from metrics.store.editions import EditionText
from ui.blocks.header import title_row
from ui.components.figures import Cell, show_table
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text, tell_problems
from ui.session.sign_in import require_editor
from ui.session.turns import turn
from ui.session.view import View
from ui.views.publishing.desk import (
    Desk,
    begin,
    file_of,
    keep,
    leave,
    open_desk,
    show_outcome,
    tell_refusal,
)
from ui.views.publishing.drafts import show_drafts
from ui.views.publishing.dropped import (
    REPORTS,
    DroppedFile,
    as_unreadable,
    file_on,
    note_drop,
    parsed_text,
    put_aside,
    refuse,
    show_refused,
)
from ui.views.publishing.files import FileOfDraft
from ui.views.publishing.named_report import named_report, show_report_fields
from ui.views.publishing.preview import Import, show_preview
from ui.views.publishing.queue import figure_in_hand, show_queue, show_text

_READ = "_report_read"


def show_extract(view: View) -> None:
    """Show the whole page, at whatever step the reading is."""
    _ = view.words
    controls = title_row(_("Read a report"))
    editor = require_editor(_)
    url_state.show_notices()
    show_outcome(_)
    if file := file_on(REPORTS):
        _take_file(file, view, editor)
    desk = open_desk(REPORT, view, editor)
    if desk is None:
        _show_choosing(view, editor)
        return
    extraction = _extraction(desk)
    with controls:
        _show_controls(desk, extraction)
    if extraction is None:
        return
    for problem in extraction.problems:
        st.warning(problem_text(problem, _))
    _show_progress(desk, extraction)
    if figure_in_hand(desk, extraction) is None:
        show_queue(desk, extraction)
        _show_publishing(desk, extraction)
        _show_missing(extraction, view)
        text = st.container(border=True)
    else:
        # The queue comes first, so that on a phone it stands above the long text.
        queue, beside = st.columns([10, 11])
        with queue:
            show_queue(desk, extraction)
        text = beside.container(border=True)
    with text:
        show_text(desk, extraction)
    _show_self_test(extraction, view)


def _show_choosing(view: View, editor: Editor) -> None:
    _ = view.words
    st.caption(_("Every number in the report is accounted for; nothing is published by reading."))
    with st.container(border=True):
        st.file_uploader(
            _("Drop the report here: text, web page, Word or PDF"),
            type=None,  # every file is let in, as the reader says in words what it does not read
            key="report_file",
            on_change=note_drop,
            args=(REPORTS, "report_file"),
        )
        with st.form("paste", border=False):
            st.text_area(_("Or paste its text"), key="report_text", height=160)
            st.form_submit_button(_("Read the text"), on_click=_take_text, args=(view, editor))
    show_refused(REPORTS, _)
    show_drafts(REPORT, view, editor)


def _take_file(file: DroppedFile, view: View, editor: Editor) -> None:
    """Begin a draft with a file that holds a text; refuse any other in words."""
    try:
        with st.spinner(view.words("Reading the report…")):
            parsed_text(file)
    except BrokenData as broken:
        refused_upload(REPORT, len(file.content), broken.problems)
        refuse(REPORTS, as_unreadable(file, broken.problems))
        return
    put_aside(REPORTS)
    begin(file.name, file.content, REPORT, view, editor)
    st.rerun()


def _take_text(view: View, editor: Editor) -> None:
    text = st.session_state.report_text.strip()
    if text:
        name = view.words("pasted text")
        begin(f"{name}.txt", text.encode(), REPORT, view, editor)


def _extraction(desk: Desk) -> Extraction | None:
    """Return what the report says, read again when figures, names or the year change."""
    _ = desk.words
    year, region = desk.state.get("year"), desk.state.get("region", "")
    aliases = confirmed_aliases(desk.store)
    key = (desk.draft.id, desk.data.version, year, region, aliases)
    known = st.session_state.get(_READ)
    if known is None or known[0] != key:
        payload = file_of(desk)
        try:
            with st.spinner(_("Reading the report…")), turn():
                document = parse(payload, desk.draft.name)
                known = (key, extract(document, desk.data, year, region, aliases))
        except BrokenData as broken:
            tell_refusal(desk, len(payload), broken.problems)
            if any(problem.code == "no-year" for problem in broken.problems):
                tell_problems(plain_text(desk.draft.name), broken.problems, _)
                _ask_year(desk, desk.data.next_year)
            else:
                tell_problems(_("The report cannot be read"), broken.problems, _)
            return None
        st.session_state[_READ] = known
    found: Extraction = known[1]
    return found


def _ask_year(desk: Desk, shown: int) -> None:
    _ = desk.words
    with st.form("year", border=False):
        st.number_input(_("The year of the figures"), 1949, 2200, shown, key="report_year")
        st.form_submit_button(_("Read for this year"), on_click=_set_year, args=(desk,))


def _ask_region(desk: Desk, shown: str) -> None:
    _, vocabulary = desk.words, desk.data.vocabulary
    own = (desk.data.bureau.region, *regions_of(desk.data))
    st.selectbox(
        _("The region of the report"),
        list(dict.fromkeys([shown, *own])),
        key="report_region",
        format_func=lambda name: vocabulary.place(name, _.language),
        on_change=lambda: keep(desk, region=st.session_state.report_region),
    )


def _set_year(desk: Desk) -> None:
    keep(desk, year=int(st.session_state.report_year))


def _show_controls(desk: Desk, extraction: Extraction | None) -> None:
    _ = desk.words
    if extraction is not None:
        with st.popover(_("Figures of {year}", year=extraction.year)):
            _ask_year(desk, extraction.year)
            _ask_region(desk, extraction.region)
        st.download_button(
            _("Proposal with evidence (CSV)"),
            data=lambda: proposal_csv(extraction, _),
            file_name=file_name(desk.data, "csv", "proposal", str(extraction.year)),
            on_click="ignore",
            icon=":material/download:",
        )
    st.button(_("Another report"), icon=":material/upload_file:", on_click=leave, args=(REPORT,))


def _show_progress(desk: Desk, extraction: Extraction) -> None:
    _ = desk.words
    decisions = decisions_in(desk.state)
    made = {number: d.action for number, d in in_force(decisions).items()}
    coverage = extraction.coverage(made)
    document = extraction.document
    text = _(
        "{title} · figures of {year} · {characters} characters · {numerals} numerals: "
        "{figures} figures, {rejected} not figures, each with its reason",
        title=document.title or document.name,
        year=extraction.year,
        characters=f"{len(document.text):,}",
        numerals=len(extraction.proposals) + len(extraction.rejected),
        figures=len(extraction.proposals),
        rejected=len(extraction.rejected),
    )
    st.caption(plain_text(text))
    total = max(len(extraction.proposals), 1)
    st.progress(
        (coverage.taken + coverage.left_out) / total,
        text=_(
            "Taken {taken} · left out on purpose {left} · undecided {undecided}",
            taken=coverage.taken,
            left=coverage.left_out,
            undecided=coverage.undecided,
        ),
    )


def _show_publishing(desk: Desk, extraction: Extraction) -> None:
    decisions = decisions_in(desk.state)
    rows = rows_taken(extraction, decisions)
    if not rows:
        return
    twice = differing_repeats(extraction, decisions)
    settled = not undecided(extraction, decisions) and not twice
    source = SourceFile(desk.draft.name, desk.draft.sha256)
    report = _edition(desk, extraction)
    incoming = Import(tuple(rows), source, settled, attachment(extraction, decisions, report))
    with st.container(border=True):
        _show_said_twice(twice, desk.words)
        known = _known_report(extraction, desk.data)
        show_report_fields(FileOfDraft(desk), known, department=False)
        show_preview(desk, incoming)


def _show_said_twice(twice: list[tuple[Observation, Observation]], _: Words) -> None:
    for earlier, later in twice:
        text = _(
            "“{metric}” was taken twice, as {one} and as {other}: leave one of them out, or name "
            "one differently",
            metric=later.metric,
            one=earlier.printed,
            other=later.printed,
        )
        st.warning(plain_text(text))


def _edition(desk: Desk, extraction: Extraction) -> EditionText:
    document: Document = extraction.document
    known = desk.data.editions.get(extraction.year)
    report = named_report(FileOfDraft(desk), _known_report(extraction, desk.data))
    # A title that only stands in for an English one is none.
    known_title = known.en if known and as_read(known.en, "en") == known.en else ""
    return EditionText(
        year=extraction.year,
        text=document.text,
        title_zh=report.title or document.name,
        title_en=desk.state.get("report", {}).get("title_en") or known_title,
        issuer_zh=known.issuer_zh if known else desk.data.bureau.zh,
        issuer_en=known.issuer_en if known else desk.data.bureau.en,
        published=report.published,
        url=report.url,
        file=document.name,
    )


def _known_report(extraction: Extraction, data: Dataset) -> NamedReport:
    """Return the report as its document names it, else as the year's is known."""
    document: Document = extraction.document
    known = data.editions.get(extraction.year)
    return NamedReport(
        document.title or (known.zh if known else document.name),
        document.published or (known.published if known else None),
        document.url or (known.url if known else ""),
    )


def _show_missing(extraction: Extraction, view: View) -> None:
    _ = view.words
    if not extraction.missing:
        return
    names = _.list([row.metric for row in extraction.missing])
    text = _.n(
        "{n} metric of last year is not in the report: {names}",
        "{n} metrics of last year are not in the report: {names}",
        len(extraction.missing),
        names=names,
    )
    st.info(plain_text(text))


def _show_self_test(extraction: Extraction, view: View) -> None:
    _ = view.words
    if extraction.year not in view.data.years:
        return
    title = _("Self-test: this edition against what is published")
    with st.expander(title, on_change="rerun") as box:
        if not box.open:
            return
        document, year, region = extraction.document, extraction.year, extraction.region
        tested = self_test(document, view.data, year, region, confirmed_aliases(view.store))
        outcomes: dict[TestOutcome, str] = {
            HIT: _("hit"),
            MISS: _("missed"),
            WRONG: _("wrong"),
            EXTRA: _("extra"),
        }
        st.markdown(
            " · ".join(f"{named} {tested.count(outcome)}" for outcome, named in outcomes.items())
        )
        rows = [
            [
                Cell(result.metric),
                Cell(outcomes[result.outcome]),
                Cell(result.published.printed if result.published else "—"),
                Cell(result.proposal.figure.printed if result.proposal else "—"),
            ]
            for result in tested.results
        ]
        header = [_("Metric"), _("Outcome"), _("Published"), _("Read")]
        show_table(header, rows, caption=_("Self-test"), key="self_test")
