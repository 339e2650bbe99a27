"""Hold the address of a browser, and the hash of its cookie."""

import streamlit as st

from metrics.store.account_sessions import browser_hash
from ui.session.session_cookie import COOKIE

EDITOR = "_editor"
"""Where the state of a session holds who is signed in."""


def browser_here() -> str:
    """Return the hash of this browser's cookie, by which an account stays signed in."""
    return browser_hash(str(st.context.cookies.get(COOKIE, "")))


def source_of_browser() -> str:
    """Return where this browser is, for the limit of attempts and the audit."""
    return str(st.context.ip_address or "local")
