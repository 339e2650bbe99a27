"""Slides of a long history: few, with every source, and with gaps where years have no report."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from pptx import Presentation

from metrics.briefing import prepare, write
from metrics.briefing.figures import source_line
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import load
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
