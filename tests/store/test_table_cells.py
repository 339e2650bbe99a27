"""A figure of an uploaded table keeps its file, sheet and cell, as long as it is that figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from metrics.auth import Editor, local_editor
from metrics.i18n import words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.table_source import NOT_NAMED, NamedReport
from metrics.store import Store, publish, restore
from metrics.store.editions import Attachment, EditionText, Evidence, attach_edition
from metrics.store.published import published
from metrics.store.table_cells import UploadedTable, decisions_of_form
from metrics.wording.citations import citation, place_text, provenance
from metrics.wording.formatter import Formatter
from tests.support.figures import figure

ROW = figure("演练", 12, printed="12")
REPORT = NamedReport("年度报告", date(2026, 1, 20), "https://a.example/", "应急指挥科")


@pytest.fixture
def editor() -> Editor:
    return local_editor("王芳")


def send(
    store: Store, editor: Editor, *rows: Observation, report: NamedReport = NOT_NAMED
) -> Dataset:
    cells = {row.key: ("表1", f"C{n}") for n, row in enumerate(rows, start=7)}
    mended = {row.key: "12O" for row in rows if row == ROW}
    table = UploadedTable("2025年数据.xlsx", "0" * 64, cells, report, "f", written=mended)
    publish(store, rows, editor=editor, base=store.version(), tables=[table])
    return published(store)


def test_a_figure_says_its_file_sheet_and_cell_and_who_published_it(
    store: Store, editor: Editor
) -> None:
    data = send(store, editor, figure("其他", 1), ROW)
    source = data.table_sources[ROW.key]
    assert (source.file, source.sheet, source.cell) == ("2025年数据.xlsx", "表1", "C8")
    assert (source.version, source.who, source.written) == (2, "王芳", "12O")
    assert decisions_of_form(store, "f") == {}
    fmt = Formatter(data, words("zh"))
    said = citation(ROW, fmt)
    assert "来源：上传的表格 2025年数据.xlsx，工作表“表1”，单元格 C8，文件原为“12O”，第2版" in said
    assert place_text(ROW, fmt) == "上传的表格，单元格 C8"
    found = provenance(ROW, fmt)
    assert found.edition is None, "it is no figure of a report"
    assert found.table == source


def test_a_report_named_for_the_file_is_the_report_of_its_figures(
    store: Store, editor: Editor
) -> None:
    data = send(store, editor, ROW, report=REPORT)
    found = provenance(ROW, Formatter(data, words("zh")))
    assert found.edition is not None
    assert (found.edition.zh, found.edition.url) == (REPORT.title, REPORT.url)
    assert data.editions[2025].published == REPORT.published
    assert "年度报告" in found.citations["en"] and "应急指挥科" in found.citations["zh"]


def test_a_cell_holds_for_its_figure_only(store: Store, editor: Editor) -> None:
    send(store, editor, ROW)
    publish(store, [replace(ROW, value=Decimal(13))], editor=editor, base=2)
    assert not published(store).table_sources
    assert ROW.key in published(store, version=2).table_sources
    restore(store, 2, editor=editor)
    assert published(store).table_sources[ROW.key].version == 2


def test_a_figure_that_was_published_already_keeps_its_source(store: Store, editor: Editor) -> None:
    publish(store, [replace(ROW, section="一(二)")], editor=editor, base=1)
    data = send(store, editor, ROW, figure("新", 3))
    assert set(data.table_sources) == {figure("新").key}


@pytest.mark.parametrize("attached", [True, False])
def test_a_report_read_for_the_figure_later_takes_its_place(
    store: Store, editor: Editor, attached: bool
) -> None:
    send(store, editor, ROW)
    said = Attachment(EditionText(2025, "演练12次"), (Evidence(ROW.key, 2, 5, "12次"),))
    if attached:
        attach_edition(store, said, editor=editor)
    else:
        row = replace(ROW, section="一", printed="12次")
        publish(store, [row], editor=editor, base=2, attachment=said)
    assert ROW.key not in published(store).table_sources


def test_what_was_decided_of_a_form_is_there_for_the_next_file(
    store: Store, editor: Editor
) -> None:
    for number, role in ((1, "plan"), (2, "ignore")):
        row = figure(f"演练{number}", 12)
        decided = {"roles": {"C": role}}
        table = UploadedTable("表.xlsx", "0", {row.key: ("", "B2")}, form="f", decisions=decided)
        publish(store, [row], editor=editor, base=store.version(), tables=[table])
    assert decisions_of_form(store, "f") == {"roles": {"C": "ignore"}}
    assert decisions_of_form(store, "g") == decisions_of_form(store, "") == {}
