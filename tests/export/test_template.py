"""The template to fill in names every metric of last year, each with its own earlier value."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from metrics.export.template import template_csv, template_rows
from metrics.model.dataset import Dataset, load
from metrics.model.observation import Observation
from metrics.store.published import with_rows

CHECK = Observation(2024, "威海市", "enforcement", "矿山", "执法检查企业", Decimal(12), "家")


def rows_of(data: Dataset, metric: str, language: str = "zh") -> list[tuple[str, str, str]]:
    """The sub-category, last year's value and region of each row of a metric."""
    names = {
        "zh": ("子类", "上年数值", "地区", "指标"),
        "en": ("subcategory", "Last year", "region", "metric"),
    }
    sub, last, region, name = names[language]
    found = template_rows(data, 2025, language)
    return [(row[sub], row[last], row[region]) for row in found if row[name] == metric]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_name_in_three_subcategories_has_three_rows(language: str) -> None:
    rows = [
        replace(CHECK, subcategory=name, value=Decimal(value))
        for name, value in (("矿山", 12), ("工贸", 30), ("危化品", 7))
    ]
    data = with_rows(load(), rows)
    assert rows_of(data, CHECK.metric, language) == [
        ("矿山", "12", "威海市"), ("工贸", "30", "威海市"), ("危化品", "7", "威海市"),
    ]  # fmt: skip


def test_a_metric_of_the_catalogue_keeps_its_row_beside_those_of_other_subcategories() -> None:
    known = load().catalogue.metrics[0]
    here = replace(
        CHECK, category=known.category, subcategory=known.subcategory, metric=known.zh,
        unit=known.unit,
    )  # fmt: skip
    data = with_rows(load(), [here, replace(here, subcategory="别处", value=Decimal(5))])
    assert rows_of(data, known.zh) == [
        (known.subcategory, "12", "威海市"), ("别处", "5", "威海市"),
    ]  # fmt: skip
    category = replace(here, category="drills", value=Decimal(6))
    assert (known.subcategory, "6", "威海市") in rows_of(
        with_rows(load(), [here, category]), known.zh
    )


def test_a_district_that_is_a_year_ahead_hides_no_figure_of_the_bureau() -> None:
    own = [replace(CHECK, year=2023), replace(CHECK, year=2022, metric="旧指标")]
    ahead = replace(CHECK, region="环翠区", value=Decimal(99))
    data = with_rows(load(), [*own, ahead])
    assert rows_of(data, CHECK.metric) == [("矿山", "12", "威海市")]
    assert not rows_of(data, "旧指标"), "not published in the bureau's last year"


def test_every_own_figure_of_last_year_stands_in_the_template() -> None:
    data = load()
    last = max(data.years)
    told = template_csv(data, last + 1, "zh").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    values = {(row["子类"], row["指标"]): row["上年数值"] for row in rows}
    assert len(values) == len(rows)
    table = data.table[(data.table.year == last) & (data.table.region == data.bureau.region)]
    assert all(values[place] for place in zip(table.subcategory, table.metric, strict=True))
