"""Say for each app how a reader does what is measured: one statement for each control.

A control is prepared (a menu opened, a text typed) and gives back the last act, with which the
clock of the page begins.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from playwright.sync_api import Locator, Page

from bench.peers import DASH, NAIVE, OURS, STATIC

Act = Callable[[], object]
Control = Callable[[Page, str], Act]
_LIST = "[role=listbox]:not(.dash-options-list)"  # Dash calls its rows of choices so
_MENU = "[data-testid=stPopoverBody], .dash-dropdown-content"


def press(page: Page, text: str) -> Act:
    """Choose a button, or a choice of a row, by its words."""
    control = page.locator("button, label, [role=radio]")
    return control.filter(has_text=_saying(text)).last.click


def _link(page: Page, title: str) -> Act:
    return page.locator("a").filter(has_text=title).first.click


def _reset(page: Page, text: str) -> Act:
    return page.locator("button").filter(has_text=text).last.click


def put_away(page: Page) -> None:
    """Close what a choice has left open: a list, and the menu around it."""
    for place in (_LIST, _MENU):
        if page.locator(place).count():
            page.keyboard.press("Escape")
            page.locator(place).first.wait_for(state="detached")


def _saying(text: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(text)}\s*(\([\d,]+\))?\s*$")


def _key(page: Page, selector: str, key: str) -> Act:
    place = page.locator(selector).first
    place.focus()
    return partial(place.press, key)


def _typed(page: Page, text: str) -> Act:
    """Fill the search of the metrics; the last act is Enter."""
    place = page.get_by_placeholder("搜索指标").or_(page.get_by_label("搜索指标")).first
    place.fill(text)
    return partial(place.press, "Enter")


def _listed(field: Locator, page: Page, option: str) -> Act:
    """Open a list of Streamlit and fill it; the last act is the option's click."""
    field.click()
    field.fill(option)
    return page.get_by_role("option").filter(has_text=_saying(option)).first.click


def _streamlit_list(page: Page, option: str, *, label: str) -> Act:
    return _listed(page.get_by_role("combobox", name=re.compile(label)).first, page, option)


def _our_switch(page: Page, option: str, *, label: str) -> Act:
    """Choose among few in a row, among many in a list."""
    many = page.locator(".switch-many").get_by_role("combobox", name=label)
    return partial(many.select_option, option) if many.count() else press(page, option)


def _our_filter(page: Page, option: str, *, label: str) -> Act:
    """Open a filter's menu: few values are buttons in it, many a list."""
    page.get_by_role("button", name=re.compile(rf"^{label}")).first.click()
    menu = page.get_by_test_id("stPopoverBody")
    menu.wait_for()
    many = menu.get_by_role("combobox")
    many.or_(menu.get_by_role("button")).first.wait_for()
    if many.count():
        return _listed(many, page, option)
    return menu.get_by_role("button").filter(has_text=_saying(option)).first.click


def _our_sort(page: Page, year: str) -> Act:
    return page.locator(".figure-table thead").get_by_role("button", name=year, exact=True).click


def _dash_list(page: Page, option: str, *, place: str) -> Act:
    page.locator(f"#{place}").click()
    page.get_by_role("searchbox").or_(page.locator(".dash-dropdown-search")).first.fill(option)
    return page.locator(".dash-dropdown-option").filter(has_text=_saying(option)).first.click


def _dash_sort(page: Page, year: str) -> Act:
    """Sort upwards by a first click; the last act sorts downwards."""
    head = page.locator(f"#lines th[data-dash-column='{year}'] .column-header--sort")
    head.click()
    return head.click


def _static_list(page: Page, option: str, *, label: str) -> Act:
    return partial(page.locator(f"select[aria-label={label}]").select_option, option)


def _slider(page: Page, _text: str) -> Act:
    return _key(page, "input[type=range], [role=slider]", "ArrowRight")


_FILTERS = {
    "category": "类别",
    "subcategory": "子类",
    "metric": "指标",
    "region": "地区",
    "unit": "单位",
    "change": "变化",
}
_SWITCHES = ("year", "region", "view", "language")
_PRESSED: Mapping[str, Control] = {
    **dict.fromkeys(_SWITCHES, press),
    "page": _link,
    "reset": _reset,
    "search": _typed,
    "range": _slider,
}


def _filters(make: Callable[..., Act]) -> dict[str, Control]:
    return {f"filter: {name}": partial(make, label=label) for name, label in _FILTERS.items()}


HANDS: Mapping[str, Mapping[str, Control]] = {
    OURS: {
        **_PRESSED,
        "year": partial(_our_switch, label="年份"),
        "region": partial(_our_switch, label="地区"),
        **_filters(_our_filter),
        "sort": _our_sort,
    },
    NAIVE: {
        **_PRESSED,
        "region": partial(_streamlit_list, label="地区"),
        **_filters(_streamlit_list),
        "sort": press,
    },
    DASH: {
        **_PRESSED,
        "region": partial(_dash_list, place="region"),
        **{f"filter: {name}": partial(_dash_list, place=name) for name in _FILTERS},
        "sort": _dash_sort,
    },
    STATIC: {
        **_PRESSED,
        "region": lambda page, region: partial(page.locator("#region").select_option, region),
        **_filters(_static_list),
        "sort": lambda page, year: page.locator("thead th", has_text=year).click,
    },
}
"""The controls of each app by their names in `moves`."""
