"""Texts from data, shown as they are wherever Streamlit reads Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"""[\\`*_{}\[\]<>\#|$~^&]  # what means something anywhere
    | (?<![0-9])[-+.] | [-+.](?![0-9])  # lists, arrows, addresses; a date or a number has none
    | (?<=[0-9])\)(?=\s|$)  # lists again
    | :(?=[!-~])  # icons, colours, addresses""",
    re.VERBOSE,
)
_ADDRESSES = re.compile(r"https?|www|@", re.IGNORECASE)


def plain_text(text: str) -> str:
    """Return a text in one line so that Markdown shows it as it is, whatever it holds.

    What needs no mark gets none: names that are read aloud are the text before Markdown.
    Addresses become links in spite of marks, unless something invisible stands in them.
    """
    marked = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return _ADDRESSES.sub("\\g<0>\u2060", marked)
