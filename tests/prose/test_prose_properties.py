"""What holds for any text and any number: no exception, true offsets, values read back."""

import re
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.prose import read, records

# The first reading loads the word lists, so no single example has a deadline.
settings.register_profile("prose", deadline=None)
settings.load_profile("prose")

_PIECES = st.sampled_from(
    [
        *"0123456789零一二两三十百千万亿.,，、。；（）()%％/-—~至|\t\n “”《》〔〕",
        *"第年月日号约近超余多家个由到",
        *("检查", "企业", "人次", "万元", "百分之", "分别", "其中", "增长", "一是"),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=60).map("".join)
_HAN = "零一二三四五六七八九"


def hanzi(value: int) -> str:
    """A whole number below 100,000,000 in everyday Chinese numerals."""
    if value == 0:
        return "零"
    parts, high = "", value // 10**4
    if high:
        parts, value = hanzi(high) + "万", value % 10**4
        if 0 < value < 1000:
            parts += "零"
    pending = False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, step)
        if digit:
            parts += ("零" if pending else "") + _HAN[digit] + name
            pending = False
        elif parts and parts[-1] in "千百" and value:
            pending = True
    return parts


def the_value(text: str) -> Decimal:
    """The value of the only figure of a text."""
    figures = read(text, 2025).figures
    assert len(figures) == 1, text
    return figures[0].value


@given(st.integers(min_value=0, max_value=10**9))
def test_arabic_digits_are_read_back(value: int) -> None:
    assert the_value(f"全县检查企业{value}家。") == value
    assert the_value(f"全县检查企业{value:,}家。") == value
    wide = str(value).translate({48 + i: 0xFF10 + i for i in range(10)})
    assert the_value(f"全县检查企业{wide}家。") == value


@given(st.integers(min_value=2, max_value=10**8 - 1))
def test_chinese_numerals_are_read_back(value: int) -> None:
    assert the_value(f"全县检查企业{hanzi(value)}家。") == value


@given(st.integers(min_value=1, max_value=10**6), st.sampled_from(["万", "亿", "万亿"]))
def test_scale_words_are_folded_in_exactly(tenths: int, scale: str) -> None:
    factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    number = Decimal(tenths) / 10
    assert the_value(f"完成投资{number}{scale}元。") == number * factor
    assert the_value(f"完成投资{number}余{scale}元。") == number * factor


@given(st.integers(min_value=0, max_value=1000))
def test_percentages_are_read_back(tenths: int) -> None:
    share = Decimal(tenths) / 10
    assert the_value(f"设备完好率{share}%。") == share


@settings(max_examples=150)
@given(_TEXTS)
def test_no_text_raises_and_every_offset_prints_what_it_says(text: str) -> None:
    reading = read(text, 2025)
    found = [(each.start, each.end, each.printed) for each in reading.figures]
    found += [(each.start, each.end, each.printed) for each in reading.rejected]
    assert all(text[start:end] == printed for start, end, printed in found)
    spans = sorted((start, end) for start, end, _ in found)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    for match in re.finditer(r"[0-9零一二两三十百千万亿]", text):
        assert match.start() in covered
    assert len(records(reading)) == len(spans)


@given(st.text(max_size=80))
def test_arbitrary_unicode_does_not_raise(text: str) -> None:
    records(read(text))
