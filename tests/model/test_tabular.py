"""The product's own CSV files: what is written is read back, and what does not fit is said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.model.csv_file import parse_rows, read_rows, split_aliases, write_rows
from metrics.problems import BrokenData

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NAMES = st.lists(
    st.text(st.characters(categories=("L", "N")), min_size=1), min_size=1, max_size=6, unique=True
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[dict[str, str]]]:
    columns = draw(NAMES)
    row = st.fixed_dictionaries(dict.fromkeys(columns, CELLS))
    return columns, draw(st.lists(row, max_size=6))


@given(tables())
def test_rows_are_read_back_as_they_were_written(
    table: tuple[list[str], list[dict[str, str]]],
) -> None:
    columns, rows = table
    written = write_rows(columns, rows)
    assert written.startswith(b"\xef\xbb\xbf")
    read = parse_rows(written.decode("utf-8-sig"), "table.csv")
    if columns[1:]:
        assert read == rows
    else:
        # A line that holds one empty cell only is an empty line to every reader of CSV.
        assert [row for row in read if any(row.values())] == [r for r in rows if any(r.values())]


def test_excel_s_line_ends_and_order_of_columns() -> None:
    written = write_rows(["b", "a"], [{"a": "1", "b": "二"}])
    assert written.decode("utf-8-sig") == "b,a\r\n二,1\r\n"


@pytest.mark.parametrize("text", ["", "a,b\n", "a,b\r\n\r\n"])
def test_a_file_without_rows_has_no_rows(text: str) -> None:
    assert parse_rows(text, "table.csv") == []


def test_every_row_of_another_width_is_named() -> None:
    with pytest.raises(BrokenData) as broken:
        parse_rows("a,b\n1,2\n1\n1,2\n1,2,3\n", "table.csv")
    assert [(p.code, p.file, p.row, p.found) for p in broken.value.problems] == [
        ("row-width", "table.csv", 3, "1"),
        ("row-width", "table.csv", 5, "3"),
    ]


def test_an_open_quotation_is_named() -> None:
    with pytest.raises(BrokenData) as broken:
        parse_rows('a,b\n1,"two\n3,4\n', "table.csv")
    assert [problem.code for problem in broken.value.problems] == ["not-csv"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenData) as broken:
        read_rows(tmp_path / "absent.csv")
    assert [(p.code, p.file) for p in broken.value.problems] == [("file-missing", "absent.csv")]


def test_aliases_are_separated_by_bars() -> None:
    assert split_aliases("甲| 乙 ||丙|") == ("甲", "乙", "丙")
    assert split_aliases("") == ()
