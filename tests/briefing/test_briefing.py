"""Briefings, opened again with other libraries: every figure as printed, numbered, with its source.

Slides, Word texts and workbooks are compared with what is published, not with one another.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import docx
import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from metrics.briefing import FORMATS, SHORT, Briefing, NoBriefing, prepare, write
from metrics.briefing.text_fit import clean
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table
from metrics.model.series import categories_present, published_in, series_of
from metrics.store.evidence import Source
from metrics.store.published import with_rows
from metrics.wording.formatter import Formatter
from tests.support.figures import figure
from tests.support.sample import real, sample

MADE = datetime(2025, 3, 1, 9, 30)
HOSTILE = (
    "=1+1", "+SUM(A1)", "-2", "@cmd", "<b>粗</b>&amp;", "a\x01b\uffffc", "名" * 300, "'单引号'",
)  # fmt: skip
DATA = {"real": real, "sample": sample}


def briefing(data: str = "real", language: str = "zh", **asked: Any) -> Briefing:
    return prepare(DATA[data](), words(language), made=MADE, **asked)


@cache
def written(kind: str, data: str = "real", language: str = "zh") -> bytes:
    return write(briefing(data, language), kind)


def shown_figures(data: Dataset, year: int) -> list[Observation]:
    """Every published figure of the bureau's own region up to a year."""
    rows = from_table(data.table)
    return [
        o for o in rows if o.value is not None and o.year <= year and o.region == data.bureau.region
    ]


def texts_of_shapes(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def texts(kind: str, content: bytes) -> list[str]:
    """All texts of a file: of shapes, paragraphs, cells."""
    if kind == "pptx":
        slides = Presentation(io.BytesIO(content)).slides
        return [text for slide in slides for text in texts_of_shapes(slide.shapes)]
    if kind == "docx":
        paper = docx.Document(io.BytesIO(content))
        cells = [cell.text for t in paper.tables for row in t.rows for cell in row.cells]
        return [*(p.text for p in paper.paragraphs), *cells]
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(c.value) for sheet in book for row in sheet for c in row if c.value is not None]


def charts_of_slides(content: bytes) -> list[Any]:
    slides = Presentation(io.BytesIO(content)).slides
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("data", DATA)
def test_every_figure_is_told_numbered_and_sourced(data: str, language: str) -> None:
    _, dataset = words(language), DATA[data]()
    said = briefing(data, language)
    published = shown_figures(dataset, said.year)
    assert [f.number for f in said.figures] == list(range(1, len(published) + 1))
    assert {f.observation.key for f in said.figures} == {o.key for o in published}
    for kind in FORMATS:
        found = set(texts(kind, written(kind, data, language)))
        for each in said.figures:
            figure_told = Formatter(dataset, _).figure(each.observation)
            assert f"{figure_told} [{each.number}]" in found, (kind, each)
        listed = [f for f in said.figures if kind != "pptx" or f.year == said.year]
        assert {f.mark if kind != "xlsx" else str(f.number) for f in listed} <= found
        for report in said.reports:
            assert any(report.title in text for text in found), kind
            assert any(report.url in text for text in found), kind


@pytest.mark.parametrize("data", DATA)
def test_the_year_s_own_figures_come_first_in_the_sources(data: str) -> None:
    years = [figure.year for figure in briefing(data).figures]
    assert years == sorted(years, reverse=True)


def test_charts_hold_the_values_of_the_table_and_gaps_stay_gaps() -> None:
    said = briefing("sample")
    drawn = charts_of_slides(written("pptx", "sample"))
    wanted = [chart for section in said.sections for chart in section.charts]
    assert len(drawn) == len(wanted)
    gaps = 0
    for chart, native in zip(wanted, drawn, strict=True):
        values = list(native.plots[0].series[0].values)
        expected = [None if p is None else float(p.observation.value or 0) for p in chart.points]
        assert values == expected
        gaps += values.count(None)
        for point, text, label in zip(
            chart.points, native.plots[0].categories, chart.labels, strict=True
        ):
            missing = words("zh")("not published")
            assert text == (label if point else f"{label}\n{missing}")
        assert native.value_axis.minimum_scale == 0
        behind = openpyxl.load_workbook(io.BytesIO(native.part.chart_workbook.xlsx_part.blob))
        cells = [row[1] for row in behind.active.iter_rows(min_row=2, values_only=True)]
        assert cells == expected
    assert gaps


