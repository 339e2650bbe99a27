"""Bring in a year: choose a file, check it, see what changes for readers, publish.

What an editor has begun is kept in the store as a draft, so that a closed browser loses nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from metrics import data_folder
from metrics.analysis.impact import applied, changed_figures
from metrics.auth import Editor, NotAllowed
from metrics.export.file_names import file_name
from metrics.export.template import template_csv, template_xlsx
from metrics.i18n import Words
from metrics.intake import Intake, Together, limits_in_words, together
from metrics.intake.department import department_of
from metrics.intake.result import form_of
from metrics.model.csv_file import csv_bytes
from metrics.model.table_source import NamedReport
from metrics.problems import BrokenData
from metrics.store import SourceFile, StoreError, bring_in_csv, csv_differs
from metrics.store.drafts import TABLE
from metrics.store.published import with_rows
from metrics.store.seed import SeedDifference
from metrics.store.table_cells import UploadedTable, hash_of_files
from metrics.wording.formatter import Formatter
from ui.blocks.changes_table import show_changes
from ui.blocks.header import title_row
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.problem_list import show_problems
from ui.session.sign_in import require_editor
from ui.session.view import View
from ui.views.publishing.check import (
    CheckedFile,
    show_problems_to_mend,
    without_taken,
)
from ui.views.publishing.desk import (
    Desk,
    Published,
    leave,
    open_desk,
    set_outcome,
    show_outcome,
)
from ui.views.publishing.drafts import show_drafts
from ui.views.publishing.dropped import (
    TABLES,
    forget_refused_after,
    note_drop,
    show_refused,
)
from ui.views.publishing.files import FileOfDraft, files_of, take_out
from ui.views.publishing.named_report import named_report, show_report_fields
from ui.views.publishing.preview import Import, show_preview
from ui.views.publishing.reading import (
    checked_file,
    decided_of,
    show_questions,
    show_remembered,
    show_understood,
)
from ui.views.publishing.sheet import show_sheets
from ui.views.publishing.taking import offer_more, offer_taken_out, take_dropped, take_more


def show_upload(view: View) -> None:
    """Show the whole page, at whatever step the import is."""
    _ = view.words
    controls = title_row(_("Upload a year"))
    editor = require_editor(_)
    url_state.show_notices()
    show_outcome(_)
    take_dropped(view, editor)
    desk = open_desk(TABLE, view, editor)
    if desk:
        take_more(desk)
    forget_refused_after(TABLES, desk is not None)
    if desk is None:
        _show_choosing(view, editor)
        return
    with controls:
        offer_more(desk)
        st.button(
            _("Another file"),
            key="upload_other",
            icon=":material/upload_file:",
            on_click=leave,
            args=(TABLE,),
        )
    show_refused(TABLES, _)
    checked = [(file, checked_file(file)) for file in files_of(desk)]
    whole = _together(desk, checked)
    _show_steps(3 if whole.ok else 2, _)
    everything = FileOfDraft(desk)
    show_questions(everything, whole.questions)
    _show_file(*_chosen_file(desk, checked))
    # The figures of several files need the width for the place of each.
    left, right = st.columns([5, 6]) if len(checked) == 1 else (st.container(), st.container())
    with left.container(border=True):
        settled = show_problems_to_mend(checked, whole, desk)
    with right.container(border=True):
        show_preview(desk, _import(desk, checked, whole, settled))


def _together(desk: Desk, checked: Sequence[CheckedFile]) -> Together:
    """Return the files of a draft as one, called as the page calls them."""
    return together(
        [
            replace(intake, name=file.name, problems=without_taken(intake.problems, file))
            for file, intake in checked
        ],
        dataset=desk.data,
        published=desk.store.current(desk.data.version),
        answers=desk.state.get("read", {}).get("answers", {}),
    )


def _chosen_file(desk: Desk, checked: Sequence[CheckedFile]) -> CheckedFile:
    """Return the file that is shown of several, first one with something open."""
    _ = desk.words
    offer_taken_out(desk)
    if len(checked) == 1:
        return checked[0]
    open_ones = [at for at, (_file, intake) in enumerate(checked) if not intake.ok]
    names = {
        at: f"{plain_text(file.name)} · {_file_state(intake, _)}"
        for at, (file, intake) in enumerate(checked)
    }
    at = st.segmented_control(
        _("{n} files, published together", n=len(checked)),
        list(names),
        default=open_ones[0] if open_ones else 0,
        required=True,
        format_func=names.__getitem__,
        key=f"file_shown_{desk.draft.id}",
    )
    st.button(
        plain_text(_("Take {name} out", name=checked[at][0].name)),
        key=f"take_out_{checked[at][0].key}",
        type="tertiary",
        icon=":material/close:",
        on_click=take_out,
        args=(checked[at][0],),
    )
    return checked[at]


def _file_state(intake: Intake, _: Words) -> str:
    if intake.questions:
        return _("a question")
    errors = sum(problem.severity == "error" for problem in intake.problems)
    if errors:
        return _.n("{n} error", "{n} errors", errors)
    return _.n("{n} row", "{n} rows", len(intake.observations))


def _show_file(file: FileOfDraft, intake: Intake) -> None:
    """Show how a file was read, and what it leaves open."""
    show_remembered(file)
    show_understood(file, intake)
    show_questions(file, intake.questions)
    show_sheets(file, intake)
    show_report_fields(file, _told_by(intake), department=True)


def _told_by(intake: Intake) -> NamedReport:
    """Return the report of a file as far as the file itself names it."""
    return NamedReport(department=department_of(intake.grids))


def _import(desk: Desk, checked: Sequence[CheckedFile], whole: Together, settled: bool) -> Import:
    """Return what is about to be published, each figure with its file and cell."""
    digests = [intake.sha256 for _file, intake in checked]
    names = list(dict.fromkeys(file.file_name for file, _intake in checked))
    tables = tuple(
        UploadedTable(
            file.file_name,
            intake.sha256,
            whole.places(number),
            named_report(file, _told_by(intake)),
            form_of(intake),
            decided_of(file),
            intake.written,
        )
        for number, (file, intake) in enumerate(checked)
    )
    source = SourceFile("、".join(names), hash_of_files(list(dict.fromkeys(digests))))
    return Import(whole.observations, source, settled, tables=tables)


def _show_steps(at: int, _: Words) -> None:
    steps = [_("Choose a file"), _("Check"), _("See what changes"), _("Publish")]
    texts = [
        f"**{number} {step}**" if number == at else f"{number} {step}"
        for number, step in enumerate(steps, start=1)
    ]
    st.caption(" → ".join(texts))


def _show_choosing(view: View, editor: Editor) -> None:
    _ = view.words
    _show_steps(1, _)
    with st.container(border=True):
        st.file_uploader(
            _("Drop tables here (Excel, WPS, CSV, Word, PDF); several are published together"),
            accept_multiple_files=True,
            type=None,  # every file is let in, as the check says in words what it does not read
            key="upload_file",
            on_change=note_drop,
            args=(TABLES, "upload_file"),
        )
        year = view.data.next_year
        st.caption(plain_text(_.say(limits_in_words())))
        with st.container(horizontal=True):
            _offer_templates(view, year)
    show_refused(TABLES, _)
    _offer_changed_csv(view, editor)
    show_drafts(TABLE, view, editor)


def _offer_changed_csv(view: View, editor: Editor) -> None:
    """Offer what somebody changed in the folder's own file since it was taken in."""
    _ = view.words
    try:
        difference = csv_differs(view.store, data_folder())
    except BrokenData as broken:
        show_problems(_("metrics.csv was changed and cannot be read"), broken.problems, _)
        return
    if difference is None:
        return
    with st.container(border=True):
        text = _("metrics.csv in the data folder differs from what was taken in from it")
        st.markdown(f"**{text}**")
        after = with_rows(view.data, applied(view.store.current(), difference.changes))
        show_changes(changed_figures(difference.changes, Formatter(after, _)), _, key="csv_changes")
        st.button(
            _("Publish as version {version}", version=difference.base + 1),
            key="publish_csv",
            type="primary",
            on_click=_bring_in,
            args=(difference, view, editor),
        )


