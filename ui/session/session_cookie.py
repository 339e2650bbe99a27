"""Bind a session to the browser that began it, by a cookie.

The framework lets anybody who knows a session's name go on with it after a broken connection, or
even take it over, with the sign-in of an editor in it; and that name stands in the addresses of
uploads, which proxies write into their logs. So each browser gets a random cookie that no script
reads; a connection that asks to go on with a session and brings another cookie than the one that
began it gets a new session instead.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics.auth import Editor, is_editor
from metrics.store.account_sessions import browser_hash

COOKIE = "dashboard_browser"
_PROTOCOLS = "sec-websocket-protocol"
_MOST_KEPT = 20_000
_lock = threading.Lock()
_browsers: OrderedDict[str, str] = OrderedDict()
"""By the name of a session which browser began it, the one that came last at the end."""
_reading: OrderedDict[str, Editor] = OrderedDict()
"""By the name of a session who has signed in there."""


def remember_browser() -> None:
    """Note which browser began the session that runs now; later runs change nothing."""
    context = get_script_run_ctx(suppress_warning=True)
    browser = browser_hash(str(st.context.cookies.get(COOKIE, "")))
    if context is None or not browser:
        return
    with _lock:
        _browsers.setdefault(context.session_id, browser)
        _browsers.move_to_end(context.session_id)
        while len(_browsers) > _MOST_KEPT:
            _browsers.popitem(last=False)


def remember_reader(editor: Editor) -> None:
    """Note who has signed in at the session that runs now."""
    if context := get_script_run_ctx(suppress_warning=True):
        with _lock:
            _reading[context.session_id] = editor
            while len(_reading) > _MOST_KEPT:
                _reading.popitem(last=False)


def reader_of(session: str) -> Editor | None:
    """Return who has signed in at a session, while their proof holds in this process."""
    with _lock:
        editor = _reading.get(session)
    return editor if is_editor(editor, "reader") else None


def belongs_to(session: str, scope: Scope) -> bool:
    """Return whether a request comes from the browser that began a session.

    A browser without cookies is like any other; what it began anybody may go on with.
    """
    with _lock:
        owner = _browsers.get(session, "")
    return not owner or secrets.compare_digest(owner, browser_hash(browser_of(scope)))


def sessions_of(scope: Scope) -> list[str]:
    """Return the sessions that the browser of a request began; none without a cookie."""
    browser = browser_hash(browser_of(scope))
    with _lock:
        return [session for session, owner in _browsers.items() if browser and owner == browser]


class OwnSessions:
    """Give pages the cookie, and refuse sessions of other browsers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without the name of another browser's session."""
        if scope["type"] == "websocket":
            await self.app(_with_own_session(scope), receive, send)
            return
        if scope["type"] != "http" or browser_of(scope):
            await self.app(scope, receive, send)
            return

        def add_cookie(headers: MutableHeaders) -> None:
            if is_page(headers):
                headers.append("set-cookie", _new_cookie(scope))

        await self.app(scope, receive, with_headers(send, add_cookie))


def with_headers(send: Send, change: Callable[[MutableHeaders], None]) -> Send:
    """Return what sends an answer after its headers were changed."""

    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            change(MutableHeaders(scope=message))
        await send(message)

    return changed


def is_page(headers: Headers) -> bool:
    """Return whether an answer is a page."""
    return headers.get("content-type", "").startswith("text/html")


def _with_own_session(scope: Scope) -> Scope:
    """Return a request without the session it asks for, unless its own."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    protocol, *more = (each.strip() for each in headers.get(_PROTOCOLS, "").split(","))
    if len(more) < 2 or not more[1]:
        return scope
    with _lock:
        owner = _browsers.get(more[1], "")
    browser = browser_hash(browser_of(scope))
    if browser and secrets.compare_digest(owner, browser):
        return scope
    headers[_PROTOCOLS] = ", ".join([protocol, more[0]])
    return {**scope, "headers": headers.raw}


def browser_of(scope: Scope) -> str:
    """Return the cookie of the browser that sent a request, or an empty text."""
    found = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return str(found.get(COOKIE, ""))


def _new_cookie(scope: Scope) -> str:
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax{secure}"
