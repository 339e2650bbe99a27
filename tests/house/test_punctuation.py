"""Chinese texts carry full-width marks, as GB/T 15834 asks; what a report prints stays as it is."""

import re
from collections.abc import Iterator

import pytest

from metrics.i18n import LOCALE_FOLDER
from metrics.model.csv_file import read_rows
from tests.house.collect_texts import read_catalogue, translation
from tests.support.texts import ROOT

_CHINESE = "\u3400-\u9fff\u3001-\u3011\uff01-\uff5e“”"
_HALF_WIDTH = re.compile(rf"(?<=[{_CHINESE}])\s?[,:;!?()]|[,:;!?()]\s?(?=[{_CHINESE}])")
_AS_PRINTED = re.compile(r"一\(二\)\w*|台\(套\)|二\(一\)\w*")
_NAMES = "name|file|other_file|folder|value|default|cell|place|title|reason"
"""Placeholders that may hold words of other letters, which do stand apart."""
_NUMBER = rf"(?:\{{(?!(?:{_NAMES})\}})\w+\}}|(?<![\w#:.-])\d+)"
_APART = re.compile(rf"[\u3400-\u9fff] {_NUMBER}|{_NUMBER} [\u3400-\u9fff]")
_PUBLISHED = {"printed", "section", "unit", "alias", "aliases", "words"}


def half_width(text: str) -> list[str]:
    """Return the half-width marks of a Chinese text; a placeholder counts as Chinese."""
    if not re.search("[\u3400-\u9fff]", text):
        return []
    shown = _AS_PRINTED.sub("某", re.sub(r"\{[^{}]*\}", "某", text))
    return [match[0] for match in _HALF_WIDTH.finditer(shown)]


def texts_of_data() -> Iterator[tuple[str, str]]:
    for folder in ("data", "examples", "tests/labelled/published"):
        for path in sorted((ROOT / folder).glob("*.csv")):
            for row in read_rows(path):
                for column, text in row.items():
                    if column not in _PUBLISHED and not (folder == "data" and column == "note"):
                        yield str(path.relative_to(ROOT)), text
        yield folder, (ROOT / folder / "bureau.toml").read_text(encoding="utf-8")
    for row in read_rows(LOCALE_FOLDER / "framework.csv"):
        yield "framework.csv", row["zh"]


def test_texts_of_the_interface_have_full_width_marks() -> None:
    said = [translation(entry) for entry in read_catalogue() if entry.id]
    assert not [text for text in said if half_width(text)]
    assert not [text for text in said if re.search("[，：；！？（）。] | [，：；！？（）。]", text)]


def test_numbers_stand_close_to_chinese_words() -> None:
    said = [translation(entry) for entry in read_catalogue() if entry.id]
    assert not [text for text in said if _APART.search(text)]


def test_texts_of_the_data_have_full_width_marks() -> None:
    assert not [found for found in texts_of_data() if half_width(found[1])]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("出处:一(二)三是", [":"]),
        ("共{n}项, 前{m}项", [","]),
        ("公布为8,381次，1,400余台(套)", []),
        ("见(附件)", ["(", ")"]),
        ("only=chart, 10:30", []),
    ],
)
def test_half_width_marks_are_found(text: str, marks: list[str]) -> None:
    assert half_width(text) == marks
