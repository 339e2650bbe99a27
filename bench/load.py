"""Load the servers with many readers, who send what a browser sent.

What a browser sends when the page opens and when a year is chosen is recorded once for each app;
sessions send it again over connections of their own, without a pause in between. So this is the
work of the server alone. What comes back is looked at: an answer without the year's figures counts
as a fault.
"""

import asyncio
import http.client
import socket
import time
from dataclasses import dataclass, field
from typing import Protocol

import websockets
from playwright.sync_api import Browser, Page, Request, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.apps import App
from bench.browser import move, new_reader, rest, visit
from bench.moves import year_move
from bench.peers import DASH
from bench.summaries import percentile
from bench.table import LAST_YEAR, shown_figures

_DASH_CALLBACK = "/_dash-update-component"
YEARS = (LAST_YEAR - 1, LAST_YEAR)  # the years that sessions choose in turn


@dataclass(frozen=True)
class Recording:
    """Hold what a browser sent: `opening` the page, `changes` for each of YEARS.

    `answered` is how many messages and bytes came back for one change over a web socket.
    """

    opening: tuple[bytes, ...]
    changes: tuple[bytes, ...]
    answered: tuple[int, int] | None


class Session(Protocol):
    """Describe one reader of an app."""

    async def open(self) -> None:
        """Connect and take the page."""

    async def change(self, at: int) -> None:
        """Choose one of YEARS and take the answer; raises ValueError for a wrong one."""

    async def close(self) -> None:
        """Go away."""


@dataclass
class _Line:
    """Record what went over a page's line."""

    sent: list[bytes] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Record what goes over the sockets and requests of a page from now on."""
        page.on("websocket", self._listen_to_socket)
        page.on("request", self._listen_to_request)

    def _listen_to_socket(self, found: WebSocket) -> None:
        found.on("framesent", lambda payload: self.sent.append(_as_bytes(payload)))
        found.on("framereceived", lambda payload: self.received.append(_as_bytes(payload)))

    def _listen_to_request(self, request: Request) -> None:
        if request.method == "POST" and request.post_data_buffer:
            self.sent.append(request.post_data_buffer)

    def take(self) -> tuple[list[bytes], list[bytes]]:
        """Return what went since the last time."""
        found = (list(self.sent), list(self.received))
        self.sent.clear()
        self.received.clear()
        return found


def _as_bytes(payload: bytes | str) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload


def record(browser: Browser, app: App) -> Recording:
    """Open the page in the browser, choose each of YEARS, and return what was sent."""
    context = new_reader(browser)
    line = _Line()
    context.on("page", line.listen)
    page, _load = visit(context, app.url)
    opening, _answer = line.take()
    for year in YEARS:
        move(page, app, year_move(year))
    changes: list[bytes] = []
    answered = None
    for year in YEARS:
        rest(page)
        line.take()
        move(page, app, year_move(year))
        sent, received = line.take()
        changes.append(_asking(sent, app)[0])
        if received:
            answered = (len(received), sum(map(len, received)))
    context.close()
    return Recording(tuple(_asking(opening, app)), tuple(changes), answered)


def _asking(sent: list[bytes], app: App) -> list[bytes]:
    """Return the messages that ask for figures, without a browser's other business."""
    if app.name == DASH:
        return sent
    return [one for one in sent if BackMsg.FromString(one).WhichOneof("type") == "rerun_script"]


def new_session(app: App, recording: Recording) -> Session:
    """Return a reader who is not connected yet."""
    return (DashSession if app.name == DASH else StreamlitSession)(app, recording)


