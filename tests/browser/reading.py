"""An analyst at the page that reads reports: dropping one, deciding on figures, publishing."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from metrics.i18n import words
from tests.browser.conftest import Open, Visit
from tests.browser.publishing import sign_in
from tests.browser.screen import settled
from tests.support.serving import Server

_COUNTS = re.compile(r"\d+")


def bring(page: Page, content: bytes, name: str = "报告.txt") -> None:
    """Drop a report and wait until its text stands there, marked."""
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".report").first).to_be_visible()
    settled(page, drawn=False)


def counts(page: Page, language: str = "zh") -> tuple[int, int, int]:
    """Return how many figures are taken, left out and undecided, as the page says."""
    told = words(language)(
        "Taken {taken} · left out on purpose {left} · undecided {undecided}",
        taken="#", left="#", undecided="#",
    )  # fmt: skip
    said = page.get_by_text(re.compile(re.escape(told).replace(r"\#", r"\d+"))).inner_text()
    taken, left, undecided = (int(number) for number in _COUNTS.findall(said))
    return taken, left, undecided


def in_hand(page: Page) -> str:
    """Return the figure in hand as it is marked in the text; empty when all are decided."""
    current = page.locator(".report-current")
    return current.inner_text() if current.count() else ""


def press(page: Page, key: str) -> None:
    """Press a decision's key and wait until another figure is in hand, or none."""
    before = in_hand(page)
    page.keyboard.press(key)
    page.wait_for_function(
        """(before) => (document.querySelector(".report-current")?.innerText ?? "") !== before""",
        arg=before,
    )
    settled(page, drawn=False)


def press_button(page: Page, button: Locator) -> None:
    """Press a button that comes to many decisions at once."""
    button.click()
    expect(button).to_have_count(0)
    settled(page, drawn=False)


def mark(page: Page, printed: str) -> Locator:
    """Return the first mark of the text that is printed so."""
    return page.locator(".report-mark").filter(has_text=printed).first


def choose_mark(page: Page, printed: str) -> None:
    """Press a figure in the text, which puts it into hand."""
    mark(page, printed).click()
    expect(page.locator(".report-current")).to_have_text(printed)
    settled(page, drawn=False)


def visit_extract(open_page: Open, server: Server, **reader: object) -> Visit:
    """Open the page that reads reports, signed in."""
    visit: Visit = open_page(server, "/extract", drawn=False, **reader)
    sign_in(visit.page, language=str(reader.get("language", "zh")))
    return visit


def take_everything(page: Page, language: str = "zh") -> None:
    """Take what is proposed, leave what is not, whatever it is."""
    for name in (sure_ones(language), none_of_table(language)):
        press_button(page, page.get_by_test_id("stMain").get_by_role("button", name=name))
    while in_hand(page):
        press(page, "a")


def sure_ones(language: str = "zh") -> re.Pattern[str]:
    """Return how the button that takes what is sure is named."""
    return _numbered(words(language)("Take the {n} sure ones", n="#"))


def none_of_table(language: str = "zh") -> re.Pattern[str]:
    """Return how the button that leaves out what is none of the table is named."""
    return _numbered(words(language)("Leave out the {n} that do not belong to this table", n="#"))


def _numbered(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\#", r"\d+"))