def _bring_in(difference: SeedDifference, view: View, editor: Editor) -> None:
    try:
        made = bring_in_csv(view.store, difference, editor=editor)
        set_outcome(Published(made.version))
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)


def _offer_templates(view: View, year: int) -> None:
    """Offer the next year's template, before it that of a year begun and not complete."""
    data, _ = view.data, view.words
    current, own = view.store.current(data.version), data.bureau.region
    latest = [o for o in current if o.year == year - 1]
    stated = [sum(o.year == of and o.region == own for o in current) for of in (year - 2, year - 1)]
    for of in [year - 1, year] if 0 < stated[1] < stated[0] else [year]:
        st.download_button(
            _("Template for {year} (Excel)", year=of),
            data=partial(template_xlsx, data, of, _.language),
            file_name=f"template-{of}.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
    if latest:
        st.download_button(
            _("Sample: figures of {year} (CSV)", year=year - 1),
            data=lambda: csv_bytes(latest),
            file_name=file_name(data, "csv", "metrics", str(year - 1)),
            on_click="ignore",
            icon=":material/download:",
        )
    st.download_button(
        _("Template for {year} (CSV)", year=year),
        data=lambda: template_csv(data, year, _.language),
        file_name=f"template-{year}.csv",
        on_click="ignore",
        icon=":material/download:",
    )
