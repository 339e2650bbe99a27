"""Bringing in a year: choose a file, check it, see what changes for readers, publish.

What an editor has begun is kept in the store as a draft, so that a closed browser loses nothing.
"""

from __future__ import annotations

import streamlit as st

from metrics import data_folder
from metrics.analysis.impact import applied, changed_figures
from metrics.auth import Editor, NotAllowed
from metrics.export.file_names import file_name
from metrics.export.template import template_csv, template_xlsx
from metrics.i18n import Words
from metrics.intake import Intake, limits_in_words
from metrics.intake.result import form_of
from metrics.log import refused_upload
from metrics.model.csv_file import csv_bytes
from metrics.model.table_source import NOT_NAMED
from metrics.problems import BrokenData
from metrics.store import SourceFile, StoreError, bring_in_csv, csv_differs
from metrics.store.drafts import TABLE, OpenDraft
from metrics.store.published import with_rows
from metrics.store.seed import SeedDifference
from metrics.store.table_cells import UploadedTable, decisions_of_form
from metrics.wording.formatter import Formatter
from ui.blocks.changes_table import show_changes
from ui.blocks.header import title_row
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.problem_list import show_problems
from ui.session.sign_in import require_editor
from ui.session.view import View
from ui.views.publishing.check import (
    checked_file,
    decided_of,
    first_check,
    remember_check,
    show_problems_to_mend,
    show_questions,
    show_understood,
)
from ui.views.publishing.drafts import (
    Published,
    begin,
    keep,
    leave,
    open_draft,
    set_outcome,
    show_drafts,
    show_outcome,
)
from ui.views.publishing.dropped import (
    TABLES,
    DroppedFile,
    file_on,
    note_drop,
    put_aside,
    refuse,
    refused_as_table,
    show_refused,
)
from ui.views.publishing.named_report import named_report, show_report_fields
from ui.views.publishing.preview import Import, show_preview
from ui.views.publishing.sheet import show_sheets


def show_upload(view: View) -> None:
    """Show the whole page, at whatever step the import is."""
    _ = view.words
    controls = title_row(_("Upload a year"))
    editor = require_editor(_)
    url_state.show_notices()
    show_outcome(_)
    draft = open_draft(TABLE, view, editor)
    if draft is None:
        _show_choosing(view, editor)
        return
    with controls:
        st.button(
            _("Another file"),
            key="upload_other",
            icon=":material/upload_file:",
            on_click=leave,
            args=(TABLE,),
        )
    intake = checked_file(draft, view, editor)
    intake = _as_last_time(draft, intake, view, editor)
    _show_steps(2 if not intake.ok else 3, _)
    show_understood(draft, intake, view, editor)
    show_questions(draft, intake, view, editor)
    show_sheets(draft, intake, view, editor)
    show_report_fields(draft, view, editor, NOT_NAMED, department=True)
    _show_settling(draft, intake, view, editor)


def _show_settling(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> None:
    """Show what is to be settled, and beside it what publishing would change."""
    left, right = st.columns([5, 6])
    with left.container(border=True):
        confirmed = show_problems_to_mend(draft, intake, view, editor)
    with right.container(border=True):
        source = SourceFile(intake.name, intake.sha256)
        named = named_report(draft)
        table = UploadedTable(
            intake.name,
            intake.sha256,
            intake.places,
            named,
            form_of(intake),
            decided_of(draft),
        )
        incoming = Import(intake.observations, source, confirmed, tables=(table,))
        show_preview(draft, incoming, view, editor)


def _as_last_time(draft: OpenDraft, intake: Intake, view: View, editor: Editor) -> Intake:
    """Take over what was decided of the last file of this form, unless something was decided."""
    _ = view.words
    if "read" not in draft.state and (known := decisions_of_form(view.store, form_of(intake))):
        keep(view, editor, draft, read=known, remembered=True)
        st.rerun()
    if draft.state.get("remembered"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("Read as the last file of this form was, as far as years allow."))
            st.button(
                _("Read without that"),
                key="forget_form",
                on_click=_forget,
                args=(draft, view, editor),
            )
    return intake


def _forget(draft: OpenDraft, view: View, editor: Editor) -> None:
    keep(view, editor, draft, read={}, remembered=False)


def _show_steps(at: int, _: Words) -> None:
    steps = [_("Choose a file"), _("Check"), _("See what changes"), _("Publish")]
    told = [
        f"**{number} {step}**" if number == at else f"{number} {step}"
        for number, step in enumerate(steps, start=1)
    ]
    st.caption(" → ".join(told))


def _show_choosing(view: View, editor: Editor) -> None:
    _ = view.words
    _show_steps(1, _)
    with st.container(border=True):
        st.file_uploader(
            _("Drop a CSV or Excel file here"),
            type=None,  # every file is let in, as the check says in words what it does not read
            key="upload_file",
            on_change=note_drop,
            args=(TABLES, "upload_file"),
        )
        year = (view.data.years or [2024])[-1] + 1
        st.caption(plain_text(_.say(limits_in_words())))
        with st.container(horizontal=True):
            _offer_templates(view, year)
    if file := file_on(TABLES):
        _take(file, view, editor)
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
        told = _("metrics.csv in the data folder differs from what was taken in from it")
        st.markdown(f"**{told}**")
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


def _take(file: DroppedFile, view: View, editor: Editor) -> None:
    """Begin a draft with a file that holds figures; refuse any other in words."""
    intake = first_check(file.content, file.name, view)
    readable = bool(intake.grids or intake.sheets)
    empty = any(problem.code == "no-figures" for problem in intake.problems)
    if (not readable or empty) and not file.anyway:
        refused_upload(TABLE, len(file.content), intake.problems)
        refuse(TABLES, refused_as_table(file, intake.problems, may_insist=readable))
        return
    put_aside(TABLES)
    if number := begin(file.name, file.content, TABLE, view, editor):
        remember_check(number, intake, view)
    st.rerun()


def _offer_templates(view: View, year: int) -> None:
    data, _ = view.data, view.words
    st.download_button(
        _("Template for {year} (Excel)", year=year),
        data=lambda: template_xlsx(data, year, _.language),
        file_name=f"template-{year}.xlsx",
        on_click="ignore",
        icon=":material/download:",
    )
    latest = [o for o in view.store.current(data.version) if o.year == year - 1]
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
