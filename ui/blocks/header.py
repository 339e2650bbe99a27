"""Show the head of a page: its title with controls beside it, and the bureau's name."""

import streamlit as st

from ui.session.url_state import only_charts
from ui.session.view import View


def title_row(title: str) -> st.delta_generator.DeltaGenerator:
    """Show a title; return the place for controls beside it, on a phone below."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
    if only_charts():
        return row
    row.title(title, anchor=False, width="stretch")
    return row.container(
        width="content", horizontal=True, vertical_alignment="bottom", gap="xsmall"
    )


def nothing_published(view: View) -> bool:
    """Show a notice where the store holds no figure; return whether that is the case."""
    if not view.data.years:
        st.info(view.words("Nothing is published yet."))
    return not view.data.years


def bureau_name(view: View) -> str:
    """Return the bureau's name in the reader's language."""
    return view.formatter.name(view.data.bureau)
