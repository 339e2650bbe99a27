"""Name what a whole file comes from: the report, its date and address, the department."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from metrics.i18n import Words
from metrics.model.dataset import web_address
from metrics.model.table_source import NOT_NAMED, NamedReport
from ui.session.markdown import plain_text
from ui.views.publishing.files import FileOfDraft, files_of, keep_of_file

_EARLIEST = date(1949, 10, 1)
_TEXTS = ("title", "title_en", "url", "department")


def named_report(file: FileOfDraft, known: NamedReport = NOT_NAMED) -> NamedReport:
    """Return the report that an editor named for a file, in place of what is `known`."""
    kept = _kept(file)
    if kept is None:
        return known
    day = kept.get("published")
    return NamedReport(
        kept.get("title", ""),
        date.fromisoformat(day) if day else None,
        web_address(kept.get("url", "")),
        kept.get("department", ""),
    )


def _kept(file: FileOfDraft) -> Mapping[str, Any] | None:
    """Return what was named for a file, or for the whole draft in its place."""
    kept: Mapping[str, Any] | None = file.state.get("report", file.desk.state.get("report"))
    return kept


def show_report_fields(
    file: FileOfDraft, known: NamedReport = NOT_NAMED, *, department: bool
) -> None:
    """Show the fields that name a file's report, filled with what is known.

    Each is kept as it is written: nobody who publishes at once loses one.
    """
    _, now = file.desk.words, named_report(file, known)
    names = ("title", "department") if department else ("title",)
    named = " · ".join(part for part in (getattr(now, name) for name in names) if part)
    title = _("Report and department") if department else _("About the report")
    heading = plain_text(" · ".join(part for part in (title, named) if part))
    with st.expander(heading, key=f"report_of_{file.key}"):
        if department:
            st.caption(_("What is named here stands with every figure of this file."))
        texts = {
            "title": (_("Title of the report"), now.title, 200),
            "title_en": (_("Title in English"), (_kept(file) or {}).get("title_en", ""), 200),
            "url": (_("Web address"), (_kept(file) or {}).get("url", now.url), 500),
            "department": (_("Department that provided the figures"), now.department, 100),
        }
        del texts["title_en" if department else "department"]
        _show_fields(file, texts, now.published, _)
        if message := _refusal(file, _):
            st.warning(message)
        others = [other for other in files_of(file.desk) if other.number != file.number]
        if department and others and _kept(file):
            st.button(
                _("The same for all files"),
                key=f"report_of_all_{file.key}",
                on_click=_keep_for_all,
                args=(file, others),
            )


def _show_fields(
    file: FileOfDraft, texts: Mapping[str, tuple[str, str, int]], day: date | None, _: Words
) -> None:
    keys = {name: f"report_{name}_{file.key}" for name in (*texts, "published")}
    keep = partial(_keep, file, keys)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, (label, text, most) in texts.items():
            st.text_input(label, text, max_chars=most, key=keys[name], on_change=keep)
        st.date_input(
            _("Date of publication"),
            day,
            min_value=_EARLIEST,
            key=keys["published"],
            format="YYYY-MM-DD",
            on_change=keep,
        )


def _refusal(file: FileOfDraft, _: Words) -> str:
    url = (_kept(file) or {}).get("url", "")
    if not url or web_address(url):
        return ""
    return _("The web address must begin with http:// or https://; it is not kept as it stands.")


def _keep(file: FileOfDraft, keys: Mapping[str, str]) -> None:
    state = st.session_state
    day = state[keys["published"]]
    fields = {name: state[keys[name]].strip() if name in keys else "" for name in _TEXTS}
    keep_of_file(file, report={**fields, "published": day.isoformat() if day else ""})


def _keep_for_all(file: FileOfDraft, others: Sequence[FileOfDraft]) -> None:
    for other in others:
        keep_of_file(other, report=dict(_kept(file) or {}))
