"""No text of the figures runs as a formula in any file for a spreadsheet; numbers stay numbers."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.briefing import prepare, write
from metrics.export.files import as_file
from metrics.export.summary import everything
from metrics.export.template import template_csv, template_xlsx
from metrics.i18n import words
from metrics.model.dataset import Dataset, load
from metrics.model.observation import Observation
from metrics.store.published import with_rows
from metrics.text import FORMULA_STARTS, mark_as_text, needs_mark, without_mark

ZH = words("zh")
MADE = datetime(2026, 3, 1, 9, 30)
texts = st.text(st.one_of(st.sampled_from(FORMULA_STARTS + "'演 1"), st.characters(codec="utf-8")))


@given(texts)
def test_a_marked_text_runs_nowhere_and_comes_back(text: str) -> None:
    marked = mark_as_text(text)
    assert marked[:1] not in tuple(FORMULA_STARTS) and without_mark(marked) == text
    assert (marked != text) == needs_mark(text)


@given(st.sampled_from(FORMULA_STARTS), texts)
def test_every_trigger_is_guarded(trigger: str, text: str) -> None:
    assert needs_mark(trigger + text) and mark_as_text(trigger + text) == f"'{trigger}{text}"


def hostile(start: str) -> Dataset:
    """Two years of a metric whose every text begins with `start`; its value is negative."""
    text = f"{start}cmd|x"
    row = Observation(
        2025, load().bureau.region, "training", text, text, Decimal("-3.5"), text,
        printed=text, section=text, note=text,
    )  # fmt: skip
    return with_rows(load(), [row, replace(row, year=2024, value=Decimal(-4))])


def cells_of(content: bytes) -> Iterator[Any]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            yield from row


def charts_of(content: bytes) -> list[bytes]:
    """The workbooks behind the charts of a document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]


@pytest.mark.parametrize("start", [*FORMULA_STARTS, "'=", "''＝"])
def test_no_cell_of_any_file_runs_a_text(start: str) -> None:
    data = hostile(start)
    said = prepare(data, ZH, made=MADE)
    books = [
        as_file(everything(data), "xlsx", ZH, MADE), template_xlsx(data, 2026, "zh"),
        write(said, "xlsx"), *charts_of(write(said, "pptx")), *charts_of(write(said, "docx")),
    ]  # fmt: skip
    for book in books:
        for cell in cells_of(book):
            text = cell.value if isinstance(cell.value, str) else ""
            runs = text.startswith(tuple(FORMULA_STARTS)) and not cell.quotePrefix
            assert cell.data_type != "f" and not runs, (cell.coordinate, text)
    for content in (as_file(everything(data), "csv", ZH), template_csv(data, 2026, "zh")):
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
            texts_of_row = [text for name, text in row.items() if name != "value"]
            assert not [text for text in texts_of_row if text.startswith(tuple(FORMULA_STARTS))]


@given(st.decimals(-(10**9), -1, places=3))
def test_a_negative_number_stays_a_number(value: Decimal) -> None:
    rows = [replace(o, value=value) for o in everything(hostile("=")).rows()]
    data = with_rows(load(), rows)
    table = csv.DictReader(io.StringIO(as_file(everything(data), "csv", ZH).decode("utf-8-sig")))
    assert {Decimal(row["value"]) for row in table} == {value}
    numbers = [
        c.value for c in cells_of(as_file(everything(data), "xlsx", ZH)) if c.data_type == "n"
    ]
    assert numbers.count(float(value)) == 2
