"""Show the head of a page: its title with controls beside it, and the bureau's name."""

import streamlit as st

from ui.session.url_state import is_bare, only_charts
from ui.session.view import View


def title_row(title: str) -> st.delta_generator.DeltaGenerator:
    """Show a title; return the place for controls beside it, on a phone below."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="page_head")
    if only_charts():
        return row
    row.title(title, anchor=False, width="stretch")
    return row.container(
        width="content", horizontal=True, vertical_alignment="bottom", gap="xsmall"
    )


def nothing_published(view: View) -> bool:
    """Show where a first year comes from, if there is no figure; return whether."""
    if view.data.years:
        return False
    _ = view.words
    st.info(_("Nothing is published yet."))
    if not is_bare():
        with st.container(horizontal=True):
            upload = _("Upload a year")
            st.page_link("pages/upload.py", label=upload, icon=":material/upload_file:")
            read = _("Read a report")
            st.page_link("pages/extract.py", label=read, icon=":material/plagiarism:")
    return True


def bureau_name(view: View) -> str:
    """Return the bureau's name in the reader's language."""
    return view.formatter.name(view.data.bureau)
