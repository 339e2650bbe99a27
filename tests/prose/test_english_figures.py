"""Plain figures of English drafts are found with value, unit and the words that name them."""

from decimal import Decimal

import pytest

from metrics.prose import is_english, read_english

FIGURES = [
    # text | printed | value | unit | qualifier | words that name it
    "The city held 6,214 emergency drills. | 6,214 | 6214 | 次 | exact | emergency drills",
    "1.42 million visits were paid. | 1.42 million visits | 1420000 | 次 | exact | visits",
    "More than 860 sets of rescue gear came. | More than 860 sets | 860 | 台(套) | more_than"
    " | rescue gear",
    "The closure rate reached 97.4%, a record. | 97.4% | 97.4 | % | exact | closure rate",
    "Over 85 per cent of staff were sent out. | Over 85 per cent | 85 | % | more_than | staff",
    "Investment totalled RMB 4.2 million. | RMB 4.2 million | 4200000 | 元 | exact | Investment",
    "Nearly three million people came. | Nearly three million people | 3000000 | 人 | nearly"
    " | people",
    "Hazards found: 5,120. | 5,120 | 5120 |  | exact | Hazards found",
]
NO_FIGURES = [
    "On 14 May 2025 the bureau met at 9:30.",
    "Article 12 of Order No. 8 applies to Level 3 events.",
    "Call 12345, the 24-hour hotline.",
    "The 14th plan covers 2021-2025, a three-year action.",
    "Training lasted 12 days.",
]


@pytest.mark.parametrize("row", FIGURES)
def test_a_figure_is_read_with_its_words(row: str) -> None:
    text, printed, value, unit, qualifier, metric = (cell.strip() for cell in row.split("|"))
    (figure,) = read_english(text)
    assert text[figure.start : figure.end] == figure.printed == printed
    assert (figure.value, figure.unit, figure.qualifier) == (Decimal(value), unit, qualifier)
    assert figure.metric == metric


@pytest.mark.parametrize("text", NO_FIGURES)
def test_dates_labels_and_times_are_no_figures(text: str) -> None:
    assert read_english(text) == ()


def test_a_change_keeps_its_direction() -> None:
    rise, level, fall = read_english("Drills rose by 36% to 8,317. Fires fell 4.5%.")
    assert [rise.change, level.change, fall.change] == ["growth", "level", "decline"]


def test_a_language_is_told() -> None:
    assert is_english("In 2025 the city held 8,317 emergency drills.")
    assert not is_english("2025年全市开展应急演练8317次,其中VR体验OK镜、ABC、DEF、GHI、JKL。")
    assert not is_english("")
