"""Put the bureau's own words into the empty page that the framework serves first.

A reader whose browser runs no scripts, or is too old for them, would see English words of the
framework, or nothing. Rewrites no other answer.
"""

import gzip
import hashlib
import re
from functools import lru_cache
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from metrics.i18n import LANGUAGES, message, words
from metrics.model.vocabulary import name_in
from ui.components.static_files import takes_gzip
from ui.session.identity import the_bureau
from ui.session.session_cookie import is_page
from web.plain_year import plain_year

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_FONT_AHEAD = re.compile(r"<link[^>]*SourceSans[^>]*>")
"""What has browsers fetch the framework's font before its scripts, though no page is set in it."""
_ROOT = '<div id="root"></div>'
_SLOW = (
    "<style>@keyframes late{to{visibility:visible}}"
    "#late{visibility:hidden;animation:late 0s 8s forwards;margin:4rem 10%;line-height:1.8;"
    "font-family:sans-serif}</style>"
)
_AT_ONCE = '<script nomodule>document.getElementById("late").style.visibility="visible"</script>'
"""Run by browsers alone that know no modules and so never show the pages."""
_WITHOUT_SCRIPTS = message(
    "These pages need JavaScript. Please allow it in your browser’s settings and load them anew."
)
_OLD_BROWSER = message(
    "The page is taking long. If it stays empty, the browser is too old: "
    "Chrome, Edge or Firefox of 2023 or later show it."
)


class OwnShell:
    """Put each page that the framework sends into our words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer where it is no page."""
        accepted = Headers(scope=scope) if scope["type"] == "http" else Headers({})
        if scope.get("method") != "GET" or "text/html" not in accepted.get("accept", ""):
            await self.app(scope, receive, send)
            return
        plain = MutableHeaders(raw=list(scope["headers"]))
        plain["accept-encoding"] = "identity"
        known = plain.get("if-none-match", "")  # a mark of ours, that the framework cannot judge
        del plain["if-none-match"]
        zipped = takes_gzip(accepted.get("accept-encoding", ""))
        answer = _Answer(send, zipped=zipped, known=known)
        await self.app({**scope, "headers": plain.raw}, receive, answer.take)


class _Answer:
    """Hold a page back until it is whole; send on anything else as it comes."""

    def __init__(self, send: Send, *, zipped: bool, known: str) -> None:
        self.send, self.zipped, self.known = send, zipped, known
        self.start: Message | None = None
        self.body = b""

    async def take(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            whole = message["status"] == 200 and is_page(Headers(raw=message["headers"]))
            if whole:
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        figures = await run_in_threadpool(plain_year)
        body = own_words(self.body, self.zipped, figures)
        headers.add_vary_header("Accept-Encoding")
        headers["etag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        if headers["etag"] in self.known:
            del headers["content-length"]
            await self.send({**start, "status": 304, "headers": headers.raw})
            await self.send({"type": "http.response.body", "body": b""})
            return
        headers["content-length"] = str(len(body))
        if self.zipped:
            headers["content-encoding"] = "gzip"
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=4)
def own_words(page: bytes, zipped: bool = False, figures: str = "") -> bytes:
    """Return the framework's page with the bureau's name and our words to readers.

    `figures` is markup for those who see nothing else.
    """
    text = page.decode("utf-8")
    bureau = the_bureau()
    name = name_in(bureau, LANGUAGES[0]) if bureau else words(LANGUAGES[0])("Overview")
    without = "".join(f"<p>{escape(words(one).say(_WITHOUT_SCRIPTS))}</p>" for one in LANGUAGES)
    late = "".join(f"<p>{escape(words(one).say(_OLD_BROWSER))}</p>" for one in LANGUAGES)
    text = _TITLE.sub(lambda _: f"<title>{escape(name)}</title>", text, count=1)
    text = _FONT_AHEAD.sub("", text)
    text = _NO_SCRIPT.sub(lambda _: f"<noscript>{without}{figures}</noscript>", text, count=1)
    instead = f'<div id="root"><div id="late">{_SLOW}{late}{figures}</div></div>{_AT_ONCE}'
    text = text.replace(_ROOT, instead)
    written = text.encode()
    return gzip.compress(written, 6, mtime=0) if zipped else written
