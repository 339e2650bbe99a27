"""Visit the pages in a real Chromium and read their own clocks."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.apps import App
from bench.table import LAST_YEAR, shown_figures

SLOW_LINE = {
    "offline": False,
    "latency": 20,
    "downloadThroughput": 8_000_000 / 8,
    "uploadThroughput": 8_000_000 / 8,
}
"""8 Mbit/s either way."""
_CLOCK = Path(__file__).with_name("page_clock.js").read_text(encoding="utf-8")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_PATIENCE = 120_000
_QUIET = 300  # milliseconds without a change on the page after which it is taken to be at rest


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
    texts = ",".join(f'"{text}"' for text in shown_figures(LAST_YEAR))
    context.add_init_script(f"window.__benchTexts = [{texts}];\n{_CLOCK}")
    return context


def visit(
    context: BrowserContext, app: App, line: dict[str, Any] | None = None
) -> tuple[Page, Load]:
    """Open the page of an app in a new tab and wait until it shows the latest year."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = Traffic()
    traffic.listen(session)
    session.send("Network.enable")
    if line:
        session.send("Network.emulateNetworkConditions", line)
    page.goto(app.url, wait_until="commit")
    marks = page.evaluate("() => window.bench.loaded()")
    origin = page.evaluate("() => window.bench.origin()") / 1000
    rest(page)
    return page, Load(marks["figures"], marks["first"], marks["charts"], origin, traffic)


def rest(page: Page) -> None:
    """Wait until nothing changes on the page any more."""
    page.evaluate(f"() => window.bench.quiet({_QUIET})")


def change(page: Page, year: int) -> float:
    """Choose a year; return the milliseconds until the picture is complete."""
    page.evaluate("(texts) => window.bench.expect(texts)", shown_figures(year))
    control = page.locator("button, label, [role=radio]")
    control.filter(has_text=re.compile(rf"^\s*{year}\s*$")).first.click()
    marks = page.evaluate("() => window.bench.changed()")
    rest(page)
    return float(marks["charts"])


def since_start(app: App, load: Load) -> float:
    """Return the milliseconds from the server's start to the first last chart."""
    return 1000 * (load.origin - app.spawned) + load.charts
