"""What readers take along of hostile data: no file runs a formula, leads elsewhere or breaks."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from metrics.analysis.selection import Filters, select
from metrics.auth import local_editor
from metrics.briefing import FORMATS as BRIEFINGS
from metrics.briefing import prepare, write
from metrics.export.file_names import selection_name
from metrics.export.files import FORMATS, as_file
from metrics.export.history import everything_zip
from metrics.export.summary import everything
from metrics.export.template import template_csv
from metrics.extraction.proposals import extract
from metrics.extraction.results import proposal_csv
from metrics.i18n import words
from metrics.model.dataset import Dataset, load
from metrics.model.observation import from_table
from metrics.offline.take_along import take_along
from metrics.proofreading.marked_copy import as_html
from metrics.proofreading.proofread import proofread
from metrics.proofreading.word_copy import as_docx
from metrics.readers.documents import pasted
from metrics.store import open_store, publish
from metrics.text import FORMULA_STARTS
from metrics.wording.formatter import Formatter
from tests.support.hostile import FORMULA, HARM, REPORT, TAGS, hostile_folder

_ = words("zh")
MADE = datetime(2025, 3, 1, 9, 30)
_LEADS = re.compile(r'TargetMode="External"[^>]*|Target="([^"]*)"[^>]*TargetMode="External"')


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load(hostile_folder(tmp_path_factory.mktemp("data")))


def files(data: Dataset) -> Iterator[tuple[str, bytes]]:
    """Every kind of file that pages offer, by an ending or a name."""
    chosen = everything(data)
    for form in FORMATS:
        yield form, as_file(chosen, form, _)
    said = prepare(data, _, made=MADE)
    for form in BRIEFINGS:
        yield form, write(said, form)
    yield "html", take_along(said, Formatter(data, _))
    checked = proofread(pasted(f"2024年{REPORT}"), data)
    yield "docx", as_docx(checked, _)
    yield "html", as_html(checked, _).encode()
    yield "csv", template_csv(data, 2025, "zh")
    yield (
        "csv",
        proposal_csv(extract(pasted(f"2025年总结。=开展演练12次。{REPORT}"), data, 2025), _),
    )


def members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            assert not name.startswith("/") and ".." not in name
            yield name, archive.read(name)


def harmless_csv(content: bytes) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in (*FORMULA_STARTS,)]


def test_no_file_runs_a_formula_or_leads_elsewhere(data: Dataset) -> None:
    seen = set()
    for form, content in files(data):
        seen.add(form)
        if form == "csv":
            harmless_csv(content)
        elif form == "json":
            assert TAGS in {row["metric"] for row in json.loads(content)["rows"]}
        elif form == "html":
            page = content.decode()
            assert f"<img {HARM}" not in page and "<script" not in page
            assert "default-src 'none'" in page
        else:
            for name, part in members(content):
                if name.endswith(".csv"):
                    harmless_csv(part)
                if name.endswith(".rels"):
                    outside = [one for one in _LEADS.findall(part.decode()) if one]
                    assert not [one for one in outside if not one.startswith("http")], name
                formulas = re.findall(r"<(?:c:)?f>(.*?)</(?:c:)?f>", part.decode("latin-1"))
                assert not [one for one in formulas if "cmd" in one], name
    assert seen == {"csv", "json", "html", *FORMATS, *BRIEFINGS}


def test_a_workbook_holds_hostile_texts_as_texts(data: Dataset) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_file(everything(data), "xlsx", _)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink] == []
    texts = {str(cell.value) for cell in cells}
    assert "'" + FORMULA in texts and TAGS in texts


def test_everything_ever_published_runs_no_formula(tmp_path: Path, data: Dataset) -> None:
    folder = hostile_folder(tmp_path)
    store = open_store(tmp_path / "m.db", folder=folder)
    note = {"note": FORMULA}
    rows = from_table(data.table)[:1]
    publish(store, [r.__class__(**{**r.__dict__, **note}) for r in rows],
            editor=local_editor(FORMULA), base=1, note=FORMULA)  # fmt: skip
    for name, content in members(everything_zip(store)):
        if name.endswith(".csv"):
            harmless_csv(content)
    store.database.close()


def test_no_name_of_a_file_leads_elsewhere_or_ends_a_header(data: Dataset) -> None:
    table = data.table
    for name in ("metric", "category", "subcategory", "region", "unit"):
        for value in {*table[name].astype(str), *(m.slug for m in data.catalogue.metrics)}:
            told = selection_name(select(data, Filters({name: (value,)})), "csv")
            assert re.fullmatch(r"[\w.-]+", told, re.ASCII) and ".." not in told
