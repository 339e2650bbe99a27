"""A real Chromium, and pages of the dashboard opened in it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from metrics.store import Store, open_store
from tests.browser.publishing import PASSCODE, ZH, another_file, go_to, sign_in
from tests.browser.screen import settled
from tests.serving import Server, serving

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOCALES = {"zh": "zh-CN", "en": "en-US"}
WIDE, NARROW = (1440, 900), (390, 844)
MILLISECONDS = 60_000
"""How long to wait for what must come; a busy machine is slow."""
_PROBING = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
"""Streamlit looks for its own addresses below a page's; the 404 of the first try is expected."""


@dataclass
class Log:
    """What a page asked for and complained about while it was open."""

    hosts: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Write down what happens on a page from now on."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.netloc)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBING.search(message.location.get("url", "")):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")


@dataclass(frozen=True)
class Visit:
    """An open page and what it did so far."""

    page: Page
    log: Log
    server: Server


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once for each process of the tests."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.name != "nt":
        pytest.fail("no Chromium or Chrome on this machine: run `sh tests/install_browser.sh`")
    # On Windows Chrome is installed but not on the path; Playwright knows where.
    where = {"executable_path": found} if found else {"channel": "chrome"}
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=list(FLAGS), **where)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Give browser contexts, one for each kind of reader, so that caches stay warm."""
    made: dict[tuple[object, ...], BrowserContext] = {}

    def context(locale: str, size: tuple[int, int], scheme: str, fresh: bool) -> BrowserContext:
        kind = (locale, size, scheme, len(made) if fresh else None)
        if kind not in made:
            width, height = size
            made[kind] = chromium.new_context(
                locale=locale,
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            made[kind].set_default_timeout(MILLISECONDS)
        return made[kind]

    yield context
    for one in made.values():
        one.close()


@pytest.fixture(scope="module")
def open_page(contexts: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Open an address of a server as a reader would and wait until it is complete.

    `language` is the browser's, `size` its window, `scheme` light or dark; `fresh` is a reader
    who has never been here; `drawn` is that the page shows figures at once.
    """
    opened: list[Page] = []

    def visit(
        server: Server,
        path: str,
        *,
        language: str = "zh",
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        fresh: bool = False,
        drawn: bool = True,
    ) -> Visit:
        while opened:
            opened.pop().close()
        page = contexts(LOCALES[language], size, scheme, fresh).new_page()
        opened.append(page)
        log = Log()
        log.listen(page)
        page.goto(server.url + path)
        settled(page, drawn)
        return Visit(page, log, server)

    yield visit
    while opened:
        opened.pop().close()


Reader = Callable[..., Page]


@pytest.fixture(scope="session")
def desks(chromium: Browser) -> Iterator[dict[tuple[object, ...], BrowserContext]]:
    """Browsers of their own, by kind and number; they stay warm from test to test."""
    made: dict[tuple[object, ...], BrowserContext] = {}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def reader(chromium: Browser, desks: dict[tuple[object, ...], BrowserContext]) -> Iterator[Reader]:
    """Open a page in a browser of its own, as somebody else at another desk; all end together."""
    opened: list[Page] = []

    def opens(
        server: Server,
        path: str = "/upload",
        *,
        language: str = "zh",
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        clock: bool = False,
        log: Log | None = None,
    ) -> Page:
        kind = (language, size, scheme, clock, len(opened))
        if kind not in desks:
            desks[kind] = chromium.new_context(
                locale=LOCALES[language],
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            desks[kind].set_default_timeout(MILLISECONDS)
        page = desks[kind].new_page()
        opened.append(page)
        if clock:
            page.clock.install()
        if log:
            log.listen(page)
        page.goto(server.url + path)
        settled(page, drawn=not path.startswith("/upload"))
        return page

    yield opens
    for page in opened:
        page.close()


@pytest.fixture(scope="session")
def desk() -> Iterator[Server]:
    """A server where several tests publish, one after another."""
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


@pytest.fixture(scope="session")
def seat(chromium: Browser, desk: Server) -> Iterator[Page]:
    """The page of an analyst who stays signed in while several tests work there."""
    context = chromium.new_context(locale=LOCALES["zh"], reduced_motion="reduce")
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    page.goto(f"{desk.url}/upload")
    sign_in(page)
    yield page
    context.close()


@pytest.fixture
def analyst(seat: Page) -> Page:
    """The page of an analyst who is about to choose a file."""
    if seat.locator("h1").inner_text() != ZH("Upload a year"):
        go_to(seat, ZH("Upload a year"), drawn=False)
    another_file(seat)
    return seat


@pytest.fixture(scope="session")
def records(desk: Server) -> Iterator[Store]:
    """The store of that server, as another process sees it."""
    store = open_store(desk.store)
    yield store
    store.database.close()
