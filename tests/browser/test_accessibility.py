"""No serious barrier for anybody: axe-core finds none where readers have chosen something.

The pages as they open are looked at in `test_every_page`.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.screen import choose, source_panel
from tests.serving import Server

SERIOUS = ("serious", "critical")
SCHEMES = ("light", "dark")


def serious_violations(page: Page) -> list[str]:
    """Return every serious violation with what it concerns and how to mend it."""
    options = {"resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} at {node['target']} — {node['failureSummary']}"
        for violation in found
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
        if not _is_the_framework_s(page, violation["id"], node)
    ]


def _is_the_framework_s(page: Page, rule: str, node: dict[str, Any]) -> bool:
    """Tell what Streamlit's own markup breaks and the product cannot mend.

    Its menu with sections is a list whose sections are plain boxes around the entries.
    """
    if rule not in ("list", "listitem"):
        return False
    inside: bool = page.locator(node["target"][0]).first.evaluate(
        "(element) => element.closest('nav [data-testid=stSidebarNavItems]') !== null"
    )
    return inside


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("/", "dark"),
        ("/training", "light"),
        ("/training", "dark"),
        ("/others?view=table", "dark"),
        ("/hazards?year=2022", "light"),
    ],
)
def test_a_page_of_several_years_has_none(
    open_page: Open, sample_server: Server, path: str, scheme: str
) -> None:
    page = open_page(sample_server, path, scheme=scheme, language="en").page
    assert not serious_violations(page)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_source_panel_has_none(
    open_page: Open, sample_server: Server, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(sample_server, "/", size=size, scheme=scheme).page
    page.locator(".figure-lead .figure-card").first.click()
    source_panel(page)
    assert not serious_violations(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_notice_has_none(open_page: Open, sample_server: Server, scheme: str) -> None:
    page = open_page(sample_server, "/training?year=1999&view=wall", scheme=scheme).page
    assert not serious_violations(page)


def test_the_open_menu_of_a_phone_has_none(open_page: Open, real_server: Server) -> None:
    page = open_page(real_server, "/training", size=NARROW, fresh=True).page
    assert not serious_violations(page)
    page.get_by_role("button", name="展开侧栏").click()
    page.get_by_role("link", name="总览").wait_for()
    assert not serious_violations(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_choice_has_none(open_page: Open, sample_server: Server, scheme: str) -> None:
    page = open_page(sample_server, "/equipment", scheme=scheme).page
    choose(page, "视图", "按子类")
    choose(page, "年份", "2021")
    assert not serious_violations(page)
