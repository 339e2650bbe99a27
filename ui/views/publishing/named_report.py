"""Name what a whole file comes from: the report, its date and address, the department."""

from datetime import date

import streamlit as st

from metrics.i18n import Words
from metrics.model.dataset import web_address
from metrics.model.table_source import NOT_NAMED, NamedReport
from ui.views.publishing.desk import Desk, keep

_EARLIEST = date(1949, 10, 1)


def named_report(desk: Desk, known: NamedReport = NOT_NAMED) -> NamedReport:
    """Return the report that an editor named for a desk, in place of what is `known`."""
    kept = desk.state.get("report")
    if kept is None:
        return known
    day = kept.get("published")
    return NamedReport(
        kept.get("title", ""),
        date.fromisoformat(day) if day else None,
        web_address(kept.get("url", "")),
        kept.get("department", ""),
    )


def show_report_fields(desk: Desk, known: NamedReport, *, department: bool) -> None:
    """Show the fields that name a draft's report, filled with what is known."""
    _, now = desk.words, named_report(desk, known)
    with st.expander(_("Report and department") if department else _("About the report")):
        if department:
            st.caption(_("What is named here stands with every figure of this file."))
        with st.form(f"report_{desk.draft.id}", border=False):
            st.text_input(_("Title of the report"), now.title, max_chars=200, key="report_title")
            if not department:
                english = desk.state.get("report", {}).get("title_en", "")
                st.text_input(_("Title in English"), english, max_chars=200, key="report_title_en")
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.date_input(
                    _("Date of publication"),
                    now.published,
                    min_value=_EARLIEST,
                    key="report_published",
                    format="YYYY-MM-DD",
                )
                st.text_input(_("Web address"), now.url, max_chars=500, key="report_url")
            if department:
                shown = _("Department that provided the figures")
                st.text_input(shown, now.department, max_chars=100, key="report_department")
            st.form_submit_button(_("Keep"), on_click=_keep, args=(desk,))
        if message := _refusal(desk, _):
            st.warning(message)


def _refusal(desk: Desk, _: Words) -> str:
    url = desk.state.get("report", {}).get("url", "")
    if not url or web_address(url):
        return ""
    return _("The web address must begin with http:// or https://; it is not kept as it stands.")


def _keep(desk: Desk) -> None:
    day = st.session_state.report_published
    fields = {
        name: st.session_state.get(f"report_{name}", "").strip()
        for name in ("title", "title_en", "url", "department")
    }
    keep(desk, report={**fields, "published": day.isoformat() if day else ""})
