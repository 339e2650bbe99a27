"""An analyst at the page of imports: signing in, dropping a file, mending, ticking, publishing."""

import re

from playwright.sync_api import Locator, Page, expect

from metrics.i18n import words
from tests.browser.screen import settled
from tests.support.intake_files import lines

PASSCODE = "zwölf Boxkämpfer"
NAME = "李四"
ZH = words("zh")

COLLEAGUES = lines(
    ("威海市应急管理局2025年度指标(终稿)",),
    ("年份", "类别", "子类", "指标", "数值", "单位"),
    ("2025", "培训", "宣贯活动", "宣贯培训", "151万余", "人次"),
    ("2025", "演练", "各级各部门", "各级各部门演练", "13040", "次"),
    ("2025", "隐患", "重大事故隐患", "管控重大事故隐患", "四千多吧", "项"),
    ("2025", "装备", "救援装备", "新增救援装备", "1650", "台(套)"),
).encode("gbk")
"""What a colleague saves in Excel: GBK, a title above the header, one cell that is no number."""


def fill_sign_in(
    page: Page, name: str = NAME, passcode: str = PASSCODE, language: str = "zh"
) -> None:
    """Try to sign in on the page that asks for it."""
    _ = words(language)
    page.get_by_label(_("Your name, as the history will show it")).fill(name)
    page.get_by_label(_("Passcode"), exact=True).fill(passcode)
    page.get_by_role("button", name=_("Sign in")).click()


def sign_in(page: Page, name: str = NAME, language: str = "zh") -> None:
    """Sign in and wait for the page that follows."""
    fill_sign_in(page, name, language=language)
    expect(page.get_by_role("button", name=words(language)("Sign out"))).to_be_visible()
    settled(page, drawn=False)


def drop(page: Page, name: str, content: bytes) -> None:
    """Bring a file in and wait for what is said about it."""
    box = page.locator("input[type=file]")
    box.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(box).to_have_count(0)
    settled(page, drawn=False)


def told(page: Page) -> Locator:
    """Return the page's own part, without menu and side bar."""
    return page.get_by_test_id("stMain")


def mend(page: Page, row: int, column: str, text: str, language: str = "zh") -> None:
    """Put another text into a cell on the page and have the file checked again."""
    _ = words(language)
    page.get_by_label(_("Row {row}, {column}: change to", row=row, column=column)).fill(text)
    page.get_by_role("button", name=_("Mend here and check again")).click()
    expect(
        page.get_by_label(_("Row {row}, {column}: change to", row=row, column=column))
    ).to_have_count(0)
    settled(page, drawn=False)


def tick_all(page: Page) -> int:
    """Tick off every warning and return how many there were."""
    boxes = told(page).get_by_role("checkbox")
    for place in range(boxes.count()):
        if not boxes.nth(place).is_checked():
            boxes.nth(place).locator("xpath=ancestor::label").click()
        expect(boxes.nth(place)).to_be_checked()
        settled(page, drawn=False)
    return boxes.count()


def publish_button(page: Page, language: str = "zh") -> Locator:
    """Return the button that publishes, whatever version it names."""
    text = words(language)("Publish as version {version}", version=0)
    return page.get_by_role("button", name=re.compile(re.escape(text).replace("0", "[0-9]+")))


def publish(page: Page, language: str = "zh") -> None:
    """Publish and wait until the page says so."""
    publish_button(page, language).click()
    expect(page.get_by_role("status").filter(has_text=success(language))).to_be_visible()
    settled(page, drawn=False)


def success(language: str = "zh") -> re.Pattern[str]:
    """Return how the page says that any version is published."""
    said = words(language)("Version {version} is published; readers see it from now on.", version=0)
    return re.compile(re.escape(said).replace("0", "[0-9]+"))


def go_to(page: Page, title: str, drawn: bool = True) -> None:
    """Follow the menu, which keeps the session and its sign-in."""
    page.get_by_role("navigation").get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)
    settled(page, drawn=drawn)


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a drop-down list."""
    page.get_by_role("combobox", name=re.compile(re.escape(label))).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page, drawn=False)


def another_file(page: Page, language: str = "zh") -> None:
    """Leave the file that was being looked at."""
    button = page.get_by_role("button", name=words(language)("Another file"))
    if button.count():
        button.click()
    expect(page.locator("input[type=file]")).to_have_count(1)
    settled(page, drawn=False)


def one_row(value: str, metric: str = "各级各部门演练", year: int = 2025) -> bytes:
    """A file of a single figure."""
    columns = ("年份", "类别", "子类", "指标", "数值", "单位")
    row = (str(year), "演练", "各级各部门", metric, value, "次")
    return lines(columns, row).encode("utf-8-sig")
