"""Bring who signs in at an identity provider back to the page that they left.

The framework sends everybody to the front page. Which page a browser left is kept here until it
comes back; no provider learns it, and no address in a request decides where anybody is sent.
"""

import threading
import time
from collections import OrderedDict
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from metrics.store.account_sessions import browser_hash
from ui.session.browser import browser_here
from ui.session.session_cookie import browser_of, with_headers
from ui.session.url_state import asked_for, base_path, page

_CALLBACK = "/oauth2callback"
_SECONDS, _MOST_KEPT = 1800, 2_000
_lock = threading.Lock()
_left: OrderedDict[str, tuple[str, float]] = OrderedDict()
"""By the hash of a browser the page that it left, and when; the one that left last at the end."""


def remember_page() -> None:
    """Note the page that this browser leaves now."""
    query = urlencode(asked_for(), doseq=True)
    address = f"{base_path()}/{page()}" + (f"?{query}" if query else "")
    if browser := browser_here():
        with _lock:
            _left.pop(browser, None)
            _left[browser] = address, time.monotonic()
            while len(_left) > _MOST_KEPT:
                _left.popitem(last=False)


class WayBack:
    """Turn the provider's answer to the page that its browser left."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with another way from here for whom a page is kept."""
        answered = scope["type"] == "http" and scope["path"].endswith(_CALLBACK)
        if not answered or b"state=" not in scope["query_string"]:
            await self.app(scope, receive, send)
            return
        browser = browser_hash(browser_of(scope))
        with _lock:
            address, since = _left.pop(browser, ("", 0.0))

        def turn(headers: MutableHeaders) -> None:
            if address and headers.get("location") == f"{base_path()}/":
                headers["location"] = address

        fresh = time.monotonic() - since < _SECONDS
        await self.app(scope, receive, with_headers(send, turn) if fresh else send)
