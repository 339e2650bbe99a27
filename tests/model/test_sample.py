"""The invented sample keeps what its README promises, so that demos and other tests may lean on it.

The printed figures are read again here by a few lines of their own, not by the product's reader.
"""

import re
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from metrics.model.csv_file import read_rows
from metrics.model.dataset import Dataset, load
from metrics.model.observation import COLUMN_NAMES, Observation, from_table
from tests.support.folders import DATA_FOLDER

SAMPLE = Path(__file__).resolve().parents[2] / "examples"
YEARS = list(range(2020, 2025))
INVENTED_ZH, INVENTED_EN = "虚构示例", "invented sample"

SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
BEFORE = {"约": "about", "近": "nearly", "超": "more_than", "不足": "less_than"}
BEFORE |= {"不超过": "up_to", "不低于": "at_least"}
AFTER = {"余": "more_than", "多": "more_than", "以上": "at_least", "左右": "about"}
PRINTED = re.compile(
    rf"(?P<before>{'|'.join(sorted(BEFORE, key=len, reverse=True))})?"
    r"(?P<low>\d[\d,.]*)(?:至(?P<high>\d[\d,.]*))?"
    r"(?P<inner>余|多)?(?P<scale>万|亿)?(?P<outer>余|多)?"
    r"(?P<unit>\D+?)(?P<after>以上|左右)?"
)


def reading(printed: str) -> tuple[Decimal, Decimal | None, str, str]:
    """Return value, upper bound, unit and qualifier of a figure as the sample prints it."""
    found = PRINTED.fullmatch(printed)
    assert found, f"unreadable: {printed}"
    part = found.groupdict(default="")
    scale = SCALES[part["scale"]]
    words = [BEFORE[part["before"]]] if part["before"] else []
    words += [AFTER[part[name]] for name in ("inner", "outer", "after") if part[name]]
    words += ["range"] if part["high"] else []
    assert len(words) <= 1, f"two qualifiers: {printed}"
    low, high = (
        Decimal(part[name].replace(",", "")) * scale if part[name] else None
        for name in ("low", "high")
    )
    assert low is not None
    unit = "百分点" if part["unit"] == "个百分点" else part["unit"]
    return low, high, unit, words[0] if words else "exact"


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return load(SAMPLE)


@pytest.fixture(scope="module")
def rows(sample: Dataset) -> list[Observation]:
    return from_table(sample.table)


@pytest.fixture(scope="module")
def city(sample: Dataset, rows: list[Observation]) -> dict[str, dict[int, Observation]]:
    """The bureau's own rows, by metric and year."""
    own: dict[str, dict[int, Observation]] = defaultdict(dict)
    for row in rows:
        if row.region == sample.bureau.region:
            own[row.metric][row.year] = row
    return own


def districts(sample: Dataset, rows: list[Observation]) -> dict[tuple[str, int], list[Observation]]:
    parts: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    for row in rows:
        if row.region != sample.bureau.region:
            parts[row.metric, row.year].append(row)
    return parts


def test_every_row_of_the_five_years_loads(sample: Dataset) -> None:
    assert sample.years == YEARS
    assert len(sample.table) == len(read_rows(SAMPLE / "metrics.csv"))
    assert 110 <= len(sample.table) <= 140


@pytest.mark.parametrize("name", ["metrics", "catalog", "editions", "omitted"])
def test_the_files_are_written_as_excel_opens_them(name: str) -> None:
    sample, product = (folder / f"{name}.csv" for folder in (SAMPLE, DATA_FOLDER))
    content = sample.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.splitlines()[0] == product.read_bytes().splitlines()[0]


def test_a_row_writes_back_as_it_stands(rows: list[Observation]) -> None:
    stored = read_rows(SAMPLE / "metrics.csv")
    assert tuple(stored[0]) == COLUMN_NAMES
    assert [row.as_text() for row in rows] == stored


def test_it_says_everywhere_that_it_is_invented(sample: Dataset, rows: list[Observation]) -> None:
    assert sample.bureau.sample
    assert INVENTED_ZH in sample.bureau.zh
    assert INVENTED_EN in sample.bureau.en
    for year in YEARS:
        first = next(row for row in rows if row.year == year)
        assert first.note.startswith(INVENTED_ZH)
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert INVENTED_ZH in readme and "invented" in readme


