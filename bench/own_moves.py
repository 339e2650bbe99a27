"""Make the moves that only the dashboard has: sources, slides, decisions."""

from collections.abc import Iterator
from functools import partial

from playwright.sync_api import BrowserContext, Page

from bench.apps import PASSCODE, App
from bench.browser import Taken, rest, taken, visit
from bench.moves import all_lines
from bench.table import LAST_YEAR, SHOWN, Shape, shown_figures

_SLIDES = 2
_DECISIONS = 3
_SAID = "；".join(
    f"{metric}{figure}人次"
    for (_group, metric), figure in zip(SHOWN, shown_figures(LAST_YEAR + 1), strict=True)
)
_REPORT = f"{LAST_YEAR + 1}年工作总结\n一、{LAST_YEAR + 1}年工作完成情况\n全年{_SAID}。"


def own_moves(context: BrowserContext, app: App, shape: Shape) -> Iterator[tuple[str, Taken]]:
    """Yield what each move of the dashboard alone took, by its name in `moves.OWN`."""
    page, _load = visit(context, app.url)
    yield from _source_panel(page)
    yield from _slides(page)
    page.close()
    page, _load = visit(context, app.lines, {"figures": all_lines(shape)})
    page.goto(app.at("/extract"))
    yield from _decisions(page)
    page.close()


def _source_panel(page: Page) -> Iterator[tuple[str, Taken]]:
    stands = f"dialog:{shown_figures(LAST_YEAR)[0]}"
    figure = page.locator("button.figure-card").first
    for _ in range(2):
        yield "source panel: open", taken(page, figure.click, [stands], "source panel")
        close = partial(page.keyboard.press, "Escape")
        yield "source panel: close", taken(page, close, ["!" + stands], "closing")


def _slides(page: Page) -> Iterator[tuple[str, Taken]]:
    page.keyboard.press("p")
    slides = page.get_by_role("dialog").locator(".slide")
    slides.first.wait_for()
    rest(page)
    for at in range(2, 2 + _SLIDES):
        turn = partial(page.keyboard.press, "ArrowRight")
        yield "next slide", taken(page, turn, [f"dialog:{at} / {slides.count()}"], "next slide")
    page.keyboard.press("Escape")


def _decisions(page: Page) -> Iterator[tuple[str, Taken]]:
    """Read a report and decide on its figures by a key, one after the other."""
    page.get_by_label("您的姓名（会写进版本记录）").fill("测试")
    page.get_by_label("口令", exact=True).fill(PASSCODE)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("或粘贴全文").fill(_REPORT)
    page.get_by_role("button", name="读取文本").click()
    current = page.locator(".report-current")
    for _ in range(_DECISIONS):
        current.wait_for()
        rest(page)
        before = current.inner_text().strip()
        decide = partial(page.keyboard.press, "a")
        yield "decision", taken(page, decide, [f"!current:{before}"], "decision")
