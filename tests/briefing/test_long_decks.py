"""Slides of a long history: few, with every source, and with gaps where years have no report."""

import io
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from pptx import Presentation

from metrics.briefing import prepare, write
from metrics.briefing.figures import source_line
from metrics.charts.bars import yearly_bars
from metrics.charts.svg import svg
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import load
from metrics.model.series import series_of
from metrics.wording.formatter import Formatter
from tests.support.long_history import long_history
from tests.support.sample import SAMPLE_FOLDER

MADE = datetime(2025, 3, 1, 9, 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_history_makes_no_long_deck(language: str, tmp_path: Path) -> None:
    """Earlier reports have a line each; every figure's source is in the notes of slides."""
    said = prepare(load(long_history(tmp_path)), words(language), made=MADE)
    slides = Presentation(io.BytesIO(write(said, "pptx"))).slides
    assert len(said.sections[0].years) == 13 and len(slides) <= 22
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    told = "\n".join(notes)
    assert all(source_line(figure, words(language)) in told for figure in said.figures)


def test_years_without_a_report_are_a_gap_between_columns() -> None:
    said = prepare(load(SAMPLE_FOLDER / "hong-kong"), words("zh"), made=MADE)
    slides = Presentation(io.BytesIO(write(said, "pptx"))).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert charts
    for chart in charts:
        labels = [str(label).partition("\n")[0] for label in chart.plots[0].categories]
        years = [label if label == "⋯" else int(label) for label in labels]
        assert years == [1997, 1998, 1999, "⋯", 2004, 2005, 2006, "⋯", 2021, 2022, 2023]


def test_a_picture_without_a_script_has_the_same_gap() -> None:
    data = load(SAMPLE_FOLDER / "hong-kong")
    fmt = Formatter(data, words("zh"))
    (calls,) = (one for one in series_of(data, "rescue") if one.metric.zh == "火警召喚")
    drawn = svg(yearly_bars(calls, data.years, "#2a6ab0", fmt))
    lefts = [float(x) for x in re.findall(r'<rect[^>]* x="([\d.]+)"', drawn)]
    steps = [round(b - a) for a, b in pairwise(lefts)]
    assert len(lefts) == 9 and steps[2] == steps[5] > 1.4 * steps[0]
