"""How a briefing looks in every format: its colours and fonts, and files that never differ.

Colours are RRGGBB as Office writes them. The same briefing gives the same bytes: nothing of the
clock that writes a file stays in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

NAVY = "12304F"
INK = "1F2933"
MUTED = "56677A"
HAIRLINE = "CBD5E0"
GROUND = "F4F6F9"
WHITE = "FFFFFF"
WARNING = "9A3412"
WARNING_GROUND = "FFF1E6"
PALE_SHARE = 0.45
"""How much of its colour a bar of an earlier year has."""
FONTS = {"zh": ("Microsoft YaHei", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
"""The fonts of Latin and Chinese characters, by the briefing's language."""

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def sealed(content: bytes, made: datetime) -> bytes:
    """Return an Office file as it is made at a moment: no entry tells of another clock."""
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
