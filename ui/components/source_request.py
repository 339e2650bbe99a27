"""The figure whose source a reader asks for: set by components, opened by the page."""

import streamlit as st

_ASKED = "_source_asked"


def ask_for_source(address: str | None) -> None:
    """Remember the figure that was clicked; its source opens when the page has run."""
    if address:
        st.session_state[_ASKED] = address


def take_source_request() -> str | None:
    """Return the figure that was clicked in this run, once."""
    asked = st.session_state.pop(_ASKED, None)
    return asked if isinstance(asked, str) else None
