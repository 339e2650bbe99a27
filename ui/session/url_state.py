"""What the reader has chosen, kept in the page's address.

The address is the truth and widgets follow it; only what the reader chose is written, so a link
without a year means the latest year, next year too. Values in the address are short stable names
in no language. A value that does not exist is said, and the default is used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from metrics.i18n import Words
from ui.session.markdown import plain_text

KEPT_BETWEEN_PAGES = ("lang", "year", "region")
NOT_CARRIED_TO = {"explore": ("year",)}
"""Where a kept choice would mean something else: the analyst's page compares years."""
PRINT = "print"
ONLY = "only"
_PAGE, _CARRIED, _WAITING = "_page", "_carried", "_waiting"
_NOTICES = "_notices"
_SECONDS_FOR_THE_PATH = 0.1
"""What a browser needs to write a new page's path; what comes sooner is written to the old one."""


def enter_page(page: str) -> None:
    """Carry the choices that hold for all pages over to a page that was just opened.

    Streamlit drops the query when a reader moves by the menu; a link's own query wins. What is
    carried holds at once and is written by `leave_page`: written now, it would overtake the new
    page's path on its way to the browser, and going back would lead to the old page without its
    choices.
    """
    forget_notices()
    moved = st.session_state.get(_PAGE) not in (None, page)
    st.session_state[_PAGE] = page
    before = () if moved else st.session_state.get(_CARRIED, ())
    carried = {}
    for name in KEPT_BETWEEN_PAGES:
        if name in NOT_CARRIED_TO.get(page, ()):
            continue
        memory = f"_kept_{name}"
        values = st.query_params.get_all(name)
        if moved and not values and st.session_state.get(memory):
            carried[name] = st.session_state[memory]
        elif values or name not in before:
            st.session_state[memory] = values[0] if len(values) == 1 else None
        # Else it is one step back from where the choice was carried over: it still holds.
    st.session_state[_WAITING] = carried
    if moved:
        st.session_state[_CARRIED] = tuple(carried)


def leave_page() -> None:
    """Write into the address what was carried over to the page, after the page has run."""
    waiting = st.session_state.pop(_WAITING, {})
    if waiting:
        time.sleep(_SECONDS_FOR_THE_PATH)  # the page is on screen already
    for name, value in waiting.items():
        if name not in st.query_params:
            st.query_params[name] = value


def forget_notices() -> None:
    """Begin anew with what the address asks for in vain."""
    st.session_state[_NOTICES] = []


def is_bare() -> bool:
    """Say whether the page stands without the frame: inside another page, or to be printed."""
    return bool(st.context.is_embedded) or PRINT in st.query_params


def is_on_paper() -> bool:
    """Say whether the page is the one to be printed: nothing on it can be opened or turned."""
    return PRINT in st.query_params


def only_charts() -> bool:
    """Say whether the charts alone are asked for, to stand inside another page."""
    return st.query_params.get(ONLY) == "chart"


def chosen(name: str, options: Sequence[str], default: str, _: Words) -> str:
    """Return the value of a parameter, or the default when it is absent or no longer exists."""
    value = st.query_params.get(name, st.session_state.get(_WAITING, {}).get(name))
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
        wrap=True,
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
    waiting = {name: [value] for name, value in st.session_state.get(_WAITING, {}).items()}
    return waiting | {name: st.query_params.get_all(name) for name in st.query_params}


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


def base_path() -> str:
    """Return the path below which this server answers, empty for the root."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def link(page: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the whole address of a page with parameters, as a reader may pass it on."""
    here = urlsplit(str(st.context.url or ""))
    path = f"{base_path()}/{page}"
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
