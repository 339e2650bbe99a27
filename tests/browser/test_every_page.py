"""Every page at every size, in both languages, light and dark, with one year, five and thirteen.

Each page is opened twice, so that it is seen in every language and scheme, at two sizes and with
two data sets; over the pages with figures every size meets every data set. One visit answers all
questions: complete, translated, offline, legible, nothing over another, nothing cut.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from metrics.i18n import HTML_LANGUAGES, words
from metrics.model.vocabulary import name_in
from tests.browser.conftest import NARROW, Open, Visit
from tests.browser.layout_faults import half_width, layout_faults
from tests.browser.screen import DESKS, PAGES, texts
from tests.browser.test_accessibility import serious_violations
from tests.support.app_pages import page_title
from tests.support.long_history import long_history
from tests.support.serving import Server, serving

LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+")
ALLOWED_IN_CHINESE = {"English", "CSV", "PNG", "SVG", "Esc"}
"""A language under its own name, and formats and a key that have no other."""
FORMATS = {"XLSX", "XLS", "XLSM", "ODS", "ET", "TSV", "TXT", "DOCX", "PDF", "HTML", "Word", "Excel",
           "WPS", "MB", "JSON", "ZIP"}  # fmt: skip
CJK = re.compile("[\u2e80-\u9fff]")
ALLOWED_IN_ENGLISH = {"中文"}

SIZES = (NARROW, (820, 1180), (1280, 720), (1440, 900), (1920, 1080))
DATA = ("real", "sample", "long")


class Aspect(NamedTuple):
    """How a page is looked at."""

    path: str
    language: str
    scheme: str
    size: tuple[int, int]
    data: str


def aspects() -> Iterator[Aspect]:
    """Give two looks at each page; counting them shifts what meets what."""
    looks = list(product(("zh", "en"), ("light", "dark")))
    for place, path in enumerate([*PAGES, *DESKS]):
        for at in range(2):
            language, scheme = looks[(place % 4, 3 - place % 4)[at]]
            count = 2 * place + at
            yield Aspect(path, language, scheme, SIZES[count % 5], DATA[count % 3])


def test_the_looks_hold_every_value() -> None:
    """Each page is seen in both languages and schemes, each size with each data set."""
    for path in (*PAGES, *DESKS):
        mine = [one for one in aspects() if one.path == path]
        assert {one.language for one in mine} == {"zh", "en"}
        assert {one.scheme for one in mine} == {"light", "dark"}
        assert len({one.data for one in mine}) == len({one.size for one in mine}) == 2
    met = {(one.size, one.data) for one in aspects() if one.path in PAGES}
    assert met == set(product(SIZES, DATA))


@pytest.fixture(scope="module")
def long_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard with thirteen invented years."""
    with serving(long_history(tmp_path_factory.mktemp("long"))) as server:
        yield server


@pytest.fixture(
    scope="module",
    params=list(aspects()),
    ids=[f"{a.path or 'overview'}-{a.language}-{a.size[0]}-{a.scheme}-{a.data}" for a in aspects()],
)
def visited(request: pytest.FixtureRequest, open_page: Open) -> tuple[Aspect, Visit]:
    """A page that is open, and how it is looked at."""
    aspect: Aspect = request.param
    server = request.getfixturevalue(f"{aspect.data}_server")
    return aspect, open_page(
        server,
        f"/{aspect.path}",
        language=aspect.language,
        size=aspect.size,
        scheme=aspect.scheme,
        drawn=aspect.path in PAGES,
    )


Visited = tuple[Aspect, Visit]


def test_it_says_what_and_whose_it_is(visited: Visited) -> None:
    aspect, visit = visited
    title = page_title(aspect.path, words(aspect.language), year=visit.server.data.years[-1])
    assert visit.page.locator("h1").all_inner_texts() == [title]
    assert visit.page.title().endswith(f" · {name_in(visit.server.data.bureau, aspect.language)}")
    assert visit.page.evaluate("document.documentElement.lang") == HTML_LANGUAGES[aspect.language]


