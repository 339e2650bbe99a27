"""Find the encoding that a web page declares."""

import re

WEB_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "cp950"}
"""Codecs of encodings that pages name by a narrower name than what they hold."""
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def declared_encoding(page: bytes) -> str:
    """Return the name of the declared encoding in lower case, or an empty text."""
    declared = _CHARSET.search(page[:4096])
    return declared[1].decode("ascii", "replace").lower() if declared else ""
