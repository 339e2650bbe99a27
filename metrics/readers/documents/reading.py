"""The way in: which kind of file it is, by its bytes and never by its name alone.

Refuses what is no text: pictures, workbooks, old Word files, locked files, archives. A wrong
ending of the name is no reason to refuse.
"""

from __future__ import annotations

import re
from dataclasses import replace

from metrics.i18n import Message, message
from metrics.problems import BrokenData, Problem
from metrics.readers.documents import document, html, pdf, word
from metrics.readers.documents.document import Document, refusal
from metrics.readers.documents.metadata import published_in, title_in
from metrics.readers.documents.plain_text import decoded

_WEB_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_WEB_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")


def parse(content: bytes, name: str = "") -> Document:
    """Read a file; raises BrokenData, and nothing else, for what cannot be read."""
    try:
        found = _read(content, name)
    except BrokenData:
        raise
    except (MemoryError, RecursionError, Exception) as error:
        raise refusal(
            "unreadable",
            message("The file cannot be read ({reason})", reason=type(error).__name__),
            message("Open it where it was made, copy the text and paste it here"),
            name,
        ) from error
    return _finished(replace(found, name=name))


def pasted(text: str, name: str = "") -> Document:
    """Take a text as it was pasted; raises BrokenData for an empty or endless one."""
    return _finished(Document(_storable(text), name, "pasted"))


def _read(content: bytes, name: str) -> Document:
    if len(content) > document.MAX_BYTES:
        raise refusal(
            "too-large",
            message("The file is larger than {size} MB", size=document.MAX_BYTES // 1024**2),
            message("Bring the report alone, without pictures, or paste its text"),
            f"{len(content):,}",
        )
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return pdf.read(content)
    if content.startswith(b"PK\x03\x04"):
        return word.read(content)
    if wrong := _wrong_kind(content):
        raise refusal("wrong-type", *wrong)
    if _is_web_page(content, name):
        return html.read(content)
    text, problems = decoded(content)
    return Document(text, name, "text", problems=problems)


def _is_web_page(content: bytes, name: str) -> bool:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in _WIDE_MARKS:
        head = head[2:].replace(b"\0", b"")
    named = name.lower().endswith(_WEB_NAMES)
    return bool(_WEB_PAGE.match(head)) or (named and b"<" in head)


def _wrong_kind(content: bytes) -> tuple[Message, Message] | None:
    """Say what a file is when it is none of those that are read."""
    paste = message("Open it, copy the text and paste it here")
    as_docx = message("Save it as DOCX, or copy the text and paste it here")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            locked = message("The Word file is locked with a password")
            return locked, message("Save it without a password and bring that")
        return message("This is an old Word or WPS file (.doc, .wps)"), as_docx
    if content.startswith(b"{\\rtf"):
        return message("This is an RTF file"), as_docx
    if content.startswith(_PICTURES):
        return message("This is a picture; it holds no text"), paste
    if content.startswith(_ARCHIVES):
        return message("This is an archive"), message("Unpack it and bring the report itself")
    if re.match(rb"(?i)(?:mime-version|from:|message-id:)", content[:64]):
        saved = message("Save the page as “HTML only”, or copy the text and paste it here")
        return message("This is a web archive or a mail"), saved
    return None


def _finished(found: Document) -> Document:
    """Complete what was read, or refuse a text that holds nothing to read."""
    if not found.text.strip():
        raise refusal(
            "empty", message("There is no text in it"), message("Bring another file"), found.name
        )
    if len(found.text) > document.MAX_CHARACTERS:
        raise refusal(
            "too-long",
            message("The text is longer than {n} characters", n=f"{document.MAX_CHARACTERS:,}"),
            message("Bring the report alone"),
            f"{len(found.text):,}",
        )
    text = _storable(found.text)
    problems = found.problems
    if text != found.text:
        problems = (*problems, _MARKED)
    return replace(
        found,
        text=text,
        title=found.title or title_in(text),
        published=found.published or published_in(text),
        problems=problems,
    )


_MARKED = Problem(
    "unprintable",
    "warning",
    message("Characters without meaning were replaced by “{mark}”", mark="�"),
)


def _storable(text: str) -> str:
    """Return a text that any database keeps; every replaced character keeps its place."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")