def test_editions_are_invented_reports_of_the_following_january(sample: Dataset) -> None:
    assert sorted(sample.editions) == YEARS
    for year, edition in sample.editions.items():
        assert str(year) in edition.zh and INVENTED_ZH in edition.zh
        assert str(year) in edition.en and INVENTED_EN in edition.en
        assert edition.published is not None
        assert (edition.published.year, edition.published.month) == (year + 1, 1)
        assert edition.url == ""
        assert (edition.issuer_zh, edition.issuer_en) == (sample.bureau.zh, sample.bureau.en)


def test_no_region_of_the_sample_is_one_of_the_real_figures(rows: list[Observation]) -> None:
    real = {row["region"] for row in read_rows(DATA_FOLDER / "metrics.csv")}
    assert real.isdisjoint({row.region for row in rows})


def test_the_catalogue_is_the_product_s_own_and_a_few_metrics_more(sample: Dataset) -> None:
    own, extended = (read_rows(folder / "catalog.csv") for folder in (DATA_FOLDER, SAMPLE))
    assert extended[: len(own)] == own
    assert 3 <= len(extended) - len(own) <= 5
    assert len({row["slug"] for row in extended}) == len(extended)
    assert {"up", "down", ""} <= {metric.direction for metric in sample.catalogue.metrics}


def test_every_row_agrees_with_its_catalogue_entry(
    sample: Dataset, rows: list[Observation]
) -> None:
    for row in rows:
        metric = sample.catalogue.find(row.metric)
        assert metric is not None
        assert (row.category, row.subcategory) == (metric.category, metric.subcategory)
        assert row.unit == metric.unit
    assert {row.metric for row in rows} == {metric.zh for metric in sample.catalogue.metrics}


def test_every_name_has_english(sample: Dataset, rows: list[Observation]) -> None:
    words = sample.vocabulary
    for row in rows:
        assert words.place(row.region, "en").isascii()
        assert words.place(row.subcategory, "en").isascii()
        assert row.unit in words.units
    for metric in sample.catalogue.metrics:
        assert metric.en.isascii() and metric.definition_zh and metric.definition_en


def test_every_category_has_figures_and_leads_miss_one_year_only(
    sample: Dataset, city: dict[str, dict[int, Observation]]
) -> None:
    categories = sample.vocabulary.categories
    shown = {row.category for years in city.values() for row in years.values()}
    assert shown == set(categories)
    gaps = []
    for category in categories.values():
        if category.main:
            lead = sample.catalogue.by_slug(category.lead)
            assert lead is not None
            gaps += [
                (lead.zh, year)
                for year in YEARS
                if year not in city[lead.zh] or city[lead.zh][year].value is None
            ]
    assert len(gaps) == 1


def test_printed_figures_agree_with_value_unit_and_qualifier(rows: list[Observation]) -> None:
    for row in rows:
        if row.value is not None:
            found = reading(row.printed)
            assert found == (row.value, row.upper, row.unit, row.qualifier), row.printed
            assert row.section


def test_every_qualifier_appears(sample: Dataset, rows: list[Observation]) -> None:
    stated = [row for row in rows if row.value is not None]
    assert {row.qualifier for row in stated} == set(sample.vocabulary.qualifiers)
    for row in stated:
        assert (row.upper is not None) == (row.qualifier == "range")
        assert row.upper is None or row.upper > row.value  # type: ignore[operator]


def test_counts_are_whole_and_nothing_is_negative(sample: Dataset, rows: list[Observation]) -> None:
    for row in rows:
        if row.value is not None:
            assert row.value >= 0
            assert not sample.vocabulary.unit(row.unit).count or row.value == int(row.value)


def test_zero_is_printed_and_not_published_is_empty(rows: list[Observation]) -> None:
    zeros = [row for row in rows if row.value == 0]
    assert [row.printed for row in zeros] == ["0起"]
    empty = [row for row in rows if row.value is None]
    assert [row.note for row in empty] == ["报告未公布"]
    assert [(row.printed, row.section, row.upper) for row in empty] == [("", "", None)]


