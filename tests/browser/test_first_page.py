"""Whatever page is opened first on a server nobody has visited comes complete and in its frame.

With a folder named `pages/` Streamlit would run such a page alone, without the frame, and list
files in place of the menu, until somebody opens the front page; the server tells it not to.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from metrics.i18n import words
from tests.browser.conftest import Open
from tests.browser.screen import PAGES, settled, source_panel
from tests.support.app_pages import page_title
from tests.support.serving import Server

_ = words("zh")
SECTIONS = ("Browse", "Update", "About")


def test_a_page_opened_first_is_complete(
    open_page: Open, fresh_server: Callable[[], Server]
) -> None:
    first = "others"
    server = fresh_server()
    visit = open_page(server, f"/{first}", fresh=True)
    page = visit.page
    expect(page.locator("h1")).to_have_text(page_title(first, _))
    menu = page.get_by_role("navigation")
    for section in SECTIONS:
        expect(menu.get_by_text(_(section), exact=True)).to_be_visible()
    links = menu.get_by_role("link")
    listed = [text.splitlines()[-1] for text in links.all_inner_texts()]
    assert {page_title(name, _) if name else _("Overview") for name in PAGES} <= set(listed)
    expect(page.get_by_role("radiogroup", name=_("Language"))).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert not visit.log.errors and visit.log.hosts == {server.url.removeprefix("http://")}
    page.locator("button.figure-first, button.figure-card").first.click()
    source_panel(page)
    # The next reader gets the same, and so does one who comes in by the front page.
    for path in (first, ""):
        page.goto(f"{server.url}/{path}")
        settled(page)
        expect(menu.get_by_text(_(SECTIONS[0]), exact=True)).to_be_visible()