@pytest.mark.parametrize("language", LANGUAGES)
def test_bars_carry_the_figure_as_printed(language: str) -> None:
    said, dataset = briefing("sample", language), sample()
    drawn = charts_of_slides(written("pptx", "sample", language))
    wanted = [chart for section in said.sections for chart in section.charts]
    assert drawn
    for chart, native in zip(wanted, drawn, strict=True):
        units = {p.observation.unit for p in chart.points if p}
        assert len(units) == 1, "units never share an axis"
        points = native.plots[0].series[0].points
        for at, point in enumerate(chart.points):
            if point is None:
                continue
            told = points[at].data_label.text_frame.text.replace("\n", " ")
            assert told == Formatter(dataset, words(language)).number(point.observation)


@pytest.mark.parametrize("data", DATA)
def test_the_short_version_states_one_claim_a_slide(data: str) -> None:
    said = briefing(data)
    slides = Presentation(io.BytesIO(write(said, SHORT))).slides
    assert len(slides) <= 6
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    leading = [section.claims[0] for section in said.sections if section.main]
    for claim in leading:
        assert any(title.startswith(claim.text) for title in titles)
    told = "\n".join(text for slide in slides for text in texts_of_shapes(slide.shapes))
    assert "".join(phrase.text for phrase in said.phrases) in told
    assert all(figure.printed in told for claim in leading for figure in claim.figures)
    assert (words("zh")("Goals and progress") in titles) == bool(said.goals)


def test_one_year_compares_metrics_only_where_they_are_related() -> None:
    assert not charts_of_slides(written("pptx")) and not briefing().sections[0].charts
    told = texts("pptx", written("pptx"))
    assert any(text.startswith("●" * 20) for text in told)
    assert any("3.2%" in text for text in told)


def test_the_workbook_s_values_are_numbers_and_missing_ones_empty() -> None:
    said = briefing("sample")
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", "sample")))
    for section in said.sections:
        rows = list(book[section.title].iter_rows(values_only=True))
        for row in section.rows:
            plain = [cells for cells in rows if cells[0] == row.name][1]
            found = plain[2 : 2 + len(row.figures)]
            assert [None if v is None else Decimal(str(v)) for v in found] == [
                f.observation.value if f else None for f in row.figures
            ]


def test_a_workbook_s_charts_draw_cells_with_the_same_values() -> None:
    for data in DATA:
        said = briefing(data)
        book = openpyxl.load_workbook(io.BytesIO(written("xlsx", data)))
        for section in said.sections:
            sheet = book[section.title]
            assert len(sheet._charts) == len(section.charts)
            for chart, drawn in zip(section.charts, sheet._charts, strict=True):
                place = drawn.series[0].val.numRef.f.partition("!")[2].replace("$", "")
                cells = [cell for row in sheet[place] for cell in row]
                assert [cell.value for cell in cells] == [
                    None if p is None else float(p.observation.value or 0) for p in chart.points
                ]
                assert drawn.display_blanks == "gap"


def test_word_charts_are_native_with_their_sheets() -> None:
    said = briefing("sample")
    package = docx.Document(io.BytesIO(written("docx", "sample"))).part.package
    charts = [p for p in package.iter_parts() if p.partname.startswith("/word/charts/")]
    assert len(charts) == sum(len(section.charts) for section in said.sections)
    for part in charts:
        (sheet,) = [relation.target_part for relation in part.rels.values()]
        assert openpyxl.load_workbook(io.BytesIO(sheet.blob)).active["B1"].value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("data", DATA)
