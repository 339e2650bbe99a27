"""Hold what briefings of every format share: colours, fonts, properties, fixed timestamps.

Colours are RRGGBB as Office writes them. The same briefing gives the same bytes: timestamps are
normalised.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from metrics.briefing.content import Briefing

NAVY = "12304F"
INK = "1F2933"
MUTED = "56677A"
HAIRLINE = "CBD5E0"
GROUND = "F4F6F9"
WHITE = "FFFFFF"
WARNING = "9A3412"
WARNING_GROUND = "FFF1E6"
GOAL_COLORS = {"reached": "1F7A4D", "missed": WARNING, "under_way": "1B5FA8"}
"""The colour of the word for a goal's state; other states are plain."""
PALE_SHARE = 0.45  # how much of its colour a bar of an earlier year has
FONTS = {"zh": ("Microsoft YaHei", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
"""The fonts of Latin and Chinese characters, by the briefing's language."""

_LONGEST = 255  # characters of a property of a file
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


@dataclass(frozen=True)
class Run:
    """Hold a text with its look; `below` begins a line in a cell, slides have `link`."""

    text: str
    size: float = 10.5
    color: str = INK
    bold: bool = False
    link: str = ""
    below: bool = False


def properties(briefing: Briefing) -> dict[str, Any]:
    """Return a file's document properties, by names all Office libraries share."""
    return {
        "title": briefing.title[:_LONGEST],
        "author": briefing.bureau[:_LONGEST],
        "subject": briefing.scope[:_LONGEST],
        "keywords": briefing.sample,
        "comments": " · ".join(filter(None, [*briefing.facts, briefing.sample]))[:_LONGEST],
        "created": briefing.made.replace(tzinfo=None),
    }


def describe(core: Any, briefing: Briefing) -> None:
    """Set the core properties of slides or of a Word text."""
    stated = properties(briefing)
    changed = {"last_modified_by": stated["author"], "modified": stated["created"]}
    for name, value in {**stated, **changed}.items():
        setattr(core, name, value)


def sealed(content: bytes, made: datetime) -> bytes:
    """Return an Office file with every timestamp set to the moment it was made."""
    target = io.BytesIO()
    moment = made.astimezone(UTC) if made.tzinfo else made
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                part = sealed(part, made)
            if entry.filename == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            kept = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(kept, part)
    return target.getvalue()
