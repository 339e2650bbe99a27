"""Texts from data are escaped for Markdown, and only where Markdown would read something."""

import pytest

from metrics.charts.chart import escape
from ui.session.markdown import plain_text


@pytest.mark.parametrize(
    "text",
    [
        "1400 台(套)",
        "2024年:未公布",
        "2025-01-20",
        "12.5%",
        "a, b; c",
        "第 5 行 · “数值”列",
    ],
)
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**x**", r"\*\*x\*\*"),
        ("<b>", r"\<b\>"),
        ("&lt;", r"\&lt;"),
        (":red[x]", r"\:red\[x\]"),
        ("1. x", r"1\. x"),
        ("1) x", r"1\) x"),
        ("- x", r"\- x"),
        ("a -> b", r"a \-\> b"),
        ("# x", r"\# x"),
        ("    code", "code"),
        ("a\n\nb", "a b"),
    ],
)
def test_what_markdown_would_read_is_marked(text: str, shown: str) -> None:
    assert plain_text(text) == shown


@pytest.mark.parametrize("text", [":smile:", "a:+1:", ":white_check_mark:", ":material/home:"])
def test_a_name_between_colons_is_no_picture(text: str) -> None:
    assert plain_text(text).replace("\u2060", "").replace("\\", "") == text
    assert ":\u2060" in plain_text(text)


def test_a_time_is_no_picture() -> None:
    assert "\u2060" not in plain_text("12:30:45")


def test_a_name_does_not_turn_the_figure_behind_it() -> None:
    assert plain_text("甲\u202e\u2066乙 136") == escape("甲\u202e\u2066乙 136") == "甲乙 136"


@pytest.mark.parametrize("text", ["http://a.b/c", "HTTPS://a.b", "www.a.b", "a@b.c"])
def test_an_address_in_data_is_no_link(text: str) -> None:
    assert plain_text(text).replace("\u2060", "").replace("\\", "") == text
    assert "\u2060" in plain_text(text)
