"""The published figures against their vocabularies, and figures against the report they come from.

The invented report is always read; the first real one where it lies beside the checkout.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from metrics import DEFAULTS
from metrics.clock import now
from metrics.model.catalogue import fold
from metrics.model.csv_file import read_rows, split_aliases
from metrics.model.dataset import Dataset, Omitted, load
from metrics.model.observation import COLUMN_NAMES, Observation, exact_decimal, from_table
from tests.support.folders import DATA_FOLDER
from tests.support.labelled_reports import LabelledReport, each_report

FILES = [*sorted(DATA_FOLDER.glob("*.csv")), *sorted(DEFAULTS.glob("*.csv"))]
each_file = pytest.mark.parametrize(
    "path", FILES, ids=[f"{path.parent.name}-{path.name}" for path in FILES]
)
each_list = pytest.mark.parametrize(
    "path",
    [
        DATA_FOLDER / "categories.csv",
        *(DEFAULTS / f"{name}.csv" for name in ("units", "qualifiers")),
    ],
    ids=lambda path: str(path.stem),
)
CJK = re.compile("[\u4e00-\u9fff]")
NUMERALS = "一二三四五六七八九十"
_MARKS = (r"(?m)^\s*%s、", r"(?m)^\s*[(（]%s[)）]", r"(?:(?<=。)|(?m:^\s*))%s是")
"""How the parts, sections and points of a report begin."""
LONGEST_CELL = 60
"""Characters of a Chinese cell; a sentence of the report is longer."""


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load(DATA_FOLDER)


@pytest.fixture(scope="module")
def rows(data: Dataset) -> list[Observation]:
    return from_table(data.table)


def span_of(text: str, section: str) -> tuple[int, int]:
    """Return where a section such as 一(二)三是 begins and ends in a report."""
    found = re.fullmatch(rf"([{NUMERALS}]+)(?:\(([{NUMERALS}]+)\))?(?:([{NUMERALS}]+)是)?", section)
    assert found, f"not the name of a section: {section}"
    start, end = 0, len(text)
    for number, mark in zip(found.groups(), _MARKS, strict=True):
        if number is None:
            continue
        opening = re.compile(mark % number).search(text, start, end)
        assert opening, f"{section}: no {number} in the report"
        following = re.compile(mark % f"[{NUMERALS}]+").search(text, opening.end(), end)
        start, end = opening.start(), following.start() if following else end
    return start, end


# The files themselves


@each_file
def test_files_are_written_as_excel_opens_them(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\n")
    # A bureau whose reports name no goal in numbers has a list without rows.
    assert read_rows(path) or path == DATA_FOLDER / "targets.csv"


@each_file
def test_cells_are_clean(path: Path) -> None:
    for number, row in enumerate(read_rows(path), start=2):
        for column, cell in row.items():
            assert cell == cell.strip(), (number, column)
            assert not re.search(r"[\r\n\t\u200b-\u200f\ufeff]", cell), (number, column)


@each_file
def test_no_sentence_of_a_report_is_stored(path: Path) -> None:
    for row in read_rows(path):
        for cell in row.values():
            if CJK.search(cell):
                pieces = cell.split("|")
                assert max(map(len, pieces)) <= LONGEST_CELL, cell
                assert "。" not in cell


@each_report
def test_no_run_of_words_is_copied_from_the_report(report: LabelledReport) -> None:
    longest = 20
    flat = re.sub(r"\s", "", report.text)
    runs = {flat[i : i + longest] for i in range(len(flat) - longest + 1)}
    for path in report.folder.glob("*.csv"):
        for row in read_rows(path):
            for cell in row.values():
                copied = {cell[i : i + longest] for i in range(len(cell) - longest + 1)} & runs
                assert not copied


# Figures and catalogue


def test_the_columns_are_the_product_s() -> None:
    assert tuple(read_rows(DATA_FOLDER / "metrics.csv")[0]) == COLUMN_NAMES


def test_rows_are_written_as_the_product_writes_them(rows: list[Observation]) -> None:
    assert [row.as_text() for row in rows] == read_rows(DATA_FOLDER / "metrics.csv")


def test_every_figure_agrees_with_its_catalogue_entry(
    data: Dataset, rows: list[Observation]
) -> None:
    for row in rows:
        metric = data.catalogue.find(row.metric)
        assert metric is not None, row.metric
        assert metric.zh == row.metric
        assert (metric.category, metric.subcategory, metric.unit) == (
            row.category,
            row.subcategory,
            row.unit,
        )


def test_every_word_of_a_row_is_known(data: Dataset, rows: list[Observation]) -> None:
    words = data.vocabulary
    for row in rows:
        assert row.category in words.categories
        assert row.unit in words.units
        assert row.qualifier in words.qualifiers
        assert row.region in words.places
        assert row.subcategory in words.places
        assert row.year in data.editions
        assert (row.upper is not None) == (row.qualifier == "range")
        assert row.value is None or (row.printed and row.section)
        if row.value is not None and words.units[row.unit].count:
            assert row.value == row.value.to_integral_value()


def test_no_name_means_two_metrics(data: Dataset) -> None:
    meant = Counter(
        name
        for metric in data.catalogue.metrics
        for name in {fold(metric.zh), *map(fold, metric.aliases)}
    )
    assert not [name for name, times in meant.items() if times > 1]


@each_list
def test_no_word_means_two_things(path: Path) -> None:
    listed = read_rows(path)
    meant = Counter(
        word
        for row in listed
        for word in {
            fold(said)
            for said in (
                row["key"],
                row.get("zh", ""),
                *split_aliases(row.get("aliases", row.get("words", ""))),
            )
            if said
        }
    )
    assert not [word for word, times in meant.items() if times > 1]


def test_slugs_are_short_stable_and_unique(data: Dataset) -> None:
    slugs = [metric.slug for metric in data.catalogue.metrics]
    assert len(set(slugs)) == len(slugs)
    for slug in slugs:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug), slug
        assert len(slug) <= 40
        # "m-…" is what a metric outside the catalogue is given.
        assert not slug.startswith("m-")


def test_the_catalogue_is_complete_in_both_languages(data: Dataset) -> None:
    for metric in data.catalogue.metrics:
        assert CJK.search(metric.zh) and CJK.search(metric.definition_zh)
        for english in (metric.en, metric.definition_en):
            assert english and not CJK.search(english)
        assert metric.direction in ("", "up", "down")
        assert metric.category in data.vocabulary.categories
    english_names = [metric.en for metric in data.catalogue.metrics]
    assert len(set(english_names)) == len(english_names)


@each_list
def test_the_vocabularies_have_english_names(path: Path) -> None:
    for row in [*read_rows(path), *read_rows(path.with_name("places.csv"))]:
        english = [cell for column, cell in row.items() if "en" in column.split("_")]
        assert english
        assert not [cell for cell in english if not cell or CJK.search(cell)], row


def test_main_categories_lead_with_a_metric_of_their_own(data: Dataset) -> None:
    main = [category for category in data.vocabulary.categories.values() if category.main]
    assert [category.key for category in main] == ["training", "drills", "hazards", "equipment"]
    for category in main:
        lead = data.catalogue.by_slug(category.lead)
        assert lead is not None and lead.category == category.key


def test_each_category_has_a_colour_of_its_own(data: Dataset) -> None:
    colours = [category.color for category in data.vocabulary.categories.values()]
    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


def test_editions_are_complete(data: Dataset) -> None:
    for year, edition in data.editions.items():
        assert edition.published is not None
        assert edition.year == year < edition.published.year <= now().year + 1
        assert edition.url.startswith("https://")
        assert CJK.search(edition.zh) and CJK.search(edition.issuer_zh)
        assert edition.en and edition.issuer_en and not CJK.search(edition.en + edition.issuer_en)


def test_figures_left_out_say_what_they_are_and_why(data: Dataset) -> None:
    for left in data.omitted:
        assert left.year in data.editions
        assert CJK.search(left.what_zh) and CJK.search(left.reason_zh)
        assert left.what_en and left.reason_en and not CJK.search(left.what_en + left.reason_en)


# Figures and report


@each_report
def test_every_labelled_metric_is_on_the_dashboard_as_labelled(report: LabelledReport) -> None:
    by_metric = {row.metric: row for row in report.rows}
    wanted = [label for label in report.labels if label["kind"] == "metric"]
    assert wanted
    for label in wanted:
        metric = report.data.catalogue.find(str(label["metric"]))
        assert metric is not None, f"the catalogue does not know {label['metric']}"
        row = by_metric.pop(metric.zh)
        assert (row.value, row.unit, row.qualifier, row.printed) == (
            exact_decimal(str(label["value"])),
            label["unit"],
            label["qualifier"],
            label["printed"],
        )
    assert not by_metric, "these figures are not labelled in the report"


@each_report
def test_figures_stand_where_they_are_labelled(report: LabelledReport) -> None:
    placed = {row.metric: row.section for row in report.rows}
    for label in report.labels:
        metric = report.data.catalogue.find(str(label["metric"]))
        if metric is not None and label["kind"] == "metric":
            start, end = span_of(report.text, placed[metric.zh])
            assert start <= int(str(label["start"])) < int(str(label["end"])) <= end, label


@each_report
def test_every_printed_figure_stands_in_its_section(report: LabelledReport) -> None:
    stated = [(row.section, row.printed) for row in report.rows]
    stated += [(left.section, left.printed) for left in left_out_of(report)]
    for section, printed in stated:
        start, end = span_of(report.text, section)
        # 72个 must not be found inside 172个.
        found = re.search(rf"(?<![\d.,]){re.escape(printed)}", report.text[start:end])
        assert found, f"{printed} is not in {section}"


@each_report
def test_shown_and_left_out_are_all_the_figures_of_the_report(report: LabelledReport) -> None:
    shown = [row.printed for row in report.rows]
    left_out = [left.printed for left in left_out_of(report)]
    assert len(shown) + len(left_out) == len(report.labels)
    assert Counter(shown + left_out) == Counter(str(label["printed"]) for label in report.labels)


def left_out_of(report: LabelledReport) -> list[Omitted]:
    """The figures of a report that are left out on purpose."""
    return [left for left in report.data.omitted if left.year == report.year]


@each_report
def test_the_edition_is_the_report(report: LabelledReport) -> None:
    edition = report.data.editions[report.year]
    text = re.sub(r"\s", "", report.text).replace("：", ":")
    assert edition.zh in text
    assert f"文章来源:{edition.issuer_zh}" in text
    assert edition.published is not None
    assert f"时间:{edition.published.isoformat()}" in text


def test_the_finder_of_sections_is_exact() -> None:
    text = "一、甲\n  (一)乙。一是丙1次。二是丁2次。\n  (二)戊3次。\n二、己\n  一是庚4次。\n"
    assert text[slice(*span_of(text, "一(一)二是"))].strip() == "二是丁2次。"
    assert text[slice(*span_of(text, "一(二)"))].strip() == "(二)戊3次。"
    assert text[slice(*span_of(text, "二一是"))].strip() == "一是庚4次。"
    with pytest.raises(AssertionError, match="no 三"):
        span_of(text, "一(一)三是")
