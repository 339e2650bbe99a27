"""What holds for every figure: nothing is lost in writing it, nothing is invented in comparing."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.i18n import LANGUAGES, words
from metrics.model.catalogue import Metric, fold
from metrics.model.dataset import load
from metrics.model.observation import (
    COLUMN_NAMES,
    Observation,
    exact_decimal,
    from_table,
    to_table,
)
from metrics.model.series import SHARE_UNITS, Change, Series
from metrics.numbers import plain
from metrics.wording.figures import (
    group_digits,
    is_printed_in_chinese,
    short_number,
)
from metrics.wording.formatter import Formatter
from tests.support.folders import DATA_FOLDER

DATA = load(DATA_FOLDER)
VOCABULARY = DATA.vocabulary
SCALES = {"": 0, "万": 4, "亿": 8, " million": 6, " billion": 9}
WHOLE = st.integers(-(10**13), 10**13).map(Decimal)
VALUES = WHOLE | st.decimals(-(10**9), 10**9, places=3, allow_nan=False)
TEXTS = st.text(st.characters(categories=("L", "N", "P")), max_size=8)
YEARS = st.integers(1990, 2050)
languages = pytest.mark.parametrize("language", LANGUAGES)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    qualifier = draw(st.sampled_from(sorted(VOCABULARY.qualifiers)))
    value = draw(VALUES | st.none()) if qualifier != "range" else draw(VALUES)
    upper = value + draw(WHOLE.map(abs)) if qualifier == "range" and value is not None else None
    return Observation(
        year=draw(YEARS),
        region=draw(TEXTS),
        category=draw(st.sampled_from(sorted(VOCABULARY.categories))),
        subcategory=draw(TEXTS),
        metric=draw(TEXTS),
        value=value,
        unit=draw(st.sampled_from(sorted(VOCABULARY.units))),
        qualifier=qualifier,
        upper=upper,
        printed=draw(TEXTS),
        section=draw(TEXTS),
        note=draw(TEXTS),
    )


def read_back(text: str) -> Decimal:
    """Read a number as a person would: digits, separators, a word for the scale."""
    found = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(\D*)", text)
    assert found, text
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?", found[1]), f"badly grouped: {text}"
    return Decimal(found[1].replace(",", "")).scaleb(SCALES[found[2]])


@languages
@given(value=VALUES)
def test_a_short_number_says_the_exact_value(language: str, value: Decimal) -> None:
    assert read_back(short_number(value, language)) == value


@languages
@given(value=VALUES)
def test_a_short_number_is_never_longer_than_the_plain_one(language: str, value: Decimal) -> None:
    scale = re.sub(r"[\d,.-]", "", short_number(value, language))
    digits = short_number(value, language).removesuffix(scale)
    assert len(digits) <= len(group_digits(plain(value)))


@given(st.text("0123456789.,，-万次 １２３") | st.text(st.characters(exclude_categories=["Cs"])))
def test_grouping_adds_nothing_but_commas(text: str) -> None:
    grouped = group_digits(text)
    rest = iter(grouped)
    kept = [character for character in text if character in rest]
    assert len(kept) == len(text), "a character is gone or moved"
    assert sorted(grouped.replace(",", "")) == sorted(text.replace(",", ""))


@given(st.integers(0, 10**15), TEXTS.filter(lambda text: not re.search(r"[\d.,]", text)))
def test_grouping_puts_commas_every_three_digits(number: int, unit: str) -> None:
    assert group_digits(f"{number}{unit}") == f"{number:,}{unit}"


@pytest.mark.parametrize(
    "text", ["0.12345", "12.0001", "12,3456", "1,234,567", "00012", "１２３４５"]
)
def test_decimals_and_what_is_grouped_or_written_otherwise_stay(text: str) -> None:
    assert group_digits(text) == text


@languages
@given(observation=observations())
def test_a_figure_without_its_printed_form_says_value_bounds_and_qualifier(
    language: str, observation: Observation
) -> None:
    assume(observation.value is not None)
    bare = replace(observation, printed="")
    _ = words(language)
    fmt = Formatter(DATA, _)
    text = fmt.number(bare)
    for bound in (bare.value, bare.upper):
        assert bound is None or short_number(bound, language) in text
    qualifier = VOCABULARY.qualifiers[bare.qualifier]
    wrap = qualifier.short_zh if language == "zh" else qualifier.short_en
    for piece in wrap.split("{}"):
        assert piece in text
    assert fmt.figure(bare).startswith(text)


@given(observations())
def test_what_is_printed_is_shown_in_chinese(observation: Observation) -> None:
    """Only the unit at the end stands apart, and long numbers are grouped."""
    assume(observation.value is not None and is_printed_in_chinese(observation))
    shown = Formatter(DATA, words("zh")).figure(observation)
    assert shown.replace(",", "").startswith(
        observation.printed.removesuffix(observation.unit).removesuffix("个").replace(",", "")
    )


@languages
@given(observation=observations())
def test_not_published_is_never_a_number(language: str, observation: Observation) -> None:
    _ = words(language)
    silent = replace(observation, value=None, qualifier="exact", upper=None)
    assert Formatter(DATA, _).figure(silent) == _("not published")
    assert not re.search(r"\d", Formatter(DATA, _).figure(silent))


# Rows and tables


@given(observations())
def test_a_row_of_texts_reads_back_exactly(observation: Observation) -> None:
    cells = observation.as_text()
    assert tuple(cells) == COLUMN_NAMES
    assert exact_decimal(cells["value"]) == observation.value
    assert exact_decimal(cells["upper"]) == observation.upper
    for name in set(COLUMN_NAMES) - {"value", "upper", "year"}:
        assert cells[name] == getattr(observation, name)
    assert int(cells["year"]) == observation.year


@given(VALUES)
def test_a_plain_number_has_no_exponent_and_no_needless_zero(value: Decimal) -> None:
    text = plain(value)
    assert exact_decimal(text) == value
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)


@given(st.lists(observations(), max_size=12))
def test_a_table_gives_its_rows_back(rows: list[Observation]) -> None:
    again = from_table(to_table(rows))
    assert again == rows
    for row in again:
        assert row.value is None or isinstance(row.value, Decimal)
        assert type(row.year) is int


@given(st.text())
def test_only_plain_numbers_are_numbers(text: str) -> None:
    value = exact_decimal(text)
    assert value is None or plain(value).lstrip("-0") in text.strip().lstrip("-0") + "0"


@given(st.text())
def test_comparing_names_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(TEXTS)
def test_spaces_width_and_case_do_not_make_another_name(name: str) -> None:
    spaced = " ".join(name) + "\u3000\u200b"
    assert fold(spaced) == fold(name)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    assert fold(wide) == fold(name)


# Changes from year to year

METRIC = Metric("指标", "metric", "Metric", "training", "", "次", True, "", "", "")


def series(*rows: Observation) -> Series:
    return Series(METRIC, "威海市", rows)


def row(year: int, value: Decimal | None, unit: str = "次", **more: Any) -> Observation:
    return Observation(year, "威海市", "training", "", "指标", value, unit, **more)


def change(old: Decimal | None, new: Decimal | None, unit: str = "次") -> Change:
    return series(row(2023, old, unit), row(2024, new, unit)).change(2024)


POSITIVE, NEGATIVE = VALUES.map(abs).filter(bool), VALUES.map(abs).filter(bool).map(lambda v: -v)
NOT_NEGATIVE = VALUES.map(abs)


@given(POSITIVE, NOT_NEGATIVE)
def test_growth_has_the_sign_of_the_difference(old: Decimal, new: Decimal) -> None:
    found = change(old, new)
    assert found.kind == "growth" and found.amount is not None
    assert (found.amount > 0, found.amount < 0) == (new > old, new < old)
    assert abs(old + found.amount * old - new) < Decimal("1e-10")


@given(VALUES)
def test_a_zero_base_gives_no_rate(new: Decimal) -> None:
    found = change(Decimal(0), new)
    assert (found.kind, found.amount, found.why) == ("none", None, "zero")


@given(NEGATIVE, VALUES)
def test_a_negative_base_gives_no_rate(old: Decimal, new: Decimal) -> None:
    found = change(old, new)
    assert (found.kind, found.amount, found.why) == ("none", None, "negative")


@given(POSITIVE, NEGATIVE)
def test_a_fall_below_zero_gives_no_rate(old: Decimal, new: Decimal) -> None:
    found = change(old, new)
    assert (found.kind, found.amount, found.why) == ("none", None, "sign")


@given(VALUES, VALUES, POSITIVE, st.sampled_from(["次", *SHARE_UNITS]), st.booleans())
def test_a_range_has_no_change(
    one: Decimal, other: Decimal, width: Decimal, unit: str, before: bool
) -> None:
    span = replace(row(2023, one, unit, qualifier="range"), upper=one + width)
    plain_one = row(2023, other, unit)
    old, new = (span, plain_one) if before else (plain_one, span)
    found = series(old, replace(new, year=2024)).change(2024)
    assert (found.kind, found.amount, found.why) == ("none", None, "range")


@given(VALUES, VALUES, st.sampled_from(SHARE_UNITS))
def test_shares_differ_by_percentage_points(old: Decimal, new: Decimal, unit: str) -> None:
    found = change(old, new, unit)
    assert (found.kind, found.amount) == ("points", new - old)


@given(VALUES)
def test_what_is_not_published_is_not_compared(value: Decimal) -> None:
    assert change(value, None).why == "unpublished"
    assert change(None, value).why == "first"
    assert series(row(2024, value)).change(2024).why == "first"
    assert series(row(2022, value), row(2024, value)).change(2024).why == "gap"
    assert series(row(2022, value), row(2023, None), row(2024, value)).change(2024).why == "gap"
    assert series(row(2024, value)).change(2023).why == "unpublished"


@given(VALUES, VALUES)
def test_different_units_or_definitions_are_not_compared(old: Decimal, new: Decimal) -> None:
    assert series(row(2023, old, "次"), row(2024, new, "场次")).change(2024).why == "unit"
    assert series(row(2023, old, "%"), row(2024, new, "百分点")).change(2024).why == "unit"
    noted = row(2024, new, note="2024年起口径改为含外包人员")
    assert series(row(2023, old), noted).change(2024).why == "definition"


@given(
    POSITIVE,
    NOT_NEGATIVE,
    *[st.sampled_from(sorted(VOCABULARY.qualifiers))] * 2,
)
def test_a_qualifier_on_either_side_makes_the_change_approximate(
    old: Decimal, new: Decimal, before: str, after: str
) -> None:
    found = series(row(2023, old, qualifier=before), row(2024, new, qualifier=after)).change(2024)
    assert found.about == (not before == after == "exact")
