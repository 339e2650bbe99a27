"""Give every answer security headers, and compress the server's own files.

The content security policy holds the pages to this server: no script, picture, font or connection
from elsewhere, and no evaluation of texts as script. Refuses nothing itself; browsers do.
"""

import asyncio
import gzip
import re
from collections.abc import MutableMapping, Sequence
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from metrics.operations.settings import EMBED_VARIABLE, sites
from ui.components.static_files import chart_address, figures_address, plotly_address, takes_gzip
from ui.session.identity import main_categories
from ui.session.session_cookie import OwnSessions, is_page, with_headers
from ui.session.way_back import WayBack
from web.own_files import OwnFiles
from web.refusals import OwnRefusals
from web.shell import OwnShell

_POLICY = (
    "default-src 'self'",
    # The framework starts its pages with a script in the page, and components with one of a blob.
    "script-src 'self' 'unsafe-inline' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[\da-f:]+\](:\d+)?", re.ASCII | re.IGNORECASE)
_COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "image/svg",
    "application/wasm",
)
_STATIC, _OWN = "/static/", "/app/static/"
"""Where the framework's files are; a bureau may change its own under the same name."""
_WITH_CHARTS = ("others", "explore")
_WITH_FIGURES = ("", "overview", "sources", "history")
"""Pages by what they show at once; what a page does not show is not asked for."""
_TABLE = b"view=table"  # the view of any of them that has no chart
_LONGEST_NAME = 255  # bytes of a name that a file system takes
_LEAST = 1_000  # bytes below which compression does not pay
_KEPT_BYTES = 64 * 2**20


def middleware() -> list[Middleware]:
    """Return what stands before every answer of the server, the outermost first."""
    return [
        Middleware(SecurityHeaders, embedding=sites(EMBED_VARIABLE)),
        Middleware(OwnRefusals),
        Middleware(OwnPages),
        Middleware(RefusedCompression),
        Middleware(OwnSessions),
        Middleware(WayBack),
        Middleware(OwnFiles),
        Middleware(Preloaded),
        Middleware(CompressedStatic),
        Middleware(OwnShell),
    ]


def security_headers(embedding: Sequence[str] = (), host: str = "") -> dict[str, str]:
    """Return the headers of every answer; `embedding` sites may hold our pages.

    `host` is what the browser calls this server.
    """
    ancestors = " ".join(["frame-ancestors 'self'", *embedding])
    # Not every browser takes the pages' own connection for one to 'self'.
    own = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    headers = {
        "content-security-policy": "; ".join([*_POLICY, f"connect-src 'self'{own}", ancestors]),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "cross-origin-opener-policy": "same-origin",
    }
    return headers if embedding else {**headers, "x-frame-options": "SAMEORIGIN"}


class SecurityHeaders:
    """Put the security headers on every answer that does not set its own."""

    def __init__(self, app: ASGIApp, embedding: Sequence[str] = ()) -> None:
        self.app = app
        self.embedding = embedding

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        own = security_headers(self.embedding, Headers(scope=scope).get("host", ""))

        def complete(headers: MutableHeaders) -> None:
            for name, value in own.items():
                headers.setdefault(name, value)

        await self.app(scope, receive, with_headers(send, complete))


class OwnPages:
    """Refuse connections from pages of other sites, and names too long for files.

    The framework would ask the internet for this machine's address, at each such connection and
    while everybody waits; and the file system fails at a name that is too long for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from our own pages; sites that are let in look like these."""
        if scope["type"] == "websocket":
            headers = MutableHeaders(raw=list(scope["headers"]))
            origin, host = headers.get("origin"), headers.get("host", "")
            scheme, _sign, site = (origin or "").partition("://")
            if origin is not None and site != host:
                if origin not in st.get_option("server.corsAllowedOrigins"):
                    await send({"type": "websocket.close", "code": 1008})
                    return
                headers["origin"] = f"{scheme}://{host}"
                scope = {**scope, "headers": headers.raw}
        elif scope["type"] == "http" and any(
            len(part.encode()) > _LONGEST_NAME for part in scope["path"].split("/")
        ):
            await _answer(send, [(b"content-length", b"0")], b"", status=404)
            return
        await self.app(scope, receive, send)


