"""What a selection says: the largest changes with both values, firsts, gaps, absences."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from metrics.analysis.findings import MOST_CHANGES, MOST_LISTED, Finding, findings
from metrics.analysis.selection import Filters, read_filters, select
from metrics.i18n import words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_at
from metrics.model.series import series_of_row
from metrics.wording.formatter import Formatter
from tests.support.made_series import CITY, datasets, everything, made, over_years, row
from tests.support.sample import real, sample

ZH, EN = words("zh"), words("en")
CHANGES = ("rise", "fall", "points-rise", "points-fall")
METRICS = ("宣贯培训", "实操培训", "隐患整改率", "市级执法人员下沉一线比例", "解读宣贯")


def kinds(found: list[Finding]) -> list[str]:
    return [finding.kind for finding in found]


@given(datasets(METRICS, (CITY, "望潮区")))
@settings(max_examples=60)
def test_no_change_is_told_without_both_values(data: Dataset) -> None:
    chosen = everything(data)
    for _ in (ZH, EN):
        found = list(findings(chosen, _))
        for finding in found:
            if finding.kind not in CHANGES:
                continue
            new = figure_at(finding.address, data)
            assert new is not None and new.year == chosen.years[-1]
            one = series_of_row(data, new)
            assert one is not None
            old = one.at(new.year - 1)
            assert old is not None
            for observation in (new, old):
                assert Formatter(data, _).figure(observation) in finding.text
            change = one.change(new.year)
            assert change.amount is not None
            assert (change.amount > 0) is finding.kind.endswith("rise")
            assert (change.kind == "points") is finding.kind.startswith("points")
            assert not change.about or ("about" in finding.text or "约" in finding.text)
        _ranked_by_size(data, found)
        assert (
            Formatter(data, _).join(f.text for f in found).count(found[0].text if found else "")
            >= 1
        )


def _ranked_by_size(data: Dataset, found: list[Finding]) -> None:
    """The largest come first, at most so many, and none that is larger is left out."""
    for region in {finding.region for finding in found}:
        for kind in CHANGES:
            told = [f for f in found if f.kind == kind and f.region == region]
            sizes = []
            for finding in told:
                new = figure_at(finding.address, data)
                one = series_of_row(data, new) if new else None
                amount = one.change(new.year).amount if one and new else None
                assert amount is not None
                sizes.append(abs(amount))
            assert sizes == sorted(sizes, reverse=True) and len(sizes) <= MOST_CHANGES


def test_ties_keep_the_order_of_the_selection() -> None:
    data = over_years({name: [100, 150] for name in ("甲", "乙", "丙", "丁")})
    told = [f.text for f in findings(everything(data), EN)]
    names = [one.metric.zh for one in everything(data).series][:MOST_CHANGES]
    assert [text[0] for text in told] == names


@pytest.mark.parametrize("_", [ZH, EN], ids=["zh", "en"])
def test_firsts_absences_gaps_and_definitions(_: Any) -> None:
    rows = [
        row("甲", 2020, 5),
        row("甲", 2023, 6),
        row("乙", 2022, 8),
        row("乙", 2023, None),
        row("丙", 2023, 3),
        row("丁", 2022, 3),
        row("丁", 2023, 4, note="口径调整"),
    ]
    data = made(rows)
    found = list(findings(everything(data), _))
    told = {finding.kind: finding for finding in found}
    assert kinds(found) == ["definition", "first", "unpublished", "gap"]
    assert "丙" in told["first"].text and "3" in told["first"].text
    assert "乙" in told["unpublished"].text and "8" in told["unpublished"].text
    gap = told["gap"].text
    assert all(str(year) in gap for year in (2020, 2021, 2022, 2023)) and "甲" in gap
    assert "口径调整" in told["definition"].text
    for finding in found:
        assert figure_at(finding.address, data) in rows


def test_nothing_is_first_in_the_first_year_that_anybody_has() -> None:
    assert "first" not in kinds(list(findings(everything(real()), EN)))


def test_one_year_alone_says_nothing_that_a_reader_does_not_see() -> None:
    assert not list(findings(everything(real()), ZH))


def test_several_regions_are_grouped_and_named() -> None:
    data = sample()
    found = list(findings(everything(data), ZH))
    regions = list(dict.fromkeys(finding.region for finding in found))
    assert regions[0] == CITY and set(regions) == {CITY, "望潮区", "松岭县", "青屿区"}
    assert [f.region for f in found] == sorted((f.region for f in found), key=regions.index)
    assert all(f.text.startswith(f.region) for f in found)
    one = select(data, read_filters({"region": ["望潮区"]}, data))
    assert all(not f.region for f in findings(one, ZH))


def test_long_lists_say_how_many_more_there_are() -> None:
    names = [f"指标{n}" for n in range(MOST_LISTED + 4)]
    data = over_years({"旧": [1, 2], **{name: [None, 5] for name in names}})
    first = [f for f in findings(everything(data), EN) if f.kind == "first"]
    assert len(first) == MOST_LISTED + 1
    assert (first[-1].text, first[-1].address) == ("and 4 more first published figures", "")


def test_an_empty_selection_says_nothing() -> None:
    data = sample()
    chosen = select(data, Filters())
    assert list(findings(replace(chosen, years=()), ZH)) == []
    assert list(findings(replace(chosen, numbers=chosen.numbers[:0]), ZH)) == []
