"""Open what a click in a component asks for: a figure's source, or a page.

Components set it, the page opens it once it has run. What components show is noted, so that the
page can send the sources of its figures along.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from metrics.model.dataset import Dataset
from metrics.model.figure_id import named
from metrics.model.observation import Observation

_PAGES = {"metric": "pages/metric.py", "extract": "pages/extract.py"}
"""The pages that a panel or a chart leads to, by how their address begins."""
_ASKED, _SHOWN = "_source_asked", "_sources_shown"
_IDENTIFIERS = ("address", "customdata")
"""What the identifiers of figures are called in a component's content."""
_MOST_SHOWN = 400


def ask_for_source(address: str | None) -> None:
    """Remember the figure that was clicked; its source opens when the page has run."""
    if address:
        st.session_state[_ASKED] = address


def take_source_request() -> str | None:
    """Return the figure that was clicked in this run, once."""
    asked = st.session_state.pop(_ASKED, None)
    return asked if isinstance(asked, str) else None


def note_shown(content: Mapping[str, Any]) -> None:
    """Note the figures that a component shows, as far as sources are sent along."""
    shown = st.session_state.setdefault(_SHOWN, {})
    for identifier in _identifiers(content):
        if len(shown) >= _MOST_SHOWN:
            return
        shown[identifier] = None


def take_shown() -> list[str]:
    """Return the identifiers of the figures that this run has shown, once."""
    return list(st.session_state.pop(_SHOWN, {}))


def _identifiers(content: Any, called: str = "") -> Iterator[str]:
    if isinstance(content, Mapping):
        for name, part in content.items():
            yield from _identifiers(part, name)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _identifiers(part, called)
    elif called in _IDENTIFIERS and isinstance(content, str) and content:
        yield content


def metric_page(observation: Observation, data: Dataset) -> str:
    """Return the address of the page of a figure's metric."""
    return metric_address(named(observation, data))


def metric_address(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the address of a metric's page with parameters."""
    return "metric?" + urlencode(pairs)


def is_page(address: str) -> bool:
    """Return whether what was clicked leads to a page, not to a figure's source."""
    return address.partition("?")[0] in _PAGES


def turn_to(address: str) -> NoReturn:
    """Open a page in the reader's session."""
    page, _mark, query = address.partition("?")
    st.switch_page(_PAGES[page], query_params=dict(parse_qsl(query)))
