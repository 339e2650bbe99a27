"""A year in one paragraph: by rule, every figure a door, and nothing that is not published."""

import re

import pytest

from metrics.i18n import words
from metrics.model.dataset import Dataset
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import main_categories, year_paragraph
from tests.support.made_series import made, row
from tests.support.sample import real, sample

CASES = [(data, year, language) for data in (real(), sample()) for year in data.years
         for language in ("zh", "en")]  # fmt: skip


def told(data: Dataset, year: int, language: str = "zh") -> str:
    return "".join(p.text for p in year_paragraph(year, Formatter(data, words(language))))


@pytest.mark.parametrize(("data", "year", "language"), CASES)
def test_every_figure_is_published_and_stands_as_printed(
    data: Dataset, year: int, language: str
) -> None:
    fmt = Formatter(data, words(language))
    pieces = year_paragraph(year, fmt)
    figures = [piece for piece in pieces if piece.observation is not None]
    assert len(figures) >= len(main_categories(fmt))
    for piece in figures:
        o = piece.observation
        assert o is not None and o.value is not None and o.year == year
        assert o.region == data.bureau.region and piece.text == fmt.number(o)
    assert not any("{" in piece.text or "}" in piece.text for piece in pieces)


def test_a_single_year_states_its_figures_alone() -> None:
    text = told(real(), 2024)
    assert text.startswith("2024年，开展解读宣贯8,381次，培训136万余人次；")
    assert "管控重大事故隐患5,161项，其中挂牌督办163项" in text and "上年" not in text


def test_small_counts_change_by_numbers_and_others_by_rates() -> None:
    text, data = told(sample(), 2024), sample()
    assert "市级演练9次，比上年多1次" in text and "各级各部门演练8,317次，比上年增长27.2%" in text
    assert not re.search(
        r"市级演练\d+次，比上年(增长|下降)", "".join(told(data, y) for y in data.years)
    )
    assert "9 at city level, 1 more than before" in told(data, 2024, "en")


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        (2, 1, "比上年少1次"),
        (29, 29, "与上年持平"),
        (29, 30, "比上年增长3.4%"),
        (4000, 2000, "比上年下降50%"),
        (0, 7, "比上年多7次"),
    ],
)
def test_a_change_is_said_as_its_size_allows(old: int, new: int, clause: str) -> None:
    data = made([row("各级各部门演练", 2023, old), row("各级各部门演练", 2024, new)])
    said = told(data, 2024)
    if old == 0:
        assert "上年" not in said, "a change from zero is told by no rate"
    else:
        assert clause in said


def test_a_metric_without_a_phrase_is_said_by_its_name() -> None:
    data = made([row("夜间拉动", 2024, 12, category="drills")])
    assert told(data, 2024).startswith("2024年，")
    assert "夜间拉动12次" in told(data, 2024)


def test_a_year_without_figures_says_nothing() -> None:
    assert told(sample(), 1999) == ""
