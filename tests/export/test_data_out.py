"""Files to take away, opened again: the same rows, and where they come from."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from metrics import FOLDER_VARIABLE
from metrics.analysis.filter_names import FILTER_NAMES, STATUS_NAMES, filters_in_words, value_name
from metrics.analysis.selection import BadFilters, Filters, Selection, read_filters, select
from metrics.analysis.year_changes import CHANGE_STATUSES
from metrics.cli import parser as command_line
from metrics.clock import CHINA
from metrics.export.file_names import selection_name
from metrics.export.files import FORMATS, as_file, csv_pieces, json_pieces
from metrics.export.summary import citation, everything, summary
from metrics.i18n import LANGUAGES, words
from metrics.intake import check
from metrics.model.csv_file import PIECE
from metrics.model.dataset import Dataset
from metrics.model.observation import COLUMN_NAMES, COLUMNS, Observation, row_dict
from metrics.model.table_source import NamedReport, TableSource
from metrics.numbers import plain
from metrics.store.opening import URL_VARIABLE
from metrics.store.published import with_rows
from metrics.wording.formatter import Formatter
from tests.support.sample import SAMPLE_FOLDER, real, sample
from tests.support.selections import queries

MADE = datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs"]), max_size=9)
HOSTILE = Observation(
    2024,
    "=cmd|' /C calc'!A0",
    "training",
    "+1",
    '@SUM(A1) \u202e,"引号"\n换行',
    Decimal("1234567890.1234567"),
    "元",
    "range",
    Decimal("1234567890.1234568"),
    note="'=1+1",
)


def chosen(data: Dataset, **query: str) -> Selection:
    return select(data, read_filters({name: [value] for name, value in query.items()}, data))


def opened(selection: Selection, language: str = "zh") -> openpyxl.Workbook:
    content = as_file(selection, "xlsx", words(language), MADE)
    return openpyxl.load_workbook(io.BytesIO(content))


@settings(max_examples=8)
@given(query=queries(sample()), language=st.sampled_from(LANGUAGES))
def test_every_kind_of_file_holds_the_rows_of_the_selection(
    query: dict[str, list[str]], language: str
) -> None:
    data, _ = sample(), words(language)
    selection = select(data, read_filters(query, data))
    rows = [row.as_text() for row in selection.rows()]
    content = {form: as_file(selection, form, _, MADE) for form in FORMATS}
    as_csv = pd.read_csv(io.BytesIO(content["csv"]), dtype=str, keep_default_na=False)
    assert as_csv[list(COLUMN_NAMES)].to_dict("records") == rows
    assert list(as_csv.columns) == [*COLUMN_NAMES, "goal"]
    told = json.loads(content["json"])
    assert [{n: row[n] for n in COLUMN_NAMES} for row in told["rows"]] == [
        *map(row_dict, selection.rows())
    ]
    with zipfile.ZipFile(io.BytesIO(content["zip"])) as archive:
        assert archive.read("data.csv") == content["csv"]
    table = pd.read_excel(
        io.BytesIO(content["xlsx"]), sheet_name=0, keep_default_na=False, engine="openpyxl"
    )
    value = dict(zip(COLUMN_NAMES, table.columns, strict=False))["value"]
    found = ["" if v == "" else plain(Decimal(str(v))) for v in table[value]]
    assert found == [row["value"] for row in rows]
    if rows:
        back = check(content["xlsx"], "x.xlsx", dataset=data)
        assert list(back.observations) == list(selection.rows())


def test_a_workbook_is_ready_to_be_used_and_says_what_it_is() -> None:
    for language in LANGUAGES:
        _ = words(language)
        selection = chosen(sample(), category="training", to="2023")
        book = opened(selection, language)
        figures, about = book.worksheets
        assert (figures.freeze_panes, figures.auto_filter.ref.split(":")[0]) == ("A2", "A1")
        header = [cell.value for cell in figures[1]]
        assert header[:12] == [c.zh if language == "zh" else c.name for c in COLUMNS]
        at = {name: number for number, name in enumerate(COLUMN_NAMES)}
        for row, cells in zip(selection.rows(), figures.iter_rows(min_row=2), strict=True):
            assert isinstance(cells[at["year"]].value, int)
            assert Decimal(str(cells[at["value"]].value)) == row.value
        text = "\n".join(str(c.value) for row in about.iter_rows() for c in row if c.value)
        assert all(edition.zh in text for y, edition in sample().editions.items() if y < 2024) or (
            language == "en"
        )
        said = (
            _("No figure in this file is real."),
            _("{n} of {total} rows", n=selection.count, total=len(sample().table)),
            citation(selection, _, MADE.date()),
            "2020–2023",
            value_name("category", "training", Formatter(sample(), _)),
            sample().catalogue.metrics[0].definition(language),
        )
        for sentence in said:
            assert sentence in text


def test_nothing_in_a_workbook_runs_or_loses_digits() -> None:
    data = with_rows(real(), [HOSTILE])
    for language in LANGUAGES:
        book = opened(everything(data), language)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert not [c.value for c in cells if c.data_type == "s" and c.value[0] in "=+@\t"]
        assert plain(HOSTILE.value or Decimal()) in [cell.value for cell in cells]
        back = check(as_file(everything(data), "xlsx", words(language)), "x.xlsx", dataset=data)
        assert [row.value for row in back.observations] == [HOSTILE.value]
        assert back.observations[0].region == HOSTILE.region


@settings(max_examples=30)
@given(texts=st.lists(TEXTS, min_size=3, max_size=3))
def test_any_text_comes_back_from_csv_and_json(texts: list[str]) -> None:
    row = Observation(2024, "a" + texts[0], "b", "", "c" + texts[1], None, "d", note=texts[2])
    selection = everything(with_rows(real(), [row]))
    told = json.loads(as_file(selection, "json", words("zh")))["rows"][0]
    assert {name: told[name] for name in COLUMN_NAMES} == row_dict(row)
    text = as_file(selection, "csv", words("zh")).decode("utf-8-sig")
    (cells,) = csv.DictReader(io.StringIO(text, newline=""))
    assert {n: c.removeprefix("'") for n, c in cells.items()} == {
        n: c.removeprefix("'") for n, c in row.as_text().items()
    }


def test_a_package_is_the_same_bytes_and_explains_itself_in_both_languages() -> None:
    selection = chosen(sample(), category="drills", year="2024")
    packed = as_file(selection, "zip", words("zh"), MADE)
    assert packed == as_file(selection, "zip", words("en"), MADE)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == [
            "README.txt", "catalog.csv", "data.csv", "targets.csv",
        ]  # fmt: skip
        text = archive.read("README.txt").decode("utf-8-sig")
        catalogue = pd.read_csv(io.BytesIO(archive.read("catalog.csv")), dtype=str)
    assert set(catalogue["metric"]) == {row.metric for row in selection.rows()}
    original = pd.read_csv(SAMPLE_FOLDER / "catalog.csv", dtype=str)
    kept = original[original["metric"].isin(catalogue["metric"])].reset_index(drop=True)
    assert kept.equals(catalogue)
    for language in LANGUAGES:
        _ = words(language)
        assert citation(selection, _, MADE.date()) in text
        assert _("Invented sample data: no figure in this file is real.") in text
        assert sample().editions[2024].zh in text


def test_long_tables_come_in_pieces_that_make_the_same_file() -> None:
    rows = [Observation(2024, f"r{n}", "c", "", "m", Decimal(n), "u") for n in range(5000)]
    selection = everything(with_rows(real(), rows))
    for form, pieces in (("csv", csv_pieces), ("json", json_pieces)):
        made = list(pieces(selection))
        assert len(made) > 1 and max(map(len, made)) < 2 * PIECE
        assert b"".join(made) == as_file(selection, form, words("zh"))
    part = json.loads(b"".join(json_pieces(selection, 4990, 6000)))
    assert [row["region"] for row in part["rows"]] == [f"r{n}" for n in range(4990, 5000)]
    assert (part["count"], part["total"]) == (10, 5000)


def test_a_summary_says_where_figures_come_from_and_how_many_there_are() -> None:
    day = date(2026, 3, 5)
    for language in LANGUAGES:
        _ = words(language)
        for data in (real(), sample()):
            found = summary(chosen(data, category="training", year="2024"), _, day)
            assert found.rows < found.everything == len(data.table)
            assert found.sample == data.bureau.sample
            edition = data.editions[2024]
            assert edition.published is not None
            title = edition.zh if language == "zh" else edition.en
            assert len(found.sources) == 1 and title in found.sources[0]
            assert found.sources[0].endswith(edition.url or _.date(edition.published))
            assert title in found.citations[language] and _.date(day) in found.citations[language]
            assert (
                value_name("category", "training", Formatter(data, _)) in found.citations[language]
            )
    strange = with_rows(real(), [Observation(1999, "r", "c", "", "m", Decimal(1), "u")])
    told = summary(everything(strange), words("en"), day)
    assert told.sources == ("1999: no report is kept here",)
    assert "Source" not in told.citations["en"]


def test_filters_have_words_in_both_languages() -> None:
    assert set(STATUS_NAMES) == set(CHANGE_STATUSES)
    query = {"category": "training", "unit": "person-times", "change": "up", "q": "培训"}
    told = {
        language: filters_in_words(chosen(sample(), **query), words(language))
        for language in LANGUAGES
    }
    names = [FILTER_NAMES[name] for name in query]
    for language, pairs in told.items():
        assert [name for name, _text in pairs] == [words(language).say(name) for name in names]
    assert dict(told["en"])["Category"] == "Training"
    assert dict(told["zh"])["单位"] == "人次"
    assert not filters_in_words(everything(sample()), words("en"))


def test_file_names_say_what_and_which_years() -> None:
    data = sample()
    whose = "invented-sample-linlan-emergency-management-bureau"
    assert selection_name(everything(data), "csv") == f"{whose}-metrics-2020-2024.csv"
    assert selection_name(chosen(data, metric="培训人次", year="2023"), "zip") == (
        f"{whose}-metrics-outreach-training-2023.zip"
    )
    assert selection_name(chosen(data, q="没有"), "json") == f"{whose}-metrics-selection.json"
    nothing = select(data, Filters(search="没有"))
    for form in FORMATS:
        assert as_file(nothing, form, words("en"))
    with pytest.raises(LookupError, match="csv, xlsx"):
        as_file(nothing, "pdf", words("en"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/none.db")
    return lambda *arguments: command_line.main(["export", *arguments, "--lang", "en"])


def test_the_command_line_refuses_what_does_not_exist(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("--category", "trainin", "--year", "1066") == 2
    said = capsys.readouterr()
    assert "training, drills" in said.err and "1066" in said.err and not said.out
    assert run("--version", "7") == 2
    assert not (tmp_path / "none.db").exists()
    out = tmp_path / "数据.xlsx"
    options = ("--category", "training", "--category", "drills", "--from", "2023")
    assert run(*options, "--format", "xlsx", "-o", str(out)) == 0
    wanted = {"category": ["training", "drills"], "from": ["2023"]}
    rows = select(sample(), read_filters(wanted, sample())).rows()
    assert openpyxl.load_workbook(out).worksheets[0].max_row == len(rows) + 1


def test_bad_filters_share_what_is_allowed() -> None:
    """Thousands of wrong values must not hold thousands of copies of a long list."""
    with pytest.raises(BadFilters) as refused:
        read_filters({"metric": [f"x{n}" for n in range(2000)]}, sample())
    fixes = {id(problem.fix) for problem in refused.value.problems}
    assert len(refused.value.problems) == 2000 and len(fixes) == 1


def dialog(folder: str, language: str, category: str) -> None:
    """A page with nothing but the button."""
    from pathlib import Path

    from metrics.analysis.selection import Filters, select
    from metrics.export.summary import everything
    from metrics.i18n import words
    from metrics.model.dataset import load
    from ui.blocks.download_dialog import show_download_button

    data = load(Path(folder))
    chosen = select(data, Filters({"category": (category,)} if category else {}))
    show_download_button(chosen, everything(data), 3, words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_says_source_citation_and_counts_before_the_file(language: str) -> None:
    _, data = words(language), sample()
    arguments = {"folder": str(SAMPLE_FOLDER), "language": language, "category": "training"}
    app = AppTest.from_function(dialog, kwargs=arguments, default_timeout=30).run()
    app.button(key="download_data").click().run()
    assert not app.exception
    selection = select(data, Filters({"category": ("training",)}))
    today = datetime.now(CHINA).date()
    assert app.code[0].value in {
        citation(selection, _, day) for day in (today, date.fromordinal(today.toordinal() - 1))
    }
    counts = (selection.count, len(data.table))
    assert [any(str(n) in option for n in counts) for option in app.radio[0].options] == [True] * 2
    assert any(all(str(n) in caption.value for n in counts) for caption in app.caption)
    whole = AppTest.from_function(dialog, kwargs={**arguments, "category": ""}).run(timeout=30)
    whole.button(key="download_data").click().run()
    assert not whole.radio and whole.code


def test_a_goal_stands_behind_its_figure_in_csv_and_comes_back_without_it() -> None:
    """The columns of figures stay where they are; a folder without goals has no column."""
    data = sample()
    content = as_file(everything(data), "csv", words("zh"), MADE)
    table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    assert list(table.columns) == [*COLUMN_NAMES, "goal"]
    told = {(row.year, row.metric): row.goal for row in table.itertuples() if row.goal}
    due = {
        (str(goal.year), goal.metric): goal.printed for goal in data.targets if goal.year == 2024
    }
    assert told == due
    assert check(content, "x.csv", dataset=data).observations == everything(data).rows()
    assert csv_pieces(everything(replace(data, targets=()))).__next__().count(b"goal") == 0


def test_a_figure_of_a_table_takes_its_cell_along_and_comes_back_without_it() -> None:
    data = sample()
    row = everything(data).rows()[0]
    named = NamedReport(department="演练科")
    source = TableSource("=表.xlsx", "上报", "C5", 2, MADE, "王芳", named)
    selection = everything(replace(data, table_sources={row.key: source}))
    content = {form: as_file(selection, form, words("zh"), MADE) for form in ("csv", "xlsx")}
    columns = ("source_file", "source_sheet", "source_cell", "source_department")
    table = pd.read_csv(io.BytesIO(content["csv"]), dtype=str, keep_default_na=False)
    first, second = table[list(columns)].values.tolist()[:2]
    assert first == ["'=表.xlsx", "上报", "C5", "演练科"] and not any(second)
    sheet = openpyxl.load_workbook(io.BytesIO(content["xlsx"])).worksheets[0]
    assert [cell.value for cell in sheet[2]][-5:-1] == first and sheet[1][-1].value == "本年目标"
    for file in content.values():
        back = check(file, "x", dataset=data)
        assert back.observations == selection.rows()
        assert not [one for one in back.problems if one.severity == "error"]
