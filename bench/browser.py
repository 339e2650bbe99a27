"""Visit the pages in a real Chromium and read their own clocks."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

from bench.apps import App
from bench.hands import HANDS, Act, put_away
from bench.moves import Move, groups
from bench.table import LAST_YEAR

SLOW_LINE = {
    "offline": False,
    "latency": 20,
    "downloadThroughput": 8_000_000 / 8,
    "uploadThroughput": 8_000_000 / 8,
}
"""8 Mbit/s either way."""
_CLOCK = Path(__file__).with_name("page_clock.js").read_text(encoding="utf-8")
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HOME_PICTURE = groups(LAST_YEAR)
_PATIENCE = 60_000
_QUIET = 200  # milliseconds without a change on the page after which it is taken to be at rest


@dataclass
class Traffic:
    """Hold what a page asked for while it was open."""

    requests: int = 0
    size: float = 0
    files: Counter[str] = field(default_factory=Counter)
    _names: dict[str, str] = field(default_factory=dict)

    def listen(self, session: Any) -> None:
        """Count what goes over the line of a page from now on."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith("http"):
            self.requests += 1
            self._names[event["requestId"]] = urlsplit(url).path.rpartition("/")[2] or "/"

    def _came(self, event: dict[str, Any]) -> None:
        self.size += event["encodedDataLength"]
        if name := self._names.get(event["requestId"]):
            self.files[name] += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        self.size += len(event["response"]["payloadData"])


@dataclass(frozen=True)
class Load:
    """Hold one visit: milliseconds until things can be seen, and its traffic.

    `origin` is when the navigation began, in seconds of the system's clock.
    """

    figures: float
    first: float
    charts: float
    origin: float
    traffic: Traffic


@dataclass(frozen=True)
class Taken:
    """Hold what a move took: milliseconds, and frames of the browser."""

    milliseconds: float
    frames: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("no Chromium or Chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=list(_FLAGS), executable_path=found)
        yield browser
        browser.close()


def new_reader(browser: Browser) -> BrowserContext:
    """Return a reader who has never been anywhere, with an empty cache."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(_PATIENCE)
    return context


def visit(
    context: BrowserContext,
    url: str,
    picture: Mapping[str, Sequence[str]] = HOME_PICTURE,
    line: Mapping[str, Any] | None = None,
    slower: int = 1,
) -> tuple[Page, Load]:
    """Open an address in a new tab and wait for its picture.

    The picture is the latest year's by default; `slower` is how many times slower the reader's
    processor is.
    """
    page = context.new_page()
    page.add_init_script(f"window.__benchPicture = {json.dumps(picture)};\n{_CLOCK}")
    session = context.new_cdp_session(page)
    traffic = Traffic()
    traffic.listen(session)
    session.send("Network.enable")
    if line:
        session.send("Network.emulateNetworkConditions", dict(line))
    if slower > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(url, wait_until="commit")
    marks = page.evaluate("() => window.bench.loaded()")
    origin = page.evaluate("() => window.bench.origin()") / 1000
    rest(page)
    charts = [marks[name] for name in marks if name not in ("figures", "frames")]
    load = Load(marks["figures"], min(charts, default=0), max(charts, default=0), origin, traffic)
    return page, load


def rest(page: Page) -> None:
    """Wait until nothing changes on the page any more."""
    page.evaluate(f"() => window.bench.quiet({_QUIET})")


def move(page: Page, app: App, asked: Move) -> Taken:
    """Make a move in an app's own way and wait for its picture."""
    act = HANDS[app.name][asked.control](page, asked.option)
    took = taken(page, act, asked.picture, f"{asked.name} in {app.name}")
    put_away(page)
    return took


def taken(page: Page, act: Act, picture: Sequence[str], what: str) -> Taken:
    """Return how long it took from an act's event until a picture stood there."""
    page.evaluate("(entries) => window.bench.expect({ all: entries })", list(picture))
    act()
    try:
        page.wait_for_function("() => window.bench?.done()", timeout=_PATIENCE)
    except TimeoutError as error:
        lacking = page.evaluate("() => window.bench.lacking()")
        raise RuntimeError(f"{what}: {lacking} did not come") from error
    marks = page.evaluate("() => window.bench.moved()")
    rest(page)
    return Taken(float(marks["all"]), int(marks["frames"]))


def since_start(app: App, load: Load) -> float:
    """Return the milliseconds from the server's start to the first last chart."""
    return 1000 * (load.origin - app.spawned) + load.charts
