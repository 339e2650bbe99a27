"""Say in the reader's words that nothing is at an address.

The framework answers a browser with two English words, or with nothing. Rewrites answers to
browsers alone: what asks for no page gets the bare answer.
"""

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from metrics.i18n import HTML_LANGUAGES, best_language, message, words
from metrics.markup import tag
from ui.session.url_state import base_path

_NOTHING = message("There is nothing at this address.")
_STYLE = "margin: 4rem 10%; line-height: 1.8; font-family: sans-serif"
_PLAIN = ("", "text/plain")
_STATUS = (400, 404)


class OwnRefusals:
    """Put a page of ours in the place of bare answers about addresses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer unless it refuses an address without a page."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers({})
        if scope.get("method") != "GET" or "text/html" not in headers.get("accept", ""):
            await self.app(scope, receive, send)
            return
        refused = False

        async def told(part: Message) -> None:
            nonlocal refused
            if part["type"] == "http.response.start":
                kind = Headers(raw=part["headers"]).get("content-type", "").partition(";")[0]
                refused = part["status"] in _STATUS and kind in _PLAIN
                if refused:
                    page = _page(headers.get("accept-language", ""), part["status"])
                    await page(scope, receive, send)
            if not refused:
                await send(part)

        await self.app(scope, receive, told)


def _page(accepted: str, status: int) -> HTMLResponse:
    """Return a page that says so, with the way to the front page."""
    language = best_language(accepted)
    _ = words(language)
    way = tag("a", _("Overview"), href=f"{base_path()}/")
    body = tag("body", tag("p", _.say(_NOTHING)), tag("p", way), style=_STYLE)
    title = tag("head", tag("meta", charset="utf-8"), tag("title", _.say(_NOTHING)))
    html = tag("html", title, body, lang=HTML_LANGUAGES[language])
    return HTMLResponse(f"<!doctype html>{html}", status, {"Vary": "Accept-Language"})
