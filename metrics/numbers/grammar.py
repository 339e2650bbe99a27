"""Hold the characters of written numbers: digits, scale words, Han numerals, Han years.

Readers of numbers build their patterns from these. Nothing here searches a text; `read_han`
refuses runs that are not well formed (百千, 一二).
"""

from decimal import Decimal

_HAN_DIGITS = "零一二三四五六七八九"
DIGITS = {digit: value for value, digit in enumerate(_HAN_DIGITS)} | {"〇": 0, "两": 2, "○": 0}
FORMAL_DIGITS = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
STEPS = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
SCALES = {
    small + big: first * second
    for small, first in {"": 1, "十": 10, "百": 100, "千": 1_000}.items()
    for big, second in {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}.items()
    if small + big
}
"""The factor of each scale word: 百万 is 1,000,000."""

ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
"""A pattern of Arabic digits with thousands separators and decimals."""
SMALL_HAN = "零〇一二两三四五六七八九十百千"  # below 10,000, for a character class
HAN = SMALL_HAN + "万亿"  # all Han numerals, for a character class
FORMAL = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"  # of cheques and contracts, for a character class
HAN_YEAR = f"[一二][〇○{_HAN_DIGITS}]{{3}}"  # a pattern of a year in Han digits: 二〇二五

LONGEST = 20  # a longer run of digits is a code, and would not be exact in Decimal's 28 digits


def plain(value: Decimal) -> str:
    """Write a decimal without an exponent or needless zeros: 1360000, 26.9, -3."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal) -> str:
    """Write every digit of a decimal, with thousands separators: 1,360,000."""
    return f"{Decimal(plain(value)):,f}"


def scale_factor(word: str) -> int:
    """Return the factor of a scale word, 万亿 as 10 to the 12th; 1 for an empty one."""
    factor = 1
    for character in word:
        factor *= SCALES[character]
    return factor


def han_digits(run: str) -> str:
    """Return Han digits as Arabic ones, one for one: 二〇二五 as 2025."""
    return "".join(str(DIGITS[character]) for character in run)


def read_han(run: str) -> int | None:
    """Return the integer that Han numerals spell: 三千二百 as 3200; None if ill-formed."""
    if len(run) > LONGEST:
        return None
    run = run.replace("廿", "二十").replace("卅", "三十")
    if len(run) >= 2 and all(character in DIGITS for character in run):
        positional = "〇" in run or len(run) > 2
        return int(han_digits(run)) if positional else None
    if run in ("零", "〇"):
        return 0
    for scale in ("亿", "万"):
        head, found, tail = run.rpartition(scale)
        if found:
            return _join_scale(read_han(head) if head else None, SCALES[scale], tail)
    return _below_ten_thousand(run)


def _join_scale(head: int | None, factor: int, tail: str) -> int | None:
    """Return `head` times a scale factor plus what stands behind it."""
    if head is None or (factor == 10**4 and head >= 10**4):
        return None
    if not tail:
        return head * factor
    if tail in DIGITS and tail not in "零〇":
        # 三万二 is 32,000: a last digit counts the step below the scale.
        return head * factor + DIGITS[tail] * (factor // 10)
    rest = read_han(tail.lstrip("零〇"))
    return None if rest is None or rest >= factor else head * factor + rest


def _below_ten_thousand(run: str) -> int | None:
    """Return the value of a run without 万 and 亿, like 三千零二十."""
    total, digit, last_step = 0, None, 10_000
    for place, character in enumerate(run):
        if character in STEPS:
            step = STEPS[character]
            if step >= last_step or (digit is None and (step > 10 or total)):
                return None
            total += (1 if digit is None else digit) * step
            digit, last_step = None, step
        elif character in "零〇":
            if digit is not None or place == 0 or place == len(run) - 1:
                return None
            # After a zero the next digit counts ones or tens, not the step below.
            last_step = min(last_step, 1_001)
        else:
            value = DIGITS.get(character, FORMAL_DIGITS.get(character))
            if value is None or digit is not None:
                return None
            digit = value
    if digit is not None:
        # 一百五 is 150, 一百零五 is 105.
        short_form = run[-2:-1] in ("百", "千", "佰", "仟")
        total += digit * (last_step // 10 if short_form else 1)
    return total