def test_it_has_no_serious_barrier(visited: Visited) -> None:
    """What axe-core finds, contrast of texts among it."""
    assert not serious_violations(visited[1].page)


def test_nothing_sticks_out_overlaps_or_is_cut(visited: Visited) -> None:
    assert not layout_faults(visited[1].page)


def test_it_runs_offline_and_without_complaint(visited: Visited) -> None:
    visit = visited[1]
    assert visit.log.hosts == {visit.server.url.removeprefix("http://")}
    assert not visit.log.errors
    assert not visit.log.failed


def test_it_is_all_in_one_language(visited: Visited) -> None:
    aspect, visit = visited
    seen = texts(visit.page)
    assert len(seen) > 10
    printed = printed_words(visit.server)
    if aspect.language == "zh":
        allowed = ALLOWED_IN_CHINESE | (FORMATS if aspect.path in DESKS else set())
        foreign = {text: set(LATIN.findall(text)) - allowed for text in seen}
        assert not half_width(seen, printed)
    else:
        foreign = {
            text: {c for c in CJK.findall(text) if c not in printed}
            for text in seen
            if text not in ALLOWED_IN_ENGLISH
        }
    assert not {text: found for text, found in foreign.items() if found}


def printed_words(server: Server) -> str:
    """Return what reports print and note, in which a page leaves every character as it is."""
    data = server.data
    said = [word for q in data.vocabulary.qualifiers.values() for word in q.words]
    return "\n".join(said + [o.printed for o in data.omitted] + list(data.table["note"]))


def test_invented_figures_and_only_those_are_called_so(visited: Visited) -> None:
    aspect, visit = visited
    if aspect.data == "real":
        said = " ".join(texts(visit.page)).lower()
        assert "invented" not in said and "虚构" not in said
        return
    _ = words(aspect.language)
    notice = _("Invented sample data: no figure on this page is real")
    expect(visit.page.get_by_text(notice)).to_be_in_viewport()
    charts = visit.page.locator(".js-plotly-plot")
    marks = charts.locator(".annotation").filter(has_text=_("Invented sample"))
    assert marks.count() == charts.count()


def test_its_pictures_have_words(visited: Visited) -> None:
    visit = visited[1]
    said: list[str] = visit.page.locator(".js-plotly-plot").evaluate_all(
        "(plots) => plots.map((plot) =>"
        " plot.closest('[aria-label], [alt]')?.getAttribute('aria-label') ?? '')"
    )
    assert all(re.search(r"\b20\d\d\b|20\d\d年", one) for one in said)


def test_the_first_figure_is_near_the_top_of_a_phone(open_page: Open, real_server: Server) -> None:
    page = open_page(real_server, "/", size=NARROW).page
    first = page.locator("main button[data-address], main .figures button, main .report-mark").first
    assert first.bounding_box()["y"] < NARROW[1] / 4  # type: ignore[index]
    assert page.get_by_test_id("stMain").evaluate("(at) => at.scrollHeight") < 2.5 * NARROW[1]


def test_the_frame_says_whose_figures_these_are(open_page: Open, real_server: Server) -> None:
    """The name stands once: over the menu, or at the head where the menu is folded away."""
    bureau = real_server.data.bureau
    widths = "(names) => names.map((at) => at.getBoundingClientRect().width)"
    wide = open_page(real_server, "/training", drawn=False).page
    names = wide.locator(".bureau-name", has_text=bureau.zh)
    assert [width > 0 for width in names.evaluate_all(widths)] == [True, False]
    bar = wide.locator(".st-key-bottom_bar a")
    expect(bar.first).to_be_hidden()
    wide.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    expect(names.last).to_be_in_viewport()
    assert bar.first.bounding_box()["y"] > NARROW[1] * 0.9  # type: ignore[index]
    bar.first.click()
    expect(wide.locator("h1")).to_contain_text(str(real_server.data.years[-1]))
