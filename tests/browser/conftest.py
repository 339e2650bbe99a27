"""A real Chromium, and pages of the dashboard opened in it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from metrics.store import Store, open_store
from tests.browser.publishing import PASSCODE, ZH, another_file, go_to, sign_in
from tests.browser.screen import settled
from tests.support.sample import SAMPLE_FOLDER
from tests.support.serving import Server, serving

NAMES = (
    # The same browser without the windows that nobody sees, which cost a third of its time.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page that is loaded into the process of the one before finds its scripts compiled, which
    # is half the work of loading it.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    # No page is open long enough for optimized code to pay for being made.
    "--js-flags=--no-opt --no-maglev",
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
        for event, note in self._ears().items():
            page.on(event, note)  # type: ignore[call-overload]

    def stop(self, page: Page) -> None:
        """Write down no more of what happens on that page."""
        for event, note in self._ears().items():
            page.remove_listener(event, note)

    def _ears(self) -> dict[str, Callable[..., None]]:
        return {
            "request": self._requested,
            "websocket": self._requested,
            "requestfailed": self._failed,
            "pageerror": self._broke,
            "console": self._said,
        }

    def _requested(self, what: Request | WebSocket) -> None:
        self._asked(what.url)

    def _failed(self, request: Request) -> None:
        self.failed.append(request.url)

    def _broke(self, error: Error) -> None:
        self.errors.append(str(error))

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
    channel = None if found else "chrome"
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            args=list(FLAGS), executable_path=found, channel=channel
        )
        yield browser
        browser.close()


@dataclass
class Tab:
    """A tab that one reader after another uses.

    Loading a page into a tab that has shown the dashboard costs less than half of what a new tab
    costs: Chromium keeps the scripts that it has compiled.
    """

    page: Page
    log: Log = field(default_factory=Log)

    def leave(self) -> None:
        """Show nothing; what the page does while it goes is still in the log of its visit."""
        self.page.goto("about:blank")
        self.log.stop(self.page)

    def show(self, url: str, size: tuple[int, int], scheme: str, log: Log, drawn: bool) -> None:
        """Load an address as in a new window of that size and wait until it is complete."""
        self.leave()
        self.log = log
        log.listen(self.page)
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.goto(url)
        settled(self.page, drawn)


NewTab = Callable[[str], Tab]


@pytest.fixture(scope="session")
def new_tab(chromium: Browser) -> NewTab:
    """Give a tab in a browser of its own, which nobody has used yet, in a language."""

    def tab(language: str) -> Tab:
        context = chromium.new_context(locale=LOCALES[language], reduced_motion="reduce")
        context.set_default_timeout(MILLISECONDS)
        return Tab(context.new_page())

    return tab


@pytest.fixture(scope="session")
def tabs() -> Iterator[dict[str, Tab]]:
    """The tabs of `open_page` by language; they stay warm from test to test."""
    made: dict[str, Tab] = {}
    yield made
    for tab in made.values():
        tab.page.context.close()


@pytest.fixture(scope="module")
def open_page(new_tab: NewTab, tabs: dict[str, Tab]) -> Iterator[Open]:
    """Open an address of a server as a reader would and wait until it is complete.

    `language` is the browser's, `size` its window, `scheme` light or dark; `fresh` is a reader
    who has never been here; `drawn` is that the page shows figures at once. What was opened
    before is closed.
    """
    newcomers: list[Tab] = []
    used: dict[str, Tab] = {}

    def close() -> None:
        while newcomers:
            newcomers.pop().page.context.close()
        while used:
            used.popitem()[1].leave()

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
        close()
        if fresh:
            newcomers.append(tab := new_tab(language))
        else:
            if language not in tabs:
                tabs[language] = new_tab(language)
            used[language] = tab = tabs[language]
        log = Log()
        tab.show(server.url + path, size, scheme, log, drawn)
        return Visit(tab.page, log, server)

    yield visit
    close()


Reader = Callable[..., Page]


@pytest.fixture(scope="session")
def desks() -> Iterator[dict[tuple[object, ...], Tab]]:
    """Tabs in browsers of their own, by kind and number; they stay warm from test to test."""
    made: dict[tuple[object, ...], Tab] = {}
    yield made
    for tab in made.values():
        tab.page.context.close()


@pytest.fixture
def reader(new_tab: NewTab, desks: dict[tuple[object, ...], Tab]) -> Iterator[Reader]:
    """Open a page in a browser of its own, as somebody else at another desk; all end together."""
    opened: list[Tab] = []

    def opens(
        server: Server,
        path: str = "/upload",
        *,
        language: str = "zh",
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        clock: bool = False,
        log: Log | None = None,
        drawn: bool | None = None,
    ) -> Page:
        kind = (language, clock, len(opened))
        if kind not in desks or desks[kind].page.is_closed():
            desks[kind] = new_tab(language)
            if clock:
                desks[kind].page.clock.install()
        tab = desks[kind]
        opened.append(tab)
        shows = not path.startswith("/upload") if drawn is None else drawn
        tab.show(server.url + path, size, scheme, log or Log(), shows)
        return tab.page

    yield opens
    for tab in opened:
        if not tab.page.is_closed():
            tab.leave()


@pytest.fixture(scope="session")
def desk() -> Iterator[Server]:
    """A server where several tests publish, one after another."""
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


@pytest.fixture(scope="session")
def shared_invented() -> Iterator[Server]:
    """A dashboard with the invented figures and a door, for tests that publish nothing."""
    with serving(SAMPLE_FOLDER, METRICS_EDITOR_PASSCODE=PASSCODE) as server:
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