def test_some_years_are_missing_inside_a_series(city: dict[str, dict[int, Observation]]) -> None:
    absent = [
        (metric, year)
        for metric, years in city.items()
        for year in range(min(years), max(years))
        if year not in years
    ]
    assert ("解读宣贯", 2022) in absent


def test_one_metric_begins_in_2023_and_one_ends_in_2022(
    city: dict[str, dict[int, Observation]],
) -> None:
    begin = [metric for metric, years in city.items() if min(years) == 2023]
    end = [metric for metric, years in city.items() if max(years) == 2022]
    assert begin == ["推进长期任务"]
    assert end == ["专题培训班参训人员"]


def test_lead_figures_rise_and_fall(
    sample: Dataset, city: dict[str, dict[int, Observation]]
) -> None:
    for category in sample.vocabulary.categories.values():
        if lead := sample.catalogue.by_slug(category.lead):
            values = [row.value for row in city[lead.zh].values() if row.value is not None]
            changes = [after - before for before, after in pairwise(values)]
            assert min(changes) < 0 < max(changes), lead.zh


def test_one_definition_changes_in_the_year_its_note_says(
    rows: list[Observation], city: dict[str, dict[int, Observation]]
) -> None:
    noted = [(row, found) for row in rows if (found := re.match(r"(\d{4})年起口径改为", row.note))]
    assert len(noted) == 1
    row, found = noted[0]
    assert row.year == int(found[1])
    assert {row.year - 1, row.year + 1} <= set(city[row.metric])


def test_one_figure_is_restated_and_says_what_stood_before(rows: list[Observation]) -> None:
    restated = [row for row in rows if "更正" in row.note]
    assert len(restated) == 1
    before = re.search(r"\d.*$", restated[0].note)
    assert before is not None
    value, _, unit, _ = reading(before[0])
    assert unit == restated[0].unit
    assert value != restated[0].value


def test_notes_are_short(rows: list[Observation]) -> None:
    assert max(len(row.note) for row in rows) <= 20


def test_percentage_points_are_the_difference_of_the_percentages(
    city: dict[str, dict[int, Observation]],
) -> None:
    rate, gain = city["隐患整改率"], city["隐患整改率提高幅度"]
    assert {row.unit for row in rate.values()} == {"%"}
    assert {row.unit for row in gain.values()} == {"百分点"}
    for year in YEARS[1:]:
        if year in rate and year - 1 in rate:
            now, before = rate[year].value, rate[year - 1].value
            assert now is not None and before is not None
            assert (year in gain) == (now > before)
            assert year not in gain or gain[year].value == now - before


def test_districts_sum_to_the_city_s_figure_or_less(
    sample: Dataset, rows: list[Observation], city: dict[str, dict[int, Observation]]
) -> None:
    parts = districts(sample, rows)
    metrics = {metric for metric, _ in parts}
    assert 3 <= len(metrics) <= 4
    assert set(parts) == {(metric, year) for metric in metrics for year in (2022, 2023, 2024)}
    below = set()
    for (metric, year), shares in parts.items():
        entry = sample.catalogue.find(metric)
        assert entry is not None and entry.additive
        assert {row.region for row in shares} == {"望潮区", "青屿区", "松岭县"}
        whole, total = city[metric][year].value, sum(row.value or 0 for row in shares)
        assert whole is not None and total <= whole, (metric, year)
        assert (total < whole) == any("三地之和小于全市数" in row.note for row in shares)
        below.add(total < whole)
    assert below == {True, False}


def test_figures_left_out_are_explained_and_not_among_the_rows(
    sample: Dataset, rows: list[Observation]
) -> None:
    assert sample.omitted
    for item in sample.omitted:
        assert item.year in YEARS
        assert item.what_zh and item.reason_zh
        assert item.what_en.isascii() or "’" in item.what_en
        assert all(
            (row.year, row.printed, row.section) != (item.year, item.printed, item.section)
            for row in rows
        )