def test_every_page_says_scope_version_and_day_and_whether_it_is_invented(
    data: str, language: str
) -> None:
    said = briefing(data, language)
    mark = words(language)("Invented sample: no figure here is real")
    assert said.sample == (mark if data == "sample" else "")
    deck = Presentation(io.BytesIO(written("pptx", data, language)))
    for slide in deck.slides:
        told = "\n".join(texts_of_shapes(slide.shapes))
        assert all(fact in told for fact in said.facts)
        assert (mark in told) == (data == "sample")
        assert slide.shapes.title.text_frame.text.strip()
    section = docx.Document(io.BytesIO(written("docx", data, language))).sections[0]
    around = section.header.paragraphs[0].text + section.footer.paragraphs[0].text
    assert all(fact in around for fact in said.facts)
    assert (mark in around) == (data == "sample")
    for sheet in openpyxl.load_workbook(io.BytesIO(written("xlsx", data, language))):
        head = [str(row[0].value) for row in sheet.iter_rows(max_row=6)]
        printed = f"{sheet.oddHeader.left.text}{sheet.oddHeader.right.text}"
        printed += f"{sheet.oddFooter.left.text}"
        assert any(all(fact in text for fact in said.facts) for text in head)
        assert all(fact in printed for fact in said.facts)
        assert (mark in head) == (mark in printed) == (data == "sample")
        assert sheet.freeze_panes and sheet.page_setup.paperSize == 9


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_briefing_is_the_same_file(kind: str) -> None:
    assert write(briefing(), kind) == written(kind)


def test_a_sentence_of_the_store_stands_with_its_figure() -> None:
    row = shown_figures(real(), 2024)[0]
    source = Source(1, 2024, "报告", 3, 9, "全市开展宣贯,", row.printed, ",比上年多。")
    said = briefing(sentences={row.key: source})
    for kind in FORMATS:
        content = write(said, kind)
        assert any(source.sentence in text for text in texts(kind, content)), kind
    slides = Presentation(io.BytesIO(write(said, "pptx"))).slides
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    assert any(source.sentence in note for note in notes)


def test_notes_and_restatements_are_told() -> None:
    noted = {row.note for row in shown_figures(sample(), 2024) if row.note}
    assert noted
    for kind in FORMATS:
        told = "\n".join(texts(kind, written(kind, "sample")))
        assert all(note in told for note in noted), kind


def test_a_briefing_of_some_categories_a_year_and_a_region() -> None:
    said = briefing("sample", year=2023, categories=["drills", "hazards"], region="望潮区")
    data = sample()
    wanted = {
        o.key
        for key in ("drills", "hazards")
        for year in (2022, 2023)
        for o in published_in(series_of(data, key, "望潮区"), year)
    }
    assert {f.observation.key for f in said.figures} == wanted
    assert "望潮区" in said.scope
    assert [section.key for section in said.sections] == ["drills", "hazards"]
    for kind in FORMATS:
        assert any(said.scope in text for text in texts(kind, write(said, kind)))


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"year": 2019}, "2024"), ({"categories": ["none"]}, "training"), ({"region": "无"}, "—")],
)
def test_what_does_not_exist_is_refused_with_what_does(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(NoBriefing, match=told):
        briefing(**asked)


def hostile(years: Sequence[int]) -> Dataset:
    """Figures whose names, notes, categories and printed words come from somebody unkind."""
    rows = [
        figure(name, 10 + at, year, subcategory=name, section=name, note=name, unit=unit,
               printed=f"{10 + at}{unit}" if at % 2 else name, category=category)
        for at, name in enumerate(HOSTILE)
        for year in years
        for unit, category in (("次", "drills"), (name, "=类[]:*?/\\" + name))
    ]  # fmt: skip
    data = with_rows(real(), rows)
    return replace(data, bureau=replace(data.bureau, zh="=局&P<b>" + "长" * 200))


@pytest.mark.parametrize("years", [(2024,), (2020, 2021, 2023, 2024)])
def test_unkind_texts_neither_break_a_file_nor_leave_their_boxes(years: tuple[int, ...]) -> None:
    data = hostile(years)
    said = prepare(data, words("zh"), made=MADE)
    assert all(len(name) <= 31 for name in openpyxl.load_workbook(_file(said, "xlsx")).sheetnames)
    told = {kind: texts(kind, write(said, kind)) for kind in FORMATS}
    assert len(Presentation(_file(said, SHORT)).slides) <= 6
    for name in map(clean, HOSTILE[:6]):
        assert all(any(name in text for text in found) for found in told.values())
    book = openpyxl.load_workbook(_file(said, "xlsx"))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    slides = Presentation(_file(said, "pptx"))
    for slide in slides.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= slides.slide_width
            assert shape.top + shape.height <= slides.slide_height
            if shape.has_chart:
                behind = openpyxl.load_workbook(
                    io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)
                )
                assert "f" not in {c.data_type for row in behind.active for c in row}


