"""Show where figures come from: a panel that opens in the browser at once.

What the panel says of a figure comes with the page where it fits; the server is asked for the
others and opens the panel itself. All texts are set as text, never as markup.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from metrics.i18n import HTML_LANGUAGES, Words
from ui.components.figures import mount
from ui.components.source_request import ask_for_source

_KEY = "sources"
_OPENED = "_sources_opened"


@dataclass(frozen=True)
class Source:
    """Hold what the panel says of one figure.

    `heading` is the metric, the figure, and its place and year; `quote` what stands before the
    printed words, these, and what stands behind them; `quoted` says what the quote is. `ways` lead
    to its words, `more` to the metric: pairs of a text and an address. `copied` is a heading and
    the texts that readers copy. `report` holds the paragraphs around the figure: empty until they
    are asked for, None where none are kept.
    """

    heading: tuple[str, str, str]
    quoted: str
    quote: tuple[str, str, str]
    badge: str
    facts: Sequence[tuple[str, str]]
    ways: Sequence[tuple[str, str]]
    more: tuple[str, str]
    copied: Sequence[tuple[str, Sequence[str]]]
    report: Sequence[Any] | None


def show_sources(
    known: Mapping[str, Source],
    _: Words,
    *,
    scope: str,
    opened: str = "",
    on_report: Callable[[str], None],
) -> None:
    """Send what is known of figures, by their identifiers, and open the panel of one.

    `scope` names all that the texts depend on besides the figure; with another one, what the
    browser knows is forgotten. `on_report` gets the figure whose report is to be shown.
    """
    if opened:
        st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    data = {
        "kind": "sources",
        "scope": scope,
        "language": HTML_LANGUAGES[_.language],
        "known": {address: asdict(one) for address, one in known.items()},
        "opened": [opened, st.session_state.get(_OPENED, 0)],
        "words": {
            "title": _("Source"),
            "close": _("Close"),
            "copy": _("Copy"),
            "copied": _("Copied"),
            "report": _("In the report"),
            "reading": _("The report with its figures marked"),
        },
    }

    def went() -> None:
        ask_for_source(st.session_state[_KEY].open)

    def asked() -> None:
        if address := st.session_state[_KEY].report:
            on_report(str(address))

    mount(data=data, key=_KEY, on_open_change=went, on_report_change=asked)
