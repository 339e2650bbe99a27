"""Bringing in a year: choose a file, check it, see what changes for readers, publish.

What an editor has begun is kept in the store as a draft, so that a closed browser loses nothing.
"""

from __future__ import annotations

import streamlit as st

from metrics.dataset import data_folder
from metrics.editors import Editor, NotAllowed
from metrics.impact import applied, lines
from metrics.intake import limits_in_words
from metrics.intake.celltext import safe_name
from metrics.language import Words
from metrics.problems import BrokenData
from metrics.published import with_rows
from metrics.store import StoreError, bring_in_csv, csv_differs
from metrics.store.drafts import OpenDraft, delete_draft, list_drafts, load_draft, save_draft
from metrics.store.seed import SeedDifference
from metrics.template import template_csv, template_xlsx
from ui import address
from ui.changes_table import show_changes
from ui.drafting import DRAFT, OUTCOME
from ui.frame import View, title_row
from ui.import_check import checked_file, show_problems_to_mend, show_understood
from ui.import_preview import show_preview
from ui.problem_list import said_problem, show_problems
from ui.signing_in import require_editor
from ui.text import plain_text

FILE_TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]


def show_upload(view: View) -> None:
    """Show the whole page, at whatever step the import is."""
    _ = view.words
    controls = title_row(_("Upload a year"))
    editor = require_editor(_)
    address.show_notices()
    _show_outcome(_)
    draft = _open_draft(view, editor)
    if draft is None:
        _show_choosing(view, editor)
        return
    with controls:
        st.button(
            _("Another file"), key="upload_other", icon=":material/upload_file:", on_click=_leave
        )
    intake = checked_file(draft, view)
    _show_steps(2 if not intake.ok else 3, _)
    show_understood(draft, intake, view, editor)
    left, right = st.columns([5, 6])
    with left.container(border=True):
        confirmed = show_problems_to_mend(draft, intake, view, editor)
    with right.container(border=True):
        show_preview(draft, intake, confirmed, view, editor)


def _show_steps(at: int, _: Words) -> None:
    steps = [_("Choose a file"), _("Check"), _("See what changes"), _("Publish")]
    told = [
        f"**{number} {step}**" if number == at else f"{number} {step}"
        for number, step in enumerate(steps, start=1)
    ]
    st.caption(" → ".join(told))


def _open_draft(view: View, editor: Editor) -> OpenDraft | None:
    asked = st.session_state.get(DRAFT)
    if asked is None:
        return None
    try:
        return load_draft(view.store, asked, editor=editor)
    except StoreError as error:
        st.session_state.pop(DRAFT)
        st.error(said_problem(error.problem, view.words))
        return None


def _leave() -> None:
    st.session_state.pop(DRAFT, None)


def _show_choosing(view: View, editor: Editor) -> None:
    _ = view.words
    _show_steps(1, _)
    with st.container(border=True):
        st.file_uploader(
            _("Drop a CSV or Excel file here"),
            type=FILE_TYPES,
            key="upload_file",
            on_change=_take,
            args=(view, editor),
        )
        year = (view.data.years or [2024])[-1] + 1
        st.caption(plain_text(_.say(limits_in_words())))
        with st.container(horizontal=True):
            _offer_templates(view, year)
    _offer_changed_csv(view, editor)
    _show_drafts(view, editor)


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
        show_changes(lines(difference.changes, after, _), _, key="csv_changes")
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
        st.session_state[OUTCOME] = made.version
    except (StoreError, NotAllowed) as error:
        st.session_state[OUTCOME] = error.problem


def _take(view: View, editor: Editor) -> None:
    file = st.session_state.upload_file
    if file is None:
        return
    try:
        # The name is what a browser claims; only what may be shown of it is kept.
        name, payload = safe_name(file.name), file.getvalue()
        made = save_draft(view.store, editor=editor, name=name, payload=payload, state={})
        st.session_state[DRAFT] = made.id
    except (StoreError, NotAllowed) as error:
        st.session_state[OUTCOME] = error.problem


def _offer_templates(view: View, year: int) -> None:
    data, _ = view.data, view.words
    st.download_button(
        _("Template for {year} (Excel)", year=year),
        data=lambda: template_xlsx(data, year, _.language),
        file_name=f"template-{year}.xlsx",
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


def _show_drafts(view: View, editor: Editor) -> None:
    _ = view.words
    drafts = list_drafts(view.store, editor=editor)
    if not drafts:
        return
    st.subheader(_("Begun and not published"), anchor=False)
    for draft in drafts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            told = _(
                "{name} · {who} · {day}",
                name=draft.name,
                who=draft.who,
                day=_.date(draft.updated.date()),
            )
            st.markdown(plain_text(told), width="stretch")
            st.button(_("Continue"), key=f"go_{draft.id}", on_click=_go_on, args=(draft.id,))
            st.button(
                _("Delete"),
                key=f"delete_{draft.id}",
                type="tertiary",
                on_click=_delete,
                args=(draft.id, view, editor),
            )


def _go_on(draft: str) -> None:
    st.session_state[DRAFT] = draft


def _delete(draft: str, view: View, editor: Editor) -> None:
    try:
        delete_draft(view.store, draft, editor=editor)
    except (StoreError, NotAllowed) as error:
        st.session_state[OUTCOME] = error.problem


def _show_outcome(_: Words) -> None:
    outcome = st.session_state.pop(OUTCOME, None)
    if isinstance(outcome, int):
        st.success(
            _("Version {version} is published; readers see it from now on.", version=outcome)
        )
    elif outcome is not None:
        st.error(said_problem(outcome, _))
