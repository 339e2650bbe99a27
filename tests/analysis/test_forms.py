"""A figure is drawn by its own kind and by declared relations, never for a unit in common."""

import pytest

from metrics.analysis.forms import MOST_DOTS, Form, forms_of, share_of
from metrics.model.dataset import Dataset
from metrics.model.series import series_of
from metrics.model.vocabulary import load_vocabulary
from tests.support.made_series import made, row
from tests.support.sample import real, sample

RELATED = {frozenset((each.one, each.other)) for each in load_vocabulary().relations}


def forms(data: Dataset, category: str, year: int) -> list[Form]:
    return forms_of(series_of(data, category), year, data)


def named(data: Dataset, category: str, year: int) -> dict[str, str]:
    return {form.series[0].metric.zh: form.kind for form in forms(data, category, year)}


@pytest.mark.parametrize("data", [real(), sample()], ids=["real", "sample"])
def test_no_form_holds_two_metrics_without_a_relation(data: Dataset) -> None:
    for year in data.years:
        for category in data.vocabulary.categories:
            drawn = forms(data, category, year)
            for form in drawn:
                names = frozenset(one.metric.zh for one in form.series)
                assert len(names) == 1 or names in RELATED
            published = [s for s in series_of(data, category) if s.published(year)]
            assert sorted(s.metric.zh for form in drawn for s in form.series) == sorted(
                s.metric.zh for s in published
            ), "every figure is drawn once"


def test_one_year_has_pairs_dots_and_numbers() -> None:
    assert named(real(), "training", 2024)["解读宣贯"] == "reach"
    assert named(real(), "hazards", 2024) == {"管控重大事故隐患": "strip"}
    drills = named(real(), "drills", 2024)
    assert drills == {"各级各部门演练": "number", "市级应急演练": "dots"}, (
        "10 of 12,192 is no strip"
    )
    assert named(real(), "equipment", 2024)["新增救援装备"] == "number"


def test_several_years_have_columns_rates_and_rare_events() -> None:
    hazards = named(sample(), "hazards", 2024)
    assert hazards["管控重大事故隐患"] == "columns"
    assert hazards["隐患整改率"] == "rates" and hazards["较大及以上生产安全事故"] == "events"


@pytest.mark.parametrize(
    ("value", "qualifier", "kind"),
    [
        (MOST_DOTS, "exact", "dots"),
        (MOST_DOTS + 1, "exact", "number"),
        (60, "more_than", "number"),
        (1, "exact", "number"),
        (0, "exact", "number"),
    ],
)
def test_dots_stand_for_exact_counts_that_can_be_counted(
    value: int, qualifier: str, kind: str
) -> None:
    data = made([row("拉动", 2024, value, qualifier=qualifier, category="drills")])
    assert {form.kind for form in forms(data, "drills", 2024)} == {kind}


def test_a_share_needs_figures_that_give_one() -> None:
    whole, part = series_of(real(), "hazards")
    assert share_of(part, whole, 2024) is not None
    assert share_of(whole, part, 2024) is None and share_of(part, whole, 2023) is None
