"""Limit the open files, time and lines of the log that connections cost.

The framework starts its server without limits for any of them. A connection whose request does
not come on is ended, so are the oldest of many half-sent ones, and new ones are refused while
files are left for those that are open. Pages that are open are not touched.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from metrics.log import event

HEAD_SECONDS = 20.0
"""How long the head of a request may take; a browser sends it at once."""
BODY_SECONDS = 60.0
"""How long nothing may come of a file that is being sent."""
MOST_HALF_SENT = 256
_OPEN_FILES = 65_536
_KEPT_FILES = 0.9
"""The part of the open files that connections may use; a page needs some more of its own."""
_Protocol: Any = AutoHTTPProtocol


class HalfSent:
    """Hold the connections whose request has not come whole, the oldest first."""

    def __init__(self) -> None:
        self.deadlines: dict[Any, float] = {}

    def note(self, protocol: Any) -> None:
        """Note what a connection still owes after something came, or nothing."""
        now = asyncio.get_running_loop().time()
        transport, cycle = protocol.transport, protocol.cycle
        if transport.is_closing() or transport.get_protocol() is not protocol:
            self.deadlines.pop(protocol, None)  # a page's own connection, or one that has ended
        elif cycle is None or cycle.response_complete:
            self.deadlines.setdefault(protocol, now + HEAD_SECONDS)
        elif cycle.more_body:
            self.deadlines.pop(protocol, None)
            self.deadlines[protocol] = now + BODY_SECONDS
        else:
            self.deadlines.pop(protocol, None)
        if len(self.deadlines) > MOST_HALF_SENT:
            self.end(next(iter(self.deadlines)))

    def end(self, protocol: Any) -> None:
        """End a connection."""
        self.deadlines.pop(protocol, None)
        protocol.transport.abort()
        event("connection-ended", logging.WARNING, reason="half-sent")

    async def watch(self) -> None:
        """End the connections whose time is over, until cancelled."""
        while True:
            await asyncio.sleep(min(HEAD_SECONDS, 5))
            now = asyncio.get_running_loop().time()
            for protocol in [each for each, due in self.deadlines.items() if due <= now]:
                self.end(protocol)


def limit_connections() -> Callable[[], None]:
    """Limit the connections of the server on this loop; return the way back."""
    loop, half_sent, most = asyncio.get_running_loop(), HalfSent(), _raise_open_files()
    made, received = _Protocol.connection_made, _Protocol.data_received
    lost = _Protocol.connection_lost

    @wraps(made)
    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        socket = transport.get_extra_info("socket")
        # The system gives the lowest free number, so a high one says how many files are open.
        if socket is not None and socket.fileno() > most:
            event("connection-refused", logging.WARNING, reason="open-files")
            transport.abort()
        else:
            half_sent.note(self)

    @wraps(received)
    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        half_sent.note(self)

    @wraps(lost)
    def connection_lost(self: Any, error: Exception | None) -> None:
        half_sent.deadlines.pop(self, None)
        lost(self, error)

    _set(connection_made, data_received, connection_lost)
    loop.set_exception_handler(_say_once)
    watching = loop.create_task(half_sent.watch())

    def undo() -> None:
        watching.cancel()
        loop.set_exception_handler(None)
        _set(made, received, lost)

    return undo


def _set(made: Any, received: Any, lost: Any) -> None:
    _Protocol.connection_made, _Protocol.data_received = made, received
    _Protocol.connection_lost = lost


def _say_once(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log a fault of the loop: its message and kind; the log bounds how often."""
    kind = type(context.get("exception")).__name__
    event("loop", logging.ERROR, message=str(context.get("message", "")), kind=kind)


def _raise_open_files() -> int:
    """Open as many files as the system lets; return the number for connections."""
    if sys.platform == "win32":  # pragma: no cover
        return sys.maxsize  # sockets are no files there
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return sys.maxsize if soft == resource.RLIM_INFINITY else int(soft * _KEPT_FILES)
