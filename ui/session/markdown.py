"""Show texts from data as they are where Streamlit reads Markdown."""

import re
from typing import Literal

from metrics.text import DIRECTION_MARKS

BadgeColor = Literal["red", "orange", "blue", "green", "violet", "gray"]
_MARKS = re.compile(
    r"""[\\`*_{}\[\]<>\#|$~^&]  # what means something anywhere
    | (?<![0-9])[-+.] | [-+.](?![0-9])  # lists, arrows, addresses; a date or a number has none
    | (?<=[0-9])\)(?=\s|$)  # lists again
    | :(?=[!-~])  # icons, colours, addresses""",
    re.VERBOSE,
)
_SEEN_IN_SPITE_OF_MARKS = re.compile(
    r"https?|www|@|:(?=[a-z0-9_+/\\-]{1,80}:)(?![0-9]{2}\\?:)", re.IGNORECASE
)
"""Addresses become links, and names between colons little pictures, after marks are read."""
_TURNING = dict.fromkeys(DIRECTION_MARKS)


def plain_text(text: str) -> str:
    """Return a text in one line so that Markdown shows it as it is, whatever it holds.

    What needs no mark gets none: names that are read aloud are the text before Markdown.
    Addresses and names between colons are read in spite of marks, unless something invisible
    stands in them.
    """
    marked = _MARKS.sub(r"\\\g<0>", " ".join(text.translate(_TURNING).split()))
    return _SEEN_IN_SPITE_OF_MARKS.sub("\\g<0>\u2060", marked)
