"""Every page, in both languages, at both sizes, in light and dark: complete, translated, offline.

Each is visited twice for all questions, so that it is seen in every language, size and scheme; the
pages that differ most are visited in the other combinations, too. (`test_sample_pages` looks at
every page in the other two combinations of language and size, with more figures to fit in.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from metrics.i18n import HTML_LANGUAGES, words
from metrics.model.vocabulary import name_in
from tests.browser.conftest import NARROW, WIDE, Open, Visit
from tests.browser.screen import PAGES, sticking_out, texts
from tests.browser.test_accessibility import serious_violations
from tests.support.serving import Server

LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+")
ALLOWED_IN_CHINESE = {"English", "CSV", "PNG", "SVG", "Esc"}
"""A language under its own name, and formats and a key that have no other."""
CJK = re.compile("[\u2e80-\u9fff]")
ALLOWED_IN_ENGLISH = {"中文"}

ASPECTS = (("zh", WIDE, "light"), ("en", NARROW, "dark"))
OTHER_ASPECTS = (("zh", NARROW, "dark"), ("en", WIDE, "light"))
CASES = [(name, *aspect) for aspect in ASPECTS for name in PAGES] + [
    (name, *aspect) for aspect in OTHER_ASPECTS for name in ("", "hazards", "sources")
]


@pytest.fixture(
    scope="module",
    params=CASES,
    ids=[f"{name or 'overview'}-{lang}-{size[0]}-{scheme}" for name, lang, size, scheme in CASES],
)
def visited(
    request: pytest.FixtureRequest, open_page: Open, real_server: object
) -> Iterator[tuple[str, str, Visit]]:
    """A page of the published figures: its name, the language, the open page."""
    name, language, size, scheme = request.param
    visit = open_page(real_server, f"/{name}", language=language, size=size, scheme=scheme)
    yield name, language, visit


Visited = tuple[str, str, Visit]


def test_it_has_its_title(visited: Visited) -> None:
    name, language, visit = visited
    title = words(language)(PAGES[name], year=visit.server.data.years[-1])
    assert visit.page.locator("h1").all_inner_texts() == [title]


def test_its_tab_says_whose_page_it_is(visited: Visited) -> None:
    _name, language, visit = visited
    assert visit.page.title().endswith(f" · {name_in(visit.server.data.bureau, language)}")


def test_it_has_no_serious_barrier(visited: Visited) -> None:
    """What axe-core finds: each page is looked at in light and in dark."""
    _name, _language, visit = visited
    assert not serious_violations(visit.page)


def test_it_says_its_language(visited: Visited) -> None:
    _name, language, visit = visited
    assert visit.page.evaluate("document.documentElement.lang") == HTML_LANGUAGES[language]


def test_it_fits_the_window(visited: Visited) -> None:
    _name, _language, visit = visited
    assert not sticking_out(visit.page)


def test_it_asks_no_other_host(visited: Visited) -> None:
    _name, _language, visit = visited
    host = visit.server.url.removeprefix("http://")
    assert visit.log.hosts == {host}


def test_it_runs_without_complaint(visited: Visited) -> None:
    _name, _language, visit = visited
    assert not visit.log.errors
    assert not visit.log.failed


def test_it_is_all_in_one_language(visited: Visited) -> None:
    _name, language, visit = visited
    seen = texts(visit.page)
    assert len(seen) > 10
    if language == "zh":
        foreign = {text: set(LATIN.findall(text)) - ALLOWED_IN_CHINESE for text in seen}
    else:
        printed = "".join(
            [o.printed for o in visit.server.data.omitted]
            + [word for q in visit.server.data.vocabulary.qualifiers.values() for word in q.words]
        )
        foreign = {
            text: {c for c in CJK.findall(text) if c not in printed}
            for text in seen
            if text not in ALLOWED_IN_ENGLISH
        }
    assert not {text: found for text, found in foreign.items() if found}


def test_published_figures_are_not_called_invented(visited: Visited) -> None:
    _name, _language, visit = visited
    said = " ".join(texts(visit.page)).lower()
    assert "invented" not in said and "虚构" not in said


def test_its_pictures_have_words(visited: Visited) -> None:
    _name, _language, visit = visited
    charts = visit.page.locator(".js-plotly-plot")
    for index in range(charts.count()):
        said = charts.nth(index).evaluate(
            "(plot) => plot.closest('[aria-label], [alt]')?.getAttribute('aria-label') ?? ''"
        )
        assert str(visit.server.data.years[-1]) in said


def test_the_frame_says_whose_figures_these_are(open_page: Open, real_server: Server) -> None:
    """The name stands in the frame by looks alone, which a release of the framework may undo."""
    bureau = real_server.data.bureau
    wide = open_page(real_server, "/training", drawn=False).page
    shown = "(at) => getComputedStyle(document.querySelector(at), '::{}').content"
    assert bureau.zh in wide.evaluate(shown.replace("{}", "before"), _HEAD.format("Sidebar"))
    expect(wide.get_by_test_id("stPageLink").first).to_be_hidden()
    narrow = open_page(real_server, "/training", size=NARROW).page
    assert bureau.zh in narrow.evaluate(shown.replace("{}", "after"), _HEAD.format(""))
    bar = narrow.get_by_test_id("stPageLink")
    assert bar.first.bounding_box()["y"] > NARROW[1] * 0.9  # type: ignore[index]
    bar.first.click()
    expect(narrow.locator("h1")).to_contain_text(str(real_server.data.years[-1]))


_HEAD = "[data-testid='st{}Header']"