class StreamlitSession:
    """Act as a reader of a Streamlit page, over its web socket."""

    def __init__(self, app: App, recording: Recording) -> None:
        self._app, self._recording = app, recording
        self._kept: dict[str, bytes] = {}

    async def open(self) -> None:
        """Connect and take the page."""
        self._socket = await websockets.connect(
            f"ws://127.0.0.1:{self._app.port}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(f"http://127.0.0.1:{self._app.port}"),
            max_size=None,
            compression=None,
        )
        for payload in self._recording.opening:
            await self._ask(payload)

    async def change(self, at: int) -> None:
        """Choose one of YEARS; the answer ends with the script."""
        answer = await self._ask(self._recording.changes[at])
        _look_at(answer, at)

    async def close(self) -> None:
        """End the session."""
        await self._socket.close()

    async def _ask(self, payload: bytes) -> bytes:
        asking = BackMsg.FromString(payload)
        # The browser says which messages it has; this reader has its own.
        del asking.rerun_script.cached_message_hashes[:]
        asking.rerun_script.cached_message_hashes.extend(self._kept)
        await self._socket.send(asking.SerializeToString())
        answer = []
        while True:
            _acknowledge_at_once(self._socket.transport.get_extra_info("socket"))
            message = await self._socket.recv()
            assert isinstance(message, bytes)
            told = ForwardMsg.FromString(message)
            answer.append(self._kept[told.ref_hash] if told.ref_hash else message)
            if told.metadata.cacheable:
                self._kept[told.hash] = message
            if told.WhichOneof("type") == "script_finished":
                return b"".join(answer)


class DashSession:
    """Act as a reader of a Dash page: one request for each change."""

    def __init__(self, app: App, recording: Recording) -> None:
        self._app, self._recording = app, recording

    async def open(self) -> None:
        """Take the page's first figures."""
        for payload in self._recording.opening:
            await asyncio.to_thread(self._ask, payload)

    async def change(self, at: int) -> None:
        """Choose one of YEARS."""
        _look_at(await asyncio.to_thread(self._ask, self._recording.changes[at]), at)

    async def close(self) -> None:
        """Close nothing: nothing is kept open."""

    def _ask(self, payload: bytes) -> bytes:
        asking = http.client.HTTPConnection("127.0.0.1", self._app.port, timeout=300)
        asking.request("POST", _DASH_CALLBACK, payload, {"Content-Type": "application/json"})
        answer = asking.getresponse().read()
        asking.close()
        return answer


def _acknowledge_at_once(connection: socket.socket) -> None:
    """Acknowledge at once, as browsers do: a delay would hold the next frame.

    Linux takes it back after a while, so it is asked for before each message.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _look_at(answer: bytes, at: int) -> None:
    """Raise ValueError for an answer that does not have the figures of the year."""
    lacking = [text for text in shown_figures(YEARS[at]) if text.encode() not in answer]
    if lacking:
        raise ValueError(f"no {lacking} in the answer for {YEARS[at]}")


@dataclass
class _Reader:
    """Hold a session, and which of YEARS it chooses next."""

    session: Session
    turn: int = 0

    async def change(self) -> float:
        """Choose the other year; return the milliseconds until the whole answer."""
        begin = time.perf_counter()
        await self.session.change(self.turn)
        self.turn = (self.turn + 1) % len(YEARS)
        return 1000 * (time.perf_counter() - begin)

    async def read(self, until: float) -> list[float]:
        """Choose again and again until a moment has come, at least once."""
        waits = [await self.change()]
        while time.perf_counter() < until:
            waits.append(await self.change())
        return waits


@dataclass(frozen=True)
class Spell:
    """Hold the milliseconds that readers waited, and the changes a second."""

    waits: tuple[float, ...]
    rate: float

    @property
    def p95(self) -> float:
        """Return what all but one in twenty waited at most."""
        return percentile(self.waits, 0.95)


class Crowd:
    """Hold sessions of one app that stay connected from spell to spell."""

    def __init__(self, app: App, recording: Recording) -> None:
        self._app, self._recording = app, recording
        self._readers: list[_Reader] = []

    async def grow(self, count: int) -> None:
        """Have so many readers, each of whom has opened the page and chosen once."""
        while len(self._readers) < count:
            reader = _Reader(new_session(self._app, self._recording))
            self._readers.append(reader)
            await reader.session.open()
            await reader.change()

    async def spell(self, readers: int, seconds: float) -> Spell:
        """Let the first readers choose again and again for a while, all at once."""
        begin = time.perf_counter()
        each = [reader.read(begin + seconds) for reader in self._readers[:readers]]
        waits = [wait for found in await asyncio.gather(*each) for wait in found]
        return Spell(tuple(waits), len(waits) / (time.perf_counter() - begin))

    async def close(self) -> None:
        """Send everybody away."""
        for reader in self._readers:
            await reader.session.close()
        self._readers = []
