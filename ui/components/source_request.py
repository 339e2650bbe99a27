"""Show what a reader asks for by a click in a component: a figure's source, or a metric's page.

Components set it, the page opens it once it has run.
"""

from typing import NoReturn
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from metrics.model.dataset import Dataset
from metrics.model.figure_id import named
from metrics.model.observation import Observation

PAGE = "metric?"
"""How the address of a metric's page begins, relative to every other page."""
_ASKED = "_source_asked"


def ask_for_source(address: str | None) -> None:
    """Remember the figure that was clicked; its source opens when the page has run."""
    if address:
        st.session_state[_ASKED] = address


def take_source_request() -> str | None:
    """Return the figure that was clicked in this run, once."""
    asked = st.session_state.pop(_ASKED, None)
    return asked if isinstance(asked, str) else None


def metric_page(observation: Observation, data: Dataset) -> str:
    """Return the address of the page of a figure's metric."""
    return PAGE + urlencode(named(observation, data))


def turn_to(address: str) -> NoReturn:
    """Open the page of a metric in the reader's session."""
    st.switch_page("pages/metric.py", query_params=dict(parse_qsl(address.removeprefix(PAGE))))
