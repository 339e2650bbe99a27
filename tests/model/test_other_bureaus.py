"""Other bureaus than ours: the real one of Hong Kong, and folders that leave things out."""

import re
from pathlib import Path

import pytest

from metrics import DEFAULTS
from metrics.i18n import words
from metrics.model.categories import TAKEN, load_categories
from metrics.model.csv_file import read_rows
from metrics.model.dataset import Dataset, load
from metrics.model.observation import from_table
from metrics.problems import BrokenData
from metrics.wording.citations import edition_of
from metrics.wording.formatter import Formatter
from tests.support.folders import sound_copy
from tests.support.sample import SAMPLE_FOLDER

GAPS = {*range(2000, 2004), *range(2007, 2021)}


@pytest.fixture(scope="module")
def hong_kong() -> Dataset:
    return load(SAMPLE_FOLDER / "hong-kong")


def test_hong_kong_keeps_its_gaps_and_names(hong_kong: Dataset) -> None:
    assert set(range(1997, 2024)) - set(hong_kong.years) == GAPS
    assert len(hong_kong.table) == 42 and not hong_kong.bureau.sample
    known = hong_kong.vocabulary
    for row in from_table(hong_kong.table):
        metric = hong_kong.catalogue.find(row.metric)
        assert metric is not None and metric.en.isascii()
        assert known.place(row.subcategory, "en").isascii() and row.unit in known.units


def test_each_figure_of_hong_kong_names_its_own_official_page(hong_kong: Dataset) -> None:
    pages = {}
    for row in from_table(hong_kong.table):
        edition = edition_of(row, hong_kong)
        assert edition is not None and re.match(r"https://[\w.]+\.gov\.hk/", edition.link)
        pages[row.year, row.metric] = edition.link
    assert "200701/30" in pages[2005, "特別服務召喚"] and "200601/17" in pages[2005, "火警召喚"]
    assert [edition.year for edition in hong_kong.reports].count(2005) == 2


def test_what_is_printed_in_english_is_written_in_digits_on_a_chinese_page(
    hong_kong: Dataset,
) -> None:
    fmt = Formatter(hong_kong, words("zh"))
    shown = {(row.year, row.metric): fmt.figure(row) for row in from_table(hong_kong.table)}
    assert shown[2023, "火警召喚"] == "36,103宗" and shown[2021, "三級或以上火警"] == "六宗"
    assert shown[2023, "樓宇火警按時到場率"] == "93.8%" and shown[1997, "救護召喚"] == "438,247宗"


def test_categories_that_a_folder_leaves_out_are_those_of_its_catalogue(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    (folder / "categories.csv").unlink()
    found = load(folder).vocabulary.categories
    assert list(found) == list(
        dict.fromkeys(r["category"] for r in read_rows(folder / "catalog.csv"))
    )
    assert [each.zh for each in found.values()] == list(found)
    assert sum(each.main for each in found.values()) == 4
    assert len({each.color for each in found.values()}) == len(found)


def test_a_category_needs_no_more_than_key_and_name(tmp_path: Path) -> None:
    rows = "key,zh\nschools,学校\n师资,师资\nOverview,概览\n"
    (tmp_path / "categories.csv").write_text(rows, encoding="utf-8")
    found = load_categories(tmp_path)
    assert [each.en for each in found.values()] == ["学校", "师资", "概览"]
    addresses = [each.address for each in found.values()]
    assert addresses[0] == "schools" and len({*addresses} - TAKEN) == 3
    assert all(re.fullmatch(r"[a-z0-9-]+", address) for address in addresses)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("zh", " "),
        ("color", "red"),
        ("icon", "no icon!"),
        ("address", "upload"),
        ("address", "a/b"),
    ],
)
def test_a_category_s_wrong_cell_is_named(tmp_path: Path, column: str, cell: str) -> None:
    folder = sound_copy(tmp_path)
    listed = read_rows(folder / "categories.csv")
    header = [*listed[0], *({"address"} - listed[0].keys())]
    listed[1][column] = cell
    lines = [",".join(header), *(",".join(row.get(name, "") for name in header) for row in listed)]
    (folder / "categories.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BrokenData) as broken:
        load(folder)
    assert [(p.file, p.row, p.column) for p in broken.value.problems] == [
        ("categories.csv", 3, column)
    ]


def test_nothing_of_one_bureau_is_general() -> None:
    own = {row["zh"] for row in read_rows(SAMPLE_FOLDER.parent / "data" / "places.csv")}
    for name in ("units", "qualifiers", "places", "headers", "palette"):
        cells = {cell for row in read_rows(DEFAULTS / f"{name}.csv") for cell in row.values()}
        assert not cells & own and not any("应急" in cell for cell in cells), name
