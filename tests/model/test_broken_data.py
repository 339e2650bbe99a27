"""Wrong data is reported, all of it at once, so that its keeper can mend it; never a traceback."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics import DEFAULTS, FOLDER_VARIABLE
from metrics.i18n import words
from metrics.model.csv_file import read_rows, write_rows
from metrics.model.dataset import load
from metrics.problems import SEVERITIES, BrokenData, Problem
from tests.support.folders import DATA_FOLDER, NEEDED, OWN_FILES, drop_column, edit, sound_copy

ROOT = Path(__file__).resolve().parents[2]
CJK = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound_copy(tmp_path)


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(BrokenData) as broken:
        load(folder)
    return list(broken.value.problems)


def cells(**changed: str) -> Callable[[list[dict[str, str]]], None]:
    """Change cells of the first row."""
    return lambda rows: rows[0].update(changed)


def test_a_sound_copy_loads(folder: Path) -> None:
    assert len(load(folder).table) == len(load().table)


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert [problem.file for problem in problems_of(folder)] == [name]


@pytest.mark.parametrize("name", OWN_FILES)
def test_a_file_in_the_wrong_encoding_is_named(folder: Path, name: str) -> None:
    """Excel in Chinese saves plain CSV as GBK."""
    path = folder / name
    path.write_bytes(path.read_text(encoding="utf-8-sig").replace("’", "'").encode("gbk"))
    found = problems_of(folder)
    assert [problem.file for problem in found] == [name]
    assert all(problem.fix for problem in found)


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"year": "二〇二四"}, "year"),
        ({"year": ""}, "year"),
        ({"year": "2024年"}, "year"),
        ({"year": "1024"}, "year"),
        ({"value": "136万"}, "value"),
        ({"value": "1,360,000"}, "value"),
        ({"value": "1_360_000"}, "value"),
        ({"value": "1.36E+06"}, "value"),
        ({"value": "nan"}, "value"),
        ({"value": "Infinity"}, "value"),
        ({"upper": "约5"}, "upper"),
        ({"qualifier": "余"}, "qualifier"),
        ({"metric": ""}, "metric"),
        ({"metric": "目录里没有的指标", "unit": ""}, "unit"),
        ({"metric": "目录里没有的指标", "category": ""}, "category"),
    ],
)
def test_a_wrong_cell_is_named(folder: Path, changed: dict[str, str], column: str) -> None:
    edit(folder / "metrics.csv", cells(**changed))
    (problem,) = problems_of(folder)
    assert (problem.file, problem.row, problem.column) == ("metrics.csv", 2, column)
    assert problem.found == changed.get(column, "")


def test_a_repeated_figure_names_both_rows(folder: Path) -> None:
    edit(folder / "metrics.csv", lambda rows: rows.append(rows[3] | {"value": "1"}))
    (problem,) = problems_of(folder)
    last = len((folder / "metrics.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (problem.file, problem.row, problem.column) == ("metrics.csv", last, "metric")
    assert "5" in words("en").say(problem.message)


def test_a_figure_repeated_under_an_alias_is_found(folder: Path) -> None:
    edit(folder / "metrics.csv", lambda rows: rows.append(rows[0] | {"metric": "培训人次"}))
    assert [problem.code for problem in problems_of(folder)] == ["repeated"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("metrics.csv", "year"),
        ("metrics.csv", "metric"),
        ("metrics.csv", "value"),
        ("catalog.csv", "slug"),
        ("catalog.csv", "aliases"),
        ("editions.csv", "published"),
        ("omitted.csv", "reason_en"),
    ],
)
def test_a_missing_column_is_named(folder: Path, name: str, column: str) -> None:
    drop_column(folder / name, column)
    (problem,) = problems_of(folder)
    assert (problem.file, problem.row, problem.column) == (name, 1, column)


@pytest.mark.parametrize("column", ["region", "category", "subcategory", "unit", "note"])
def test_a_column_that_may_be_left_out_is_not_missed(folder: Path, column: str) -> None:
    """What a known metric's row leaves out comes from the catalogue and the bureau."""
    drop_column(folder / "metrics.csv", column)
    data = load(folder)
    if column != "note":
        assert list(data.table[column]) == list(load().table[column])


@pytest.mark.parametrize("kept_lines", [0, 1])
def test_a_file_without_figures_is_a_problem(folder: Path, kept_lines: int) -> None:
    path = folder / "metrics.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:kept_lines]))
    assert [problem.code for problem in problems_of(folder)] == ["no-figures"]


@pytest.mark.parametrize(
    ("name", "changed", "column"),
    [
        ("editions.csv", {"year": "二〇二四"}, "year"),
        ("editions.csv", {"published": "2025年1月22日"}, "published"),
        ("omitted.csv", {"year": ""}, "year"),
    ],
)
def test_a_wrong_cell_beside_the_figures_is_named(
    folder: Path, name: str, changed: dict[str, str], column: str
) -> None:
    edit(folder / name, cells(**changed))
    (problem,) = problems_of(folder)
    assert (problem.file, problem.row, problem.column) == (name, 2, column)
    assert problem.found == changed[column]


