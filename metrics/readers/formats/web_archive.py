"""Read MHTML, a web page saved in one file: its pages one after the other."""

from email import message_from_bytes
from email.policy import compat32
from typing import Any

from metrics.readers.formats import html
from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.web_encoding import WEB_CODECS, declared_encoding

_TRIED = ("utf-8", "gb18030")


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the texts and tables of all pages as those of one page."""
    whole: dict[str, Any] = {"text": "", "tables": [], "left_out": 0, "days": []}
    for part in message_from_bytes(content, policy=compat32).walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        held = part.get_payload(decode=True)
        page = _decoded(held if isinstance(held, bytes) else b"", part.get_content_charset())
        html.read(page.encode("utf-8", "replace"), limits, lambda line: _join(whole, line))
        if len(whole["text"]) > limits["MAX_CHARACTERS"]:
            raise Refused("too-long", found=len(whole["text"]))
    emit({"title": "", "url": "", **whole})


def _decoded(page: bytes, charset: str | None) -> str:
    stated = declared_encoding(page) or (charset or "").lower()
    for name in (stated, *_TRIED):
        try:
            return page.decode(WEB_CODECS.get(name, name) or "utf-8").removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            continue
    raise Refused("damaged", reason="UnicodeDecodeError")


def _join(whole: dict[str, Any], page: dict[str, Any]) -> None:
    """Put a page behind those before it."""
    lines = whole["text"].count("\n")
    whole["tables"] += [{**table, "line": table["line"] + lines} for table in page["tables"]]
    whole["text"] += page["text"]
    whole["left_out"] += page["left_out"]
    whole["days"] += page["days"]
    for name in ("title", "url"):
        whole[name] = whole.get(name) or page[name]
