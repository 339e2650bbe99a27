"""Recognise a file by its content: text, workbook, document, or a refused kind.

A file's claimed name decides nothing. Nothing is unpacked or parsed here.
"""

import re
from enum import StrEnum

from metrics.i18n import message
from metrics.problems import Problem
from metrics.readers.limits import MAX_BYTES


class FileKind(StrEnum):
    """List the kinds of files."""

    EMPTY = "empty"
    TEXT = "text"
    ZIP = "zip"
    OLE = "ole"
    LOCKED = "password"
    WORD = "word"
    RTF = "rtf"
    PDF = "pdf"
    PICTURE = "picture"
    RECORDING = "recording"
    SLIDES = "slides"
    ARCHIVE = "archive"
    PROGRAM = "program"
    DATABASE = "database"
    PARQUET = "parquet"
    WEB_PAGE = "web-page"
    WEB_ARCHIVE = "web-archive"
    XML = "xml"
    JSON = "json"


_MAGIC = {
    b"PK\x03\x04": FileKind.ZIP,
    b"PK\x05\x06": FileKind.ZIP,
    b"{\\rtf": FileKind.RTF,
    b"\x89PNG": FileKind.PICTURE,
    b"\xff\xd8\xff": FileKind.PICTURE,
    b"GIF8": FileKind.PICTURE,
    b"BM": FileKind.PICTURE,
    b"II*\0": FileKind.PICTURE,
    b"MM\0*": FileKind.PICTURE,
    b"ID3": FileKind.RECORDING,
    b"\xff\xfb": FileKind.RECORDING,
    b"OggS": FileKind.RECORDING,
    b"\x1aE\xdf\xa3": FileKind.RECORDING,
    b"Rar!": FileKind.ARCHIVE,
    b"7z\xbc\xaf": FileKind.ARCHIVE,
    b"\x1f\x8b": FileKind.ARCHIVE,
    b"BZh": FileKind.ARCHIVE,
    b"\xfd7zXZ": FileKind.ARCHIVE,
    b"MZ": FileKind.PROGRAM,
    b"\x7fELF": FileKind.PROGRAM,
    b"SQLite format 3": FileKind.DATABASE,
    b"PAR1": FileKind.PARQUET,
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SLIDES_STREAM = "PowerPoint Document".encode("utf-16-le")
_BOOK_STREAM = "Workbook".encode("utf-16-le")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_HEAD = 65_536
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_PROLOG = re.compile(rb"<\?xml[^>]*>\s*")
_PAGE_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|style|script|link|base|table|div|p|span|center"
    rb"|font|h[1-6]|b|strong|br|hr|ul|ol|section|article|main|header|form)[\s/>]",
    re.IGNORECASE,
)
_MAIL_FIELD = re.compile(rb"(?:mime-version|from|message-id):", re.IGNORECASE)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)


def kind_of(content: bytes) -> FileKind:
    """Return what a file is, by its first bytes."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return FileKind.EMPTY
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return FileKind.LOCKED
        if _WORD_STREAM in content:
            return FileKind.WORD
        return FileKind.SLIDES if _SLIDES_STREAM in content else FileKind.OLE
    if content.startswith(b"RIFF"):
        return FileKind.PICTURE if content[8:12] == b"WEBP" else FileKind.RECORDING
    if content[4:8] == b"ftyp":
        pictured = content[8:12] in _PICTURE_BRANDS
        return FileKind.PICTURE if pictured else FileKind.RECORDING
    for magic, kind in _MAGIC.items():
        if content.startswith(magic) and (len(magic) > 2 or b"\0" in content[:4096]):
            return kind
    return _kind_of_text(content)


def _kind_of_text(content: bytes) -> FileKind:
    head = content[:_HEAD].lstrip(_BLANK)
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    head = head.replace(b"\0", b"").lstrip()
    if _MAIL_FIELD.match(head) and _MIME.search(head[:4096]):
        return FileKind.WEB_ARCHIVE
    if _PAGE_TAG.match(_without_comments(head)):
        return FileKind.WEB_PAGE
    if head[:5].lower() == b"<?xml" or head[:9].lower() == b"<!doctype":
        return FileKind.XML
    last = content[-64:].replace(b"\0", b"").rstrip()
    if head.startswith((b"{", b"[")) and last.endswith((b"}", b"]")):
        return FileKind.JSON
    return FileKind.TEXT


def _without_comments(head: bytes) -> bytes:
    """Return what follows the declaration and the comments at the start of a page."""
    if prolog := _PROLOG.match(head):
        head = head[prolog.end() :]
    at = 0
    while head.startswith(b"<!--", at) and (end := head.find(b"-->", at)) >= 0:
        at = end + 3
        while head[at : at + 1].isspace():
            at += 1
    return head[at : at + 64]


def is_old_workbook(content: bytes) -> bool:
    """Check whether a file of the kind `ole` holds a workbook (.xls, .et)."""
    return _BOOK_STREAM in content


def has_macros(content: bytes) -> bool:
    """Check whether an old workbook holds macros (which are never run)."""
    return _MACROS in content


EXPORT = message("Export the table as XLSX or “CSV UTF-8” and bring that file")
COPY_TABLE = message("Copy its table into Excel, save it as .xlsx, and bring that file")
_SAVE_AS_XLSX = message("Open it in Excel, save it as .xlsx, and bring that file")
UNLOCK = message(
    "Open it in the program that made it, remove the password, save it, and bring that file"
)
SAVE_AGAIN = message("Open it in the program that made it, save it again, and bring that file")
DAMAGED = message("The file is damaged and cannot be read")
WHAT_IT_IS = {
    FileKind.EMPTY: message("The file is empty"),
    FileKind.LOCKED: message("The file is protected by a password and cannot be read"),
    FileKind.WORD: message("This is an old Word or WPS file (.doc, .wps)"),
    FileKind.RTF: message("This is an RTF file"),
    FileKind.SLIDES: message("This is a presentation"),
    FileKind.PICTURE: message("This is a picture"),
    FileKind.RECORDING: message("This is a recording of sound or film"),
    FileKind.ARCHIVE: message("This is an archive"),
    FileKind.PROGRAM: message("This is a program; it was not run"),
    FileKind.DATABASE: message("This is a database"),
    FileKind.PARQUET: message("This is a Parquet file, which is not read here"),
    FileKind.JSON: message("This is a JSON file, which is not read here"),
    FileKind.XML: message("This is an XML file, which is not read here"),
}
"""What a file of a kind is that a page refuses."""
_MENDS = {FileKind.JSON: _SAVE_AS_XLSX, FileKind.XML: _SAVE_AS_XLSX}
_READ_AS_TABLES = (FileKind.LOCKED, FileKind.XML)
_CODES = {FileKind.RTF: "word", FileKind.JSON: "markup-file"}
"""Codes of problems that differ from the kind's name."""


def refusal_as_table(content: bytes, kind: FileKind) -> Problem | None:
    """Return the problem of a file that is no table or too large, or None."""
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        text = message("The file is larger than {limit} MB, the most that is read", limit=limit)
        fix = message("Split it, or save only the sheet with the figures as a new file")
        size = f"{len(content) / 1024**2:.1f} MB"
        return Problem("too-large-file", "error", text, fix, found=size)
    if kind not in WHAT_IT_IS or kind in _READ_AS_TABLES:
        return None
    fix = _MENDS.get(kind, EXPORT)
    return Problem(_CODES.get(kind, kind.value), "error", WHAT_IT_IS[kind], fix)
