"""Connections that bring no request are ended, and leave room for those that do."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from web import connections
from web.connections import limit_connections

Asked = tuple[asyncio.StreamReader, asyncio.StreamWriter]
WHOLE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HALVES = (
    b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n12", WHOLE + b"GET / HT",
)  # fmt: skip


def run_aside(attack: Coroutine[Any, Any, None]) -> None:
    """Run in a thread: a browser's test before may have left an event loop in this one."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, attack).result()


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        undo = limit_connections()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        undo()
        await send({"type": "lifespan.shutdown.complete"})
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def serving() -> AsyncIterator[Callable[[bytes], Awaitable[Asked]]]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(
            uvicorn.Config(application, log_level="critical", timeout_keep_alive=0)
        )
        running = asyncio.create_task(server.serve([listening]))

        async def ask(said: bytes) -> Asked:
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(said)
            return reader, writer

        reader, writer = await ask(WHOLE)
        assert (await reader.read(15)).startswith(b"HTTP/1.1 200")
        writer.close()
        yield ask
        server.should_exit = True
        await running


async def ended(one: Asked) -> bytes:
    """Wait until the server has hung up; what it said before."""
    try:
        return await one[0].read()
    except ConnectionError:
        return b""
    finally:
        one[1].close()


def test_half_sent_requests_are_ended_and_whole_ones_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.05)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.05)

    async def attack() -> None:
        async with serving() as ask:
            said = await asyncio.gather(*[ended(await ask(half)) for half in HALVES])
            assert [b" 200 " in each for each in said] == [False, False, False, True]

    run_aside(attack())


def test_of_many_half_sent_requests_the_oldest_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_HALF_SENT", 20)

    async def attack() -> None:
        async with serving() as ask:
            flood = [await ask(HALVES[1]) for _ in range(60)]
            reader, writer = await ask(WHOLE)
            assert (await reader.read(15)).startswith(b"HTTP/1.1 200")
            first = await asyncio.gather(*map(ended, flood[:30]))
            assert first == [b""] * 30
            for _reader, each in [*flood, (reader, writer)]:
                each.close()

    run_aside(attack())


def test_connections_are_refused_before_open_files_run_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def attack() -> None:
        async with serving() as ask:
            monkeypatch.setattr(connections, "_raise_open_files", lambda: 0)
            undo = limit_connections()
            assert await ended(await ask(WHOLE)) == b""
            undo()
            reader, writer = await ask(WHOLE)
            assert (await reader.read(15)).startswith(b"HTTP/1.1 200")
            writer.close()

    run_aside(attack())
