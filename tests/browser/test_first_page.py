"""Whatever page is opened first on a server nobody has visited comes complete and in its frame.

With a folder named `pages/` Streamlit would run such a page alone, without the frame, and list
files in place of the menu, until somebody opens the front page; the server tells it not to.
"""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from metrics.i18n import words
from tests.browser.conftest import Open
from tests.browser.screen import settled, source_panel
from tests.support.sample import SAMPLE_FOLDER
from tests.support.serving import Server

_ = words("zh")
SECTIONS = ("Browse", "Update", "About")
HONG_KONG = SAMPLE_FOLDER / "hong-kong"


def test_a_page_of_any_bureau_opened_first_is_complete(
    open_page: Open, fresh_server: Callable[[Path], Server]
) -> None:
    """The bureau is one of another field and place, so nothing here may come from ours."""
    server = fresh_server(HONG_KONG)
    visit = open_page(server, "/rescue", fresh=True)
    page, known = visit.page, server.data.vocabulary.categories
    expect(page.locator("h1")).to_have_text(known["rescue"].zh)
    menu = page.get_by_role("navigation")
    for section in SECTIONS:
        expect(menu.get_by_text(_(section), exact=True)).to_be_visible()
    links = menu.get_by_role("link")
    listed = [text.splitlines()[-1] for text in links.all_inner_texts()]
    browse = [_("Overview"), *(each.zh for each in known.values()), _("Goals and progress")]
    assert listed[: len(browse)] == browse
    expect(page.get_by_role("radiogroup", name=_("Language"))).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert not visit.log.errors and visit.log.hosts == {server.url.removeprefix("http://")}
    assert page.title().endswith("香港消防處")
    seen = page.locator("body").inner_text()
    page.get_by_role("main").get_by_role("button", name=_("Source")).first.click()
    opened = source_panel(page)
    official = opened.get_by_role("link", name=_("Open the official report"))
    expect(official).to_have_attribute("href", re.compile(r"\.gov\.hk/"))
    # The next reader gets the same, and so does one who comes in by the front page.
    for path in ("rescue", ""):
        page.goto(f"{server.url}/{path}")
        settled(page)
        expect(menu.get_by_text(_(SECTIONS[0]), exact=True)).to_be_visible()
        seen += page.locator("body").inner_text()
    for foreign in ("威海", "应急", "虚构", "fire calls", "training"):
        assert foreign not in seen
