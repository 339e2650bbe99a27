"""The analyst's page run as its script runs: its figures are those that the filters leave."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from metrics import FOLDER_VARIABLE
from metrics.analysis.findings import findings
from metrics.analysis.selection import options, read_filters, select
from metrics.i18n import words
from metrics.model.figure_id import figure_id
from metrics.store.opening import URL_VARIABLE
from tests.support.sample import SAMPLE_FOLDER, real, sample

ROOT = Path(__file__).resolve().parents[2]
VIEWS = ("years", "compare", "index", "change", "regions", "table")
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def explore(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Open the analyst's page with some filters; one session for each set of figures."""
    home = tmp_path_factory.mktemp("explore")
    with pytest.MonkeyPatch.context() as patch:

        def opened(data: str = "sample", **query: Any) -> AppTest:
            patch.setenv(URL_VARIABLE, f"sqlite:///{home}/{data}.db")
            if data == "sample":
                patch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
            else:
                patch.delenv(FOLDER_VARIABLE, raising=False)
            app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
            app.query_params.update(query)
            app.switch_page("pages/explore.py").run()
            assert not app.exception
            return app

        yield opened


def figures_in_table(app: AppTest) -> list[str]:
    """Return the addresses of the figures in the page's table."""
    found = [json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.json]
    tables = [data for data in found if data.get("kind") == "table"]
    assert len(tables) == 1
    return [cell["address"] for row in tables[0]["rows"] for cell in row if "address" in cell]


def filter_labels(app: AppTest) -> dict[str, list[str]]:
    """Return what the filters offer, by their labels."""
    shown = [*app.button_group, *app.multiselect]
    return {each.label: list(each.options) for each in shown if hasattr(each, "options")}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"category": ["training", "drills"], "from": ["2021"], "to": ["2023"]},
        {"region": ["望潮区"], "q": ["演练"]},
        {"unit": ["share"], "change": ["up", "down"]},
        {"metric": ["outreach-training"], "year": ["2022"]},
        {"change": ["incomparable"], "lang": ["en"]},
    ],
    ids=str,
)
def test_the_table_holds_the_figures_that_the_filters_leave(
    explore: Open, query: dict[str, list[str]]
) -> None:
    data = sample()
    chosen = select(data, read_filters(query, data))
    shown = figures_in_table(explore(view="table", **query))
    assert len(chosen.series) <= 300
    wanted = [figure_id(row, data) for row in chosen.rows() if row.value is not None]
    assert sorted(shown) == sorted(wanted) != []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_one_year_of_many_and_of_one_metric(explore: Open, view: str) -> None:
    for language, data, query in (
        ("zh", "sample", {}),
        ("en", "sample", {"year": "2022"}),
        ("zh", "sample", {"metric": "outreach-training"}),
        ("en", "sample", {"region": "青屿区"}),
        ("zh", "real", {}),
    ):
        app = explore(data, view=view, lang=language, **query)
        assert [title.value for title in app.title] == [words(language)("Explore the data")]


def test_only_what_would_narrow_is_offered_with_its_count(explore: Open) -> None:
    app = explore(category="training")
    data, _ = sample(), words("zh")
    offered = options(data, read_filters({"category": ["training"]}, data))
    for name, label in (("category", _("Category")), ("change", _("Change"))):
        shown = next(group.options for group in app.button_group if group.label == label)
        counts = [f"({count})" for count in offered[name].values()]
        assert [text[text.rindex("(") :] for text in shown] == counts


def test_what_does_not_exist_is_said_and_the_rest_holds(explore: Open) -> None:
    app = explore(view="table", category=["training", "nonsense"], year="1066")
    said = " ".join(shown.value for shown in app.info).replace("\\", "")
    assert "nonsense" in said and "1066" in said
    data = sample()
    wanted = select(data, read_filters({"category": ["training"]}, data)).rows()
    assert len(figures_in_table(app)) == sum(row.value is not None for row in wanted)


def test_nothing_found_is_said(explore: Open) -> None:
    app = explore(q="没有这样的词")
    assert words("zh")("No figures match these filters.") in [shown.value for shown in app.info]


def test_a_single_year_of_figures_has_no_views_over_years(explore: Open) -> None:
    app = explore("real")
    _ = words("zh")
    shown = next(group.options for group in app.button_group if group.label == _("View"))
    assert list(shown) == [_("Table"), _("Cards")]
    assert len(real().years) == 1


def test_what_the_figures_say_stands_for_the_chart_too(explore: Open) -> None:
    data, _ = sample(), words("zh")
    app = explore(view="compare", category="training")
    told = [json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.json]
    [chart] = [one for one in told if "figure" in one]
    first = next(findings(select(data, read_filters({"category": ["training"]}, data)), _))
    assert chart["alt"].startswith(first.text)
