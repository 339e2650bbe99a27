"""What the reader has chosen, kept in the page's address.

The address is the truth and widgets follow it; only what the reader chose is written, so a link
without a year means the latest year, next year too. Values in the address are short stable names
in no language. A value that does not exist is said, and the default is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from metrics.language import Words
from ui.text import plain_text

KEPT_BETWEEN_PAGES = ("lang", "year", "region")
NOT_CARRIED_TO = {"explore": ("year",)}
"""Where a kept choice would mean something else: the analyst's page compares years."""
PRINT = "print"
ONLY = "only"
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
        if name in NOT_CARRIED_TO.get(page, ()):
            continue
        memory = f"_kept_{name}"
        if moved and name not in st.query_params and st.session_state.get(memory):
            st.query_params[name] = st.session_state[memory]
        values = st.query_params.get_all(name)
        st.session_state[memory] = values[0] if len(values) == 1 else None


def is_bare() -> bool:
    """Say whether the page stands without the frame: inside another page, or to be printed."""
    return bool(st.context.is_embedded) or PRINT in st.query_params


def only_charts() -> bool:
    """Say whether the charts alone are asked for, to stand inside another page."""
    return st.query_params.get(ONLY) == "chart"


def chosen(name: str, options: Sequence[str], default: str, _: Words) -> str:
    """Return the value of a parameter, or the default when it is absent or no longer exists."""
    value = st.query_params.get(name)
    if value is None or value in options:
        return value or default
    notice(
        _(
            "The address asks for {name}={value}, which does not exist; {default} is shown.",
            name=name,
            value=_quoted(value),
            default=_quoted(default),
        )
    )
    return default


def switch(
    label: str,
    name: str,
    options: Mapping[str, str],
    default: str,
    _: Words,
) -> str:
    """Show a row of choices (value → what the reader sees) bound to a parameter; return the value.

    The default is never written into the address. A bare page only says what is chosen.
    """
    value = chosen(name, list(options), default, _)
    if is_bare():
        st.caption(plain_text(_("{label}: {value}", label=label, value=options[value])))
        return value
    key = f"switch_{name}"
    # Said in every run: on a page just opened the browser has a new widget that knows no value.
    st.session_state[key] = value
    st.segmented_control(
        label,
        list(options),
        key=key,
        # These buttons read Markdown, which drop-down lists do not.
        format_func=lambda option: plain_text(options[option]),
        required=True,
        on_change=writer(name, key, default),
    )
    return value


def choose(label: str, name: str, options: Mapping[str, str], default: str, _: Words) -> str:
    """Show a drop-down bound to a parameter, as `switch` is for few choices; return the value."""
    value = chosen(name, list(options), default, _)
    if is_bare():
        st.caption(plain_text(_("{label}: {value}", label=label, value=options[value])))
        return value
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


def asked_for() -> dict[str, list[str]]:
    """Return all parameters of the address with all their values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def ask_for(pairs: Iterable[tuple[str, str]], *, instead_of: Iterable[str]) -> None:
    """Write parameters, which may repeat, in place of all those named `instead_of`."""
    kept = asked_for()
    for name in instead_of:
        kept.pop(name, None)
    for name, value in pairs:
        kept.setdefault(name, []).append(value)
    st.query_params.from_dict(kept)


def page() -> str:
    """Return the path of the page that is open, empty for the first."""
    return str(st.session_state.get(_PAGE, ""))


def link(page: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the whole address of a page with parameters, as a reader may pass it on."""
    here = urlsplit(str(st.context.url or ""))
    base = "/" + str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"{base.rstrip('/')}/{page}"
    return urlunsplit((here.scheme, here.netloc, path, urlencode(list(pairs)), ""))


def notice(text: str) -> None:
    """Have `show_notices` say a text, once."""
    if text not in st.session_state[_NOTICES]:
        st.session_state[_NOTICES].append(text)


def show_notices() -> None:
    """Say what the address asked for in vain."""
    for text in st.session_state.get(_NOTICES, []):
        st.info(text)


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
