"""What a file is, by its content: text, a workbook, or something that is refused by name.

A file's claimed name decides nothing. Nothing is unpacked or parsed here.
"""

from __future__ import annotations

from metrics.i18n import Message, message
from metrics.problems import Problem
from metrics.readers.limits import MAX_BYTES

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MACROS = "_VBA_PROJECT".encode("utf-16-le")
_EXPORT = message("Export the table as XLSX or “CSV UTF-8” and bring that file")
_FOREIGN: tuple[tuple[bytes, str, Message], ...] = (
    (b"%PDF", "pdf", message("This is a PDF document, not a table")),
    (b"\x89PNG", "picture", message("This is a picture, not a table")),
    (b"\xff\xd8\xff", "picture", message("This is a picture, not a table")),
    (b"GIF8", "picture", message("This is a picture, not a table")),
    (b"BM", "picture", message("This is a picture, not a table")),
    (b"Rar!", "archive", message("This is an archive, not a table")),
    (b"7z\xbc\xaf\x27\x1c", "archive", message("This is an archive, not a table")),
    (b"\x1f\x8b", "archive", message("This is an archive, not a table")),
    (b"BZh", "archive", message("This is an archive, not a table")),
    (b"\xfd7zXZ", "archive", message("This is an archive, not a table")),
    (b"MZ", "program", message("This is a program, not a table; it was not run")),
    (b"\x7fELF", "program", message("This is a program, not a table; it was not run")),
    (b"SQLite format 3", "database", message("This is a database, not a table")),
    (b"{\\rtf", "word", message("This is a Word document, not a table")),
    (b"PAR1", "parquet", message("This is a Parquet file, not a table that is read here")),
)


def kind_of(content: bytes) -> tuple[str, Problem | None]:
    """Return `text`, `zip` or `ole`, or a kind that is refused with the problem that says so."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return "empty", _refused("empty", message("The file is empty"), _EXPORT)
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        said = message("The file is larger than {limit} MB, the most that is read", limit=limit)
        fix = message("Split it, or save only the sheet with the figures as a new file")
        return "large", _refused("too-large-file", said, fix, f"{len(content) / 1024**2:.1f} MB")
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return "zip", None
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(content)
    for magic, code, said in _FOREIGN:
        if content.startswith(magic) and (len(magic) > 2 or b"\0" in content[:4096]):
            return code, _refused(code, said, _EXPORT)
    return _markup(content)


def _old_office(content: bytes) -> tuple[str, Problem | None]:
    if ENCRYPTED in content:
        said = message("The workbook is protected by a password and cannot be read")
        fix = message("Open it in Excel, remove the password, save it, and bring that file")
        return "password", _refused("password", said, fix)
    if "WordDocument".encode("utf-16-le") in content:
        return "word", _refused("word", message("This is a Word document, not a table"), _EXPORT)
    return "ole", None


def _markup(content: bytes) -> tuple[str, Problem | None]:
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n").replace(b"\0", b"").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<script")):
        said = message("This is a web page saved with the name of a table")
    elif head.startswith(b"<?xml") or head.startswith(b"<!doctype"):
        said = message("This is an XML file, not a table that is read here")
    elif head.startswith((b"{", b"[")) and head.rstrip().endswith((b"}", b"]")):
        said = message("This is a JSON file, not a table that is read here")
    else:
        return "text", None
    fix = message("Open it in Excel, save it as .xlsx, and bring that file")
    return "markup", _refused("markup-file", said, fix)


def has_macros(content: bytes) -> bool:
    """Tell whether an old workbook holds macros (which are never run)."""
    return MACROS in content


def _refused(code: str, said: Message, fix: Message, found: str | None = None) -> Problem:
    return Problem(code, "error", said, fix, found=found)
