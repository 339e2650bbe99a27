"""Files that mean harm: refused by name or neutralised, without running or writing anything."""

import io
import os
import random
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.readers import limits
from metrics.readers.workbook import read_workbook
from tests.support.intake_files import (
    HEADER,
    ROWS,
    checked,
    codes,
    lines,
    one_value,
    part,
    values,
    with_parts,
    workbook,
)

SHEET = "xl/worksheets/sheet1.xml"
DTD = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&x;&x;">]>'


def _with_prolog(content: bytes, name: str, prolog: bytes) -> bytes:
    xml = part(content, name)
    at = xml.index(b"?>") + 2
    return with_parts(content, {name: xml[:at] + prolog + xml[at:]})


@pytest.mark.parametrize(
    "name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_document_types_and_entities_are_refused(name: str) -> None:
    intake = checked(_with_prolog(workbook(), name, DTD), "a.xlsx")
    assert not intake.ok and codes(intake, "error") == {"document-type"}


def test_a_document_type_hidden_in_utf16_is_refused() -> None:
    xml = part(workbook(), SHEET).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert codes(checked(with_parts(workbook(), {SHEET: xml}), "a.xlsx")) == {"document-type"}


def test_zip_bomb_is_refused_before_it_unpacks() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as member:
            for _ in range(limits.MAX_UNPACKED // 2**24 + 2):
                member.write(b" " * 2**24)
    assert codes(checked(target.getvalue(), "a.xlsx")) == {"unpacks-too-large"}


def test_a_part_larger_than_it_says_is_stopped_while_unpacking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 3_000)
    honest = read_workbook(workbook([("a" * 50,)] * 400), "zip")
    assert {problem.code for problem in honest.problems} == {"unpacks-too-large"}


def test_too_many_or_double_parts_are_refused() -> None:
    many = with_parts(workbook(), {f"x{n}": b"" for n in range(limits.MAX_MEMBERS)})
    assert codes(checked(many, "a.xlsx")) == {"too-many-members"}
    twice = io.BytesIO(workbook())
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning):
        archive.writestr(SHEET, b"<worksheet/>")
    assert codes(checked(twice.getvalue(), "a.xlsx")) == {"too-many-members"}


def test_one_long_shared_text_used_everywhere_is_refused() -> None:
    text = "长" * 30_000
    rows = [HEADER, *([(text,) * 8] * 300)]
    assert codes(checked(workbook(rows), "a.xlsx")) == {"too-much-text"}


def test_reading_that_takes_too_long_or_too_much_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.01)
    assert codes(checked(workbook(), "a.xlsx")) == {"too-slow"}
    monkeypatch.undo()
    if os.name == "posix":
        monkeypatch.setattr(limits, "MAX_MEMORY", 5 * 2**20)
        assert codes(checked(workbook(), "a.xlsx")) == {"too-heavy"}


def test_macros_and_links_are_said_and_not_followed() -> None:
    book = with_parts(workbook(), {"xl/vbaProject.bin": b"x", "xl/externalLinks/e1.xml": b"<a/>"})
    intake = checked(book, "a.xlsm")
    assert intake.ok and {"macros", "links"} <= codes(intake)


def test_dde_formulas_in_cells_are_text_or_refused() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROWS[0])
    sheet.write_formula(1, 4, "=cmd|'/C calc'!A0", None, "")
    book.close()
    assert not checked(target.getvalue(), "a.xlsx").ok


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|'!A1"]
)
def test_formulas_as_names_are_refused(name: str) -> None:
    assert "formula-name" in codes(one_value("5", 指标=name, 类别="培训"), "error")


def test_html_is_kept_as_text_and_said() -> None:
    intake = one_value("5", 指标="<script>alert(1)</script>", 类别="x", 备注="<img src=x>")
    assert intake.ok and "markup" in codes(intake, "warning")
    assert intake.observations[0].metric == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.csv", "a.csv"),
        ("x.exe:stream.csv", "stream.csv"),
        ("a\u202egnp.csv", "a[U+202E]gnp.csv"),
        ("\0", "[U+0000]"),
        ("..", "?"),
        ("", "?"),
    ],
)
def test_file_names_are_only_shown_and_without_tricks(name: str, shown: str) -> None:
    assert checked(lines(HEADER, *ROWS), name).name == shown


def test_limits_of_text_files_are_named() -> None:
    wide = ",".join(["a"] * 10_000)
    assert codes(checked(lines(HEADER, *ROWS) + wide)) == {"too-many-columns"}
    long = lines(HEADER, *ROWS).replace("含线上", "长" * 40_000)
    assert codes(checked(long)) == {"cell-too-long"}
    assert codes(checked(lines(HEADER, *ROWS).replace("含线上", "长" * 2_000_000))) == {
        "cell-too-long"
    }
    many = lines(HEADER) + "2025,,,,a,1,b,\n" * 1_000_000
    assert codes(checked(many)) == {"too-many-rows"}
    assert codes(checked(b"a" * (limits.MAX_BYTES + 1))) == {"too-large-file"}


def test_a_file_of_errors_is_read_until_a_limit_that_is_named() -> None:
    many = lines(HEADER) + "2025,,,,宣贯培训,三千余,人次,\n" * (limits.MAX_FAULTY_ROWS + 10)
    intake = checked(many)
    assert "too-many-errors" in codes(intake, "error")
    listed = [p for p in intake.problems if p.code == "not-a-number"]
    assert len(listed) == limits.MAX_OF_A_KIND + 1


def test_workbook_with_ten_thousand_columns_is_refused() -> None:
    rows = [HEADER, ["1"] * 10_000]
    assert codes(checked(workbook(rows), "a.xlsx")) == {"too-many-columns"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"%PDF-1.7 ...", "pdf-damaged"),
        (b"\x89PNG\r\n", "picture"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"<html><p>2025</p></html>", "no-table"),
        (b'{"a": 1}', "markup-file"),
        (b"MZ\x90\x00", "program"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content: bytes, code: str) -> None:
    assert codes(checked(content, "a.csv"), "error") == {code}


def test_nul_bytes_in_text_are_refused() -> None:
    assert not checked(lines(HEADER, *ROWS).encode().replace(b"4870", b"48\x0070")).ok


def test_content_decides_not_the_name() -> None:
    assert checked(workbook(), "a.csv").ok
    assert checked(lines(HEADER, *ROWS), "a.xlsx").ok


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_intake(content: bytes) -> None:
    assert not checked(content).ok


def test_flipped_bytes_in_a_workbook_never_break_the_intake() -> None:
    book, chance = workbook(), random.Random(3)
    for _ in range(8):
        spoilt = bytearray(book)
        for _ in range(12):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        intake = checked(bytes(spoilt), "a.xlsx")
        assert intake.ok is False or values(intake)
