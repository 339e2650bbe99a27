"""The process that opens a PDF: bytes on standard input, JSON on standard output.

Imports nothing of the product and lowers its own limits first. Run by
`metrics.readers.documents.pdf` with three numbers: pages, characters, bytes of memory.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any


def main() -> None:
    """Answer {"pages"}, or {"refused": locked, pages, long or damaged}."""
    pages, characters, memory = (int(argument) for argument in sys.argv[1:4])
    _limit(memory)
    try:
        answer = _read(sys.stdin.buffer.read(), pages, characters)
    except Exception:  # whatever a hostile file makes the library raise
        answer = {"refused": "damaged"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"refused": "locked"}
    if len(reader.pages) > most_pages:
        return {"refused": "pages"}
    texts: list[str] = []
    for page in reader.pages:
        texts.append(page.extract_text())
        if sum(map(len, texts)) > most_characters:
            return {"refused": "long"}
    return {"pages": texts}


if __name__ == "__main__":
    main()
