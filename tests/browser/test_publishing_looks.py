"""The pages for analysts, in both languages and sizes, light and dark: they fit and read well."""

import re

import pytest
from playwright.sync_api import Page, expect

from metrics.auth import local_editor
from metrics.i18n import words
from metrics.store import Store
from metrics.store.drafts import list_drafts
from tests.browser.conftest import NARROW, Reader
from tests.browser.layout_faults import layout_faults
from tests.browser.publishing import COLLEAGUES, another_file, drop, mend, sign_in
from tests.browser.screen import settled, texts
from tests.browser.test_accessibility import serious_violations
from tests.browser.test_every_page import ALLOWED_IN_ENGLISH, CJK, LATIN
from tests.support.serving import Server

LATIN_IN_CHINESE = re.compile(
    "CSV|Excel|WPS|Word|PDF|English|MB|TSV|TXT|XLSX|XLSM|XLS|ODS|[a-z]+[.]csv|gb18030"
)
"""Formats, units and encodings have no other name."""

ASPECTS = (("zh", NARROW, "dark"),)


def untranslated(page: Page, language: str, records: Store) -> dict[str, list[str]]:
    """Return texts in another language than the page's; names of people and files have none."""
    drafts = list_drafts(records, editor=local_editor())
    names = re.compile("|".join(re.escape(name) for d in drafts for name in (d.name, d.who)) or "$")
    found = {}
    for text in [names.sub("", text) for text in texts(page)]:
        if language == "zh":
            foreign = LATIN.findall(LATIN_IN_CHINESE.sub("", text))
        else:
            foreign = CJK.findall(text) if text not in ALLOWED_IN_ENGLISH else []
        if foreign:
            found[text] = foreign
    return found


@pytest.mark.parametrize(
    ("language", "size", "scheme"), ASPECTS, ids=[f"{a}-{b[0]}-{c}" for a, b, c in ASPECTS]
)
def test_an_import_fits_reads_well_and_bars_nobody(
    reader: Reader, desk: Server, records: Store, language: str, size: tuple[int, int], scheme: str
) -> None:
    """Signing in, choosing, checking, and the history, one after another."""
    _ = words(language)
    page = reader(desk, language=language, size=size, scheme=scheme)
    assert not layout_faults(page) and not untranslated(page, language, records)
    assert not serious_violations(page)
    sign_in(page, "Q", language)
    assert not layout_faults(page) and not untranslated(page, language, records)
    assert not serious_violations(page)

    drop(page, "colleague.csv", COLLEAGUES)
    assert not layout_faults(page) and not serious_violations(page)
    if language == "zh":
        assert not untranslated(page, language, records)
    mend(page, 5, "数值", "4870", language)
    pictures = page.get_by_text(_("Old and new pictures"))
    pictures.click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settled(page)
    assert not layout_faults(page) and not serious_violations(page)
    another_file(page, language)

    page.goto(f"{desk.url}/history")
    settled(page)
    assert not layout_faults(page) and not serious_violations(page)
