"""Every mark stands out 3:1 and every text 4.5:1, on light pages and on dark ones."""

import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import on_dark, pale, pale_on_dark, tones_on_dark
from metrics.charts.axes import PALETTE
from metrics.charts.palette import DARK_GROUND, LIGHT_GROUND, OF_MARKS, contrast
from metrics.model.categories import OTHER_COLOR, palette
from metrics.model.vocabulary import load_vocabulary
from tests.support.texts import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
CATEGORIES = [category.color for category in load_vocabulary().categories.values()]
OF_TEXT = 4.5
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_grounds_are_those_of_the_themes() -> None:
    light, dark = ([CONFIG[theme][name] for name in GROUNDS] for theme in ("light", "dark"))
    assert min(light, key=lambda ground: contrast(ground, "#000000")) == LIGHT_GROUND
    assert min(dark, key=lambda ground: contrast(ground, "#ffffff")) == DARK_GROUND


@pytest.mark.parametrize("color", sorted({*CATEGORIES, *palette(), OTHER_COLOR}))
def test_a_category_s_marks_stand_out_in_both_themes(color: str) -> None:
    assert contrast(color, LIGHT_GROUND) >= OF_TEXT
    assert contrast(on_dark(color), DARK_GROUND) >= OF_TEXT
    for strong, weak, ground in (
        (color, pale(color), LIGHT_GROUND),
        (on_dark(color), pale_on_dark(color), DARK_GROUND),
    ):
        assert contrast(weak, ground) >= OF_MARKS
        assert contrast(strong, ground) / contrast(weak, ground) >= 1.4, "strong and pale differ"


@pytest.mark.parametrize("color", PALETTE)
def test_lines_stand_out_in_both_themes(color: str) -> None:
    assert contrast(color, LIGHT_GROUND) >= OF_MARKS
    assert contrast(on_dark(color), DARK_GROUND) >= OF_MARKS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("part", [(), ("sidebar",)])
def test_texts_of_the_themes_are_read(theme: str, part: tuple[str, ...]) -> None:
    named = CONFIG[theme]
    for name in part:
        named = named[name]
    for ground in GROUNDS:
        for text in ("textColor", "linkColor"):
            assert contrast(named[text], named[ground]) >= OF_TEXT, (text, ground)


@given(colors)
def test_any_colour_of_a_bureau_gets_marks_for_dark_pages(color: str) -> None:
    assert contrast(on_dark(color), DARK_GROUND) >= OF_TEXT
    assert contrast(pale_on_dark(color), DARK_GROUND) >= OF_MARKS
    assert tones_on_dark(f"x {color} y")[pale(color)] == pale_on_dark(color)


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    grays = [contrast(f"#{grey:02x}{grey:02x}{grey:02x}", "#000000") for grey in range(0, 256, 5)]
    assert all(dim < bright for dim, bright in pairwise(grays))
