"""No serious barrier for anybody: axe-core finds none where readers have chosen something.

The pages as they open are looked at in `test_every_page`.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.screen import source_panel, turn
from tests.support.serving import Server

SERIOUS = ("serious", "critical")


def serious_violations(page: Page) -> list[str]:
    """Return every serious violation with what it concerns and how to mend it."""
    options = {"resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} at {node['target']} — {node['failureSummary']}"
        for violation in found
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def in_both_schemes(page: Page) -> dict[str, list[str]]:
    """Return the serious violations of a page that is open in light, and as the system turns."""
    found = {"light": serious_violations(page)}
    turn(page, "dark")
    return found | {"dark": serious_violations(page)}


NONE: dict[str, list[str]] = {"light": [], "dark": []}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_source_panel_has_none(
    open_page: Open, sample_server: Server, size: tuple[int, int]
) -> None:
    page = open_page(sample_server, "/", size=size).page
    page.locator("button.figure-first").first.click()
    source_panel(page)
    assert in_both_schemes(page) == NONE


def test_a_notice_and_a_choice_have_none(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/equipment?year=1999&view=groups").page
    expect(page.get_by_role("status").filter(has_text="1999")).to_have_count(1)
    assert in_both_schemes(page) == NONE


def test_the_open_menu_of_a_phone_has_none(open_page: Open, real_server: Server) -> None:
    page = open_page(real_server, "/training", size=NARROW, fresh=True).page
    assert not serious_violations(page)
    page.get_by_role("button", name="展开侧栏").click()
    page.get_by_role("navigation").get_by_role("link", name="总览").wait_for()
    assert not serious_violations(page)
