"""Bring who signs in at a provider back to the page that they left, and nobody elsewhere."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from metrics.store.account_sessions import browser_hash
from ui.session import way_back
from ui.session.session_cookie import COOKIE
from ui.session.way_back import WayBack, remember_page

ANSWER = "/oauth2callback?code=x&state=y"


def test_a_browser_comes_back_once_to_the_page_that_it_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def framework(_request: Request) -> RedirectResponse:
        return RedirectResponse("/", 302)

    app = Starlette(routes=[Route("/oauth2callback", framework)], middleware=[Middleware(WayBack)])
    monkeypatch.setattr(way_back, "browser_here", lambda: browser_hash("own"))
    monkeypatch.setattr(way_back, "page", lambda: "upload")
    monkeypatch.setattr(way_back, "asked_for", lambda: {"lang": ["en"], "x": ["//a", "b"]})
    remember_page()

    def way(cookie: str, address: str = ANSWER) -> str:
        client = TestClient(app, cookies={COOKIE: cookie}, follow_redirects=False)
        return client.get(address).headers["location"]

    assert way("other") == "/"
    assert way("own", "/oauth2callback") == "/", "signing out ends at the front page"
    assert way("own") == "/upload?lang=en&x=%2F%2Fa&x=b"
    assert way("own") == "/"
