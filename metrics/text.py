"""How the text of a cell is cleaned and shown.

Cleaning changes nothing that a reader sees: NFC, outer spaces, zero-width characters, and the
apostrophe by which an export marks a text (see `metrics.formula_guard`).
"""

from __future__ import annotations

import re
import unicodedata

from metrics.formula_guard import without_mark

INVISIBLE = dict.fromkeys(
    [
        *range(0x200B, 0x2010),  # zero width space, joiners, direction marks
        *range(0x202A, 0x202F),  # direction embedding and override
        *range(0x2060, 0x2070),  # word joiner, isolates
        0x00AD,  # soft hyphen
        0xFEFF,  # byte order mark inside a text
        *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)),
        *range(0x7F, 0xA0),  # further control characters
    ]
)
LINE_ENDS = re.compile(r"\r\n?")
_FORMULA = re.compile(r"=|[@+\-][^|!(]*[|!(]")
_MARKUP = re.compile(r"<[a-zA-Z!/?]")
SHOWN_LENGTH = 40


def clean(text: str) -> str:
    """Return a cell's text as it is kept: NFC, trimmed, without invisible characters."""
    if text.isascii() and text.isprintable():
        text = text.strip()
    else:
        text = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text).translate(INVISIBLE)).strip()
    return without_mark(text)


def is_formula(text: str) -> bool:
    """Tell whether a raw cell would run as a formula, like =A1+B1 or @SUM(1) or +cmd|…."""
    return bool(_FORMULA.match(text.lstrip()))


def is_markup(text: str) -> bool:
    """Tell whether a text holds something like an HTML tag."""
    return bool(_MARKUP.search(text))


def shown(text: str) -> str:
    """Return text fit for a message: one line, shortened, invisible characters made visible."""
    if len(text) <= SHOWN_LENGTH and text.isprintable():
        return text
    visible = "".join(_visible(c) for c in text[: SHOWN_LENGTH + 1])
    return visible[:SHOWN_LENGTH] + "…" if len(text) > SHOWN_LENGTH else visible


def safe_name(name: str) -> str:
    """Return a file's claimed name as it is shown: no folders, no control or direction marks."""
    last = re.split(r"[/\\:]", name)[-1] if re.search(r"[/\\:]", name) else name
    kept = "".join(_visible(c) for c in last).strip(" .")
    return kept[:80] or "?"


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if ord(character) in INVISIBLE or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co"):
        return f"[U+{ord(character):04X}]"
    return character
