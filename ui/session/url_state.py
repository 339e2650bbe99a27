"""Keep a reader's choices in the page's address.

The address is the truth and widgets follow it; only what the reader chose is written, so a link
without a year means the latest year, next year too. Values in the address are short stable names
in no language. A value that does not exist is reported, and the default is used.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics.i18n import Words
from ui.session.markdown import plain_text

KEPT_BETWEEN_PAGES = ("lang", "year", "region")
NOT_CARRIED_TO = {"explore": ("year",)}
"""Where a kept choice would mean something else: the analyst's page compares years."""
PRINT = "print"
ONLY = "only"
_PAGE, _CARRIED = "_page", "_carried"
_NOTICES = "_notices"


def follow_history() -> None:
    """Begin a run: after a step in the browser's history its address alone holds."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and context.is_history_navigation:
        st.session_state[_PAGE] = None
        st.session_state[_CARRIED] = {}
        for name in KEPT_BETWEEN_PAGES:
            st.session_state[_kept(name)] = st.query_params.get(name)


def enter_page(page: str) -> list[str] | None:
    """Carry the choices that hold for all pages over to a page that was just opened.

    Streamlit drops the query when a reader moves by the menu; a link's own query wins. What is
    carried holds at once; `carry.js` writes it into the entry that the browser has for the page.
    Returned are the parameters that a page reached from another was opened with, else None.
    """
    forget_notices()
    moved = st.session_state.get(_PAGE) not in (None, page)
    st.session_state[_PAGE] = page
    names = [name for name in KEPT_BETWEEN_PAGES if name not in NOT_CARRIED_TO.get(page, ())]
    carried = carried_choices()
    if moved:
        kept = {name: st.session_state.get(_kept(name)) for name in names}
        carried = {n: value for n, value in kept.items() if value and n not in st.query_params}
    elif carried.keys() & set(st.query_params):
        carried = {}
    # Else the browser has not written it yet, so it is carried still.
    st.session_state[_CARRIED] = carried
    for name in names:
        if name not in carried:
            values = st.query_params.get_all(name)
            st.session_state[_kept(name)] = values[0] if len(values) == 1 else None
    return list(st.query_params) if moved else None


def carried_choices() -> dict[str, str]:
    """Return the choices of this page that its address lacks yet, by parameter."""
    return dict(st.session_state.get(_CARRIED, {}))


def kept_choice(name: str) -> str | None:
    """Return a choice of every page: of the address, else of the page before."""
    return st.query_params.get(name) or st.session_state.get(_kept(name))


def asked(name: str) -> str | None:
    """Return the last value of a parameter, None without."""
    return st.query_params.get(name, carried_choices().get(name))


def _kept(name: str) -> str:
    return f"_kept_{name}"


def forget_notices() -> None:
    """Begin anew with what the address asks for in vain."""
    st.session_state[_NOTICES] = []


def is_bare() -> bool:
    """Return whether the page is without the frame: embedded, or for printing."""
    return bool(st.context.is_embedded) or PRINT in st.query_params


def is_on_paper() -> bool:
    """Return whether the page is for printing: nothing opens or turns."""
    return PRINT in st.query_params


def only_charts() -> bool:
    """Return whether only the charts are asked for, to be embedded."""
    return st.query_params.get(ONLY) == "chart"


def understood(name: str, value: str | None) -> str | None:
    """Return a value as an address should write it: 2024, zh."""
    if value is None:
        return None
    value = value.strip()
    if name == "lang":
        return re.split("[-_]", value.lower())[0]
    return re.sub(r"^(\d{4})\D{1,2}$", r"\1", value)


def chosen(name: str, options: Sequence[str] | Mapping[str, str], default: str, _: Words) -> str:
    """Return the value of a parameter, or the default where it is not allowed.

    A notice calls the default as the options name it.
    """
    value = understood(name, asked(name))
    if value is None or value in options:
        return value or default
    named = options[default] if isinstance(options, Mapping) else default
    notice(
        _(
            "The address asks for {name}={value}, which does not exist; {default} is shown.",
            name=name,
            value=_quoted(value),
            default=_quoted(named),
        )
    )
    return default


def switch(label: str, name: str, options: Mapping[str, str], default: str, _: Words) -> str:
    """Show a row of choices bound to a parameter; return the chosen value.

    The default is never written into the address. A bare page only says what is chosen.
    """
    value = chosen(name, options, default, _)
    if is_bare():
        show_choice(label, options[value], _)
        return value
    # Set in every run: on a page just opened the browser has a new widget that knows no value.
    key = f"switch_{name}"
    st.session_state[key] = value
    # These buttons read Markdown, which drop-down lists do not.
    named = {option: plain_text(text) for option, text in options.items()}
    bound = _bound(key, named, name, default)
    # The choices say what they are; the label is for those who hear the page.
    st.segmented_control(
        label, list(options), required=True, wrap=True, label_visibility="collapsed", **bound
    )
    return value


def choose(label: str, name: str, options: Mapping[str, str], default: str, _: Words) -> str:
    """Show a drop-down bound to a parameter; return the chosen value."""
    value = chosen(name, options, default, _)
    if is_bare():
        show_choice(label, options[value], _)
        return value
    if st.session_state.get(f"choose_{name}") != value:
        st.session_state[f"choose_{name}"] = value
    st.selectbox(
        label, list(options), width=220, **_bound(f"choose_{name}", options, name, default)
    )
    return value


def _bound(key: str, options: Mapping[str, str], name: str, default: str) -> dict[str, Any]:
    """Return what binds a widget to a parameter of the address."""
    act = {"on_change": _write_widget, "args": (name, key, default)}
    return {"key": key, "format_func": options.__getitem__, **act}


def show_choice(label: str, value: str, _: Words) -> None:
    """Show what is chosen where it cannot be changed."""
    if not only_charts():
        st.caption(plain_text(_("{label}: {value}", label=label, value=value)))


def asked_for() -> dict[str, list[str]]:
    """Return all parameters of the address with all their values."""
    carried = {name: [value] for name, value in carried_choices().items()}
    return carried | {name: st.query_params.get_all(name) for name in st.query_params}


def ask_for(pairs: Iterable[tuple[str, str]], *, instead_of: Iterable[str]) -> None:
    """Write parameters, which may repeat, in place of all those named `instead_of`."""
    kept = asked_for()
    for name in instead_of:
        kept.pop(name, None)
    for name, value in pairs:
        kept.setdefault(name, []).append(value)
    st.session_state[_CARRIED] = {}
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
    """Have `show_notices` show a text, once."""
    if text not in st.session_state[_NOTICES]:
        st.session_state[_NOTICES].append(text)


def show_notices() -> None:
    """Show what the address asked for in vain."""
    for text in st.session_state.get(_NOTICES, []):
        st.info(text)


def write(name: str, value: str, *, default: str) -> None:
    """Write a choice into the address, the default not."""
    ask_for([(name, value)] if value != default else [], instead_of=[name])
    if name in KEPT_BETWEEN_PAGES:
        st.session_state[_kept(name)] = st.query_params.get(name)


def _write_widget(name: str, key: str, default: str) -> None:
    write(name, st.session_state[key], default=default)


def _quoted(value: str) -> str:
    """Show a value from an address, cut short."""
    shown = value if len(value) <= 40 else value[:39] + "…"
    return plain_text(f"“{shown}”")
