"""What the reader has chosen, kept in the page's address.

The address is the truth and widgets follow it; only what the reader chose is written, so a link
without a year means the latest year, next year too. Values in the address are short stable names
in no language. A value that does not exist is said, and the default is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from metrics.language import Words
from ui.text import plain_text

KEPT_BETWEEN_PAGES = ("lang", "year", "region")
_PAGE = "_page"
_NOTICES = "_notices"


def enter_page(page: str) -> None:
    """Carry the choices that hold for all pages over to a page that was just opened.

    Streamlit drops the query when a reader moves by the menu; a link's own query wins.
    """
    st.session_state[_NOTICES] = []
    moved = st.session_state.get(_PAGE) not in (None, page)
    st.session_state[_PAGE] = page
    for name in KEPT_BETWEEN_PAGES:
        memory = f"_kept_{name}"
        if moved and name not in st.query_params and st.session_state.get(memory):
            st.query_params[name] = st.session_state[memory]
        st.session_state[memory] = st.query_params.get(name)


def chosen(name: str, options: Sequence[str], default: str, _: Words) -> str:
    """Return the value of a parameter, or the default when it is absent or no longer exists."""
    value = st.query_params.get(name)
    if value is None or value in options:
        return value or default
    notice = _(
        "The address asks for {name}={value}, which does not exist; {default} is shown.",
        name=name,
        value=_quoted(value),
        default=_quoted(default),
    )
    if notice not in st.session_state[_NOTICES]:
        st.session_state[_NOTICES].append(notice)
    return default


def switch(
    label: str,
    name: str,
    options: Mapping[str, str],
    default: str,
    _: Words,
) -> str:
    """Show a row of choices (value → what the reader sees) bound to a parameter; return the value.

    The default is never written into the address.
    """
    value = chosen(name, list(options), default, _)
    key = f"switch_{name}"
    # Said in every run: on a page just opened the browser has a new widget that knows no value.
    st.session_state[key] = value
    st.segmented_control(
        label,
        list(options),
        key=key,
        format_func=lambda option: options[option],
        required=True,
        on_change=writer(name, key, default),
    )
    return value


def choose(label: str, name: str, options: Mapping[str, str], default: str, _: Words) -> str:
    """Show a drop-down bound to a parameter, as `switch` is for few choices; return the value."""
    value = chosen(name, list(options), default, _)
    key = f"choose_{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.selectbox(
        label,
        list(options),
        key=key,
        format_func=lambda option: options[option],
        on_change=writer(name, key, default),
        width=220,
    )
    return value


def show_notices() -> None:
    """Say what the address asked for in vain."""
    for notice in st.session_state.get(_NOTICES, []):
        st.info(notice)


def writer(name: str, key: str, default: str) -> Callable[[], None]:
    """Return what a widget calls on a change: its value goes into the address, the default not."""

    def write() -> None:
        value = st.session_state[key]
        if value == default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value
        if name in KEPT_BETWEEN_PAGES:
            st.session_state[f"_kept_{name}"] = st.query_params.get(name)

    return write


def _quoted(value: str) -> str:
    """Show a value from an address, cut short."""
    shown = value if len(value) <= 40 else value[:39] + "…"
    return plain_text(f"“{shown}”")