@pytest.mark.parametrize("text", ["", "name_zh = ", 'name_zh = "只有中文名"\n'])
def test_a_bureau_that_is_not_described_is_a_problem(folder: Path, text: str) -> None:
    (folder / "bureau.toml").write_text(text, encoding="utf-8")
    assert [problem.file for problem in problems_of(folder)] == ["bureau.toml"]


def test_a_byte_order_mark_does_no_harm_anywhere(folder: Path) -> None:
    """Editors on Windows put one at the beginning of any text."""
    for name in OWN_FILES:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8-sig"), encoding="utf-8-sig")
    assert load(folder).bureau == load().bureau


def break_everything(folder: Path) -> None:
    """Make a folder with one problem of every kind that can stand beside the others."""

    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0]["year"] = "今年"
        rows[1]["value"] = "八千"
        rows[2]["qualifier"] = "余"
        rows[3]["metric"] = ""
        rows[4] |= {"metric": "新指标", "unit": ""}
        rows.append(rows[6])

    edit(folder / "metrics.csv", spoil)
    (folder / "omitted.csv").unlink()
    edit(folder / "editions.csv", cells(published="今天"))


WRONG = [
    ("editions.csv", 2, "published", "今天"),
    ("metrics.csv", 2, "year", "今年"),
    ("metrics.csv", 3, "value", "八千"),
    ("metrics.csv", 4, "qualifier", "余"),
    ("metrics.csv", 5, "metric", ""),
    ("metrics.csv", 6, "unit", ""),
    ("metrics.csv", 22, "metric", "市级应急演练"),
    ("omitted.csv", None, None, None),
]
"""Where `break_everything` leaves something wrong: file, row, column, what stands there."""


def test_all_problems_are_told_at_once(folder: Path) -> None:
    break_everything(folder)
    found = [(p.file, p.row, p.column, p.found) for p in problems_of(folder)]
    assert sorted(found, key=str) == sorted(WRONG, key=str)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_problems_are_told_in_the_reader_s_language(folder: Path, language: str) -> None:
    break_everything(folder)
    _ = words(language)
    for problem in problems_of(folder):
        assert problem.severity in SEVERITIES
        assert problem.fix is not None
        for said in (_.say(problem.message), _.say(problem.fix)):
            assert bool(CJK.search(said)) == (language == "zh"), said
        place = problem.place(_)
        assert place.startswith(str(problem.file))
        assert str(problem.row or "") in place
        assert not problem.column or _(problem.column) in place
        assert problem.as_dict(_)["message"] == _.say(problem.message)


@pytest.fixture
def broken_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    break_everything(folder)
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    yield AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_lists_every_problem(broken_page: AppTest, language: str) -> None:
    broken_page.query_params["lang"] = language
    page = broken_page.run()
    assert not page.exception
    _ = words(language)
    assert [shown.value for shown in page.subheader] == [_("The figures cannot be shown")]
    table = page.dataframe[0].value
    assert list(table.columns) == [_("Where"), _("Found"), _("Problem"), _("How to mend it")]
    assert len(table) == len(WRONG)
    shown = table[_("Where")].tolist()
    for file, row, _column, found in WRONG:
        where = [place for place in shown if str(file) in place and str(row or "") in place]
        assert where, (file, row)
        assert found is None or found in table[_("Found")].tolist()
    assert all(table[_("How to mend it")])


def test_words_of_the_folder_come_before_the_product_s(folder: Path) -> None:
    """Another bureau names its own categories and may add units and places to the general ones."""
    for name in ("categories.csv", "units.csv", "qualifiers.csv", "places.csv"):
        listed = DATA_FOLDER if name == "categories.csv" else DEFAULTS
        columns = list(read_rows(listed / name)[0])
        (folder / name).write_bytes(write_rows(columns, []))
    edit_first(folder / "categories.csv", key="schools", zh="学校", en="Schools", main="yes")
    edit_first(folder / "units.csv", key="所", en="school", en_many="schools", count="yes")
    edit_first(folder / "places.csv", zh="云汀", en="Yunting")
    own, general = load(folder).vocabulary, load().vocabulary
    assert list(own.categories) == ["schools"]
    assert own.unit("所").en_many == "schools"
    assert own.place("云汀", "en") == "Yunting"
    assert own.qualifiers == general.qualifiers
    assert set(general.units) <= set(own.units)


def edit_first(path: Path, **cells_of_row: str) -> None:
    """Add a row with these cells, the others empty, to a list."""
    columns = path.read_text(encoding="utf-8-sig").split("\n")[0].strip().split(",")
    path.write_bytes(write_rows(columns, [dict.fromkeys(columns, "") | cells_of_row]))


def test_a_qualifier_without_a_rule_is_refused(folder: Path) -> None:
    shutil.copy(DEFAULTS / "qualifiers.csv", folder)
    edit(folder / "qualifiers.csv", cells(key="roughly"))
    assert [(p.file, p.found) for p in problems_of(folder)] == [("qualifiers.csv", "roughly")]