class Preloaded:
    """Name the scripts of a page to browsers, so that they load meanwhile."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and name the scripts in the header of a page."""

        def name_scripts(headers: MutableHeaders) -> None:
            if is_page(headers) and (needed := _needed(scope)):
                headers.append("link", needed)

        named = scope["type"] == "http"
        await self.app(scope, receive, with_headers(send, name_scripts) if named else send)


def _needed(scope: Scope) -> str:
    """Return the Link header of a page's scripts; empty where none come first."""
    page = scope["path"].rstrip("/").rpartition("/")[2]
    figures = f"<{figures_address()}>; rel=modulepreload"
    with_charts = page in (*_WITH_CHARTS, *(each.address for each in main_categories()))
    if with_charts and _TABLE not in scope["query_string"].split(b"&"):
        charts = f"<{plotly_address()}>; rel=preload; as=script"
        return f"{figures}, <{chart_address()}>; rel=modulepreload, {charts}"
    return figures if with_charts or page in _WITH_FIGURES else ""


class RefusedCompression:
    """Hide gzip from the framework where refused: it takes `gzip;q=0` for leave."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a header that no part of the server misreads."""
        if scope["type"] == "http":
            headers = MutableHeaders(raw=list(scope["headers"]))
            if not takes_gzip(headers.get("accept-encoding", "")):
                headers["accept-encoding"] = "identity"
                scope = {**scope, "headers": headers.raw}
        await self.app(scope, receive, send)


class CompressedStatic:
    """Compress the framework's own files, once each, and keep them compressed.

    The framework leaves that to a proxy, which a bureau's machine may not have; its files carry
    a hash of their content in their names, so what is kept never grows old.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or compress what the framework answers."""
        if not _may_compress(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if found := self.kept.get(path):
            await _answer(send, *found, head=scope["method"] == "HEAD")
            return
        if scope["method"] == "HEAD":
            await self.app(scope, receive, send)
            return
        start, body = await _collected(self.app, scope, receive)
        headers = Headers(raw=start["headers"])
        if start["status"] == 200 and _is_worth_it(headers, body):
            body = await asyncio.to_thread(gzip.compress, body, 6, mtime=0)
            raw = _compressed_headers(headers, len(body))
            # Any address below gets the page itself, so visitors could fill the room with it.
            if not is_page(headers) and self.size + len(body) <= _KEPT_BYTES:
                self.size += len(body)
                self.kept[path] = (raw, body)
            await _answer(send, raw, body)
            return
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _may_compress(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    headers = Headers(scope=scope)
    accepts = takes_gzip(headers.get("accept-encoding", ""))
    asks_for_part = "range" in headers or "if-none-match" in headers
    path = scope["path"]
    return accepts and not asks_for_part and _STATIC in path and _OWN not in path


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Return the start of an answer and its whole body."""
    start: MutableMapping[str, Any] = {}
    parts: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    return start, b"".join(parts)


def _is_worth_it(headers: Headers, body: bytes) -> bool:
    kind = headers.get("content-type", "")
    return (
        len(body) >= _LEAST and kind.startswith(_COMPRESSED) and "content-encoding" not in headers
    )


def _compressed_headers(headers: Headers, length: int) -> list[tuple[bytes, bytes]]:
    changed = MutableHeaders(raw=list(headers.raw))
    changed["content-encoding"] = "gzip"
    changed["content-length"] = str(length)
    changed.add_vary_header("Accept-Encoding")
    if etag := changed.get("etag"):
        # Other bytes than the file's own, so a weak name for the same content.
        changed["etag"] = etag if etag.startswith("W/") else f"W/{etag}"
    return changed.raw


async def _answer(
    send: Send,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    *,
    head: bool = False,
    status: int = 200,
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})