def _file(said: Briefing, kind: str) -> io.BytesIO:
    return io.BytesIO(write(said, kind))


def test_tables_stay_on_their_slides_however_many_the_rows() -> None:
    many = [
        figure(f"第{n}项很长很长的指标名称", n, year) for n in range(40) for year in (2023, 2024)
    ]
    for rows in (many, [row for row in many if row.year == 2024]):
        data = with_rows(real(), rows)
        slides = Presentation(_file(prepare(data, words("zh"), made=MADE), "pptx"))
        named: set[str] = set()
        for slide in slides.slides:
            for shape in slide.shapes:
                if shape.has_table:
                    height = sum(row.height for row in shape.table.rows)
                    assert shape.top + height <= Inches(7.01)
                    named |= {row.cells[0].text for row in shape.table.rows}
        assert {row.metric for row in rows} <= named


def test_a_year_between_without_any_figure_is_a_gap() -> None:
    data = with_rows(real(), [figure(value=3, year=2021), figure(value=4, year=2024)])
    (section,) = prepare(data, words("zh"), made=MADE).sections
    assert section.years == (2021, 2022, 2023, 2024)
    (chart,) = section.charts
    assert [p and p.label for p in chart.points] == ["3", None, None, "4"]


def test_a_changed_unit_is_no_bar_on_the_same_axis() -> None:
    rows = [figure(value=3, year=2023, unit="场", printed="3场"), figure(value=4, year=2024)]
    (section,) = prepare(with_rows(real(), rows), words("en"), made=MADE).sections
    (chart,) = section.charts
    assert [p and p.label for p in chart.points] == [None, "4"]
    assert chart.gaps[0] == words("en")("other unit")
    assert [f and f.text for f in section.rows[0].figures] == ["3 events", "4 times"]
    for kind in FORMATS:
        assert write(prepare(with_rows(real(), rows), words("en"), made=MADE), kind)


def test_word_tables_repeat_their_header() -> None:
    paper = docx.Document(io.BytesIO(written("docx", "sample")))
    headed = [t for t in paper.tables if "w:tblHeader" in t.rows[0]._tr.xml]
    goals, shown = 1, briefing("sample")
    assert len(headed) == goals + len(shown.sections) + len(shown.reports)


def test_all_categories_are_there_in_the_language_asked_for() -> None:
    for language in LANGUAGES:
        keys = [section.key for section in briefing("sample", language).sections]
        assert keys == categories_present(sample())


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_of_the_year_come_before_those_under_way(language: str) -> None:
    goals = prepare(sample(), words(language), made=MADE).goals
    assert [goal.year for goal in goals] == [2024] * 6 + [2025] * 2
    drills = goals[0]
    assert drills.figure is not None and drills.figure.observation.value == 8317
    assert (drills.key, drills.share) == ("reached", "8,317 ÷ 8,000 = 104%")
    one = prepare(sample(), words(language), made=MADE, categories=["hazards"]).goals
    assert len(one) == 1 and prepare(real(), words(language), made=MADE).goals == ()
