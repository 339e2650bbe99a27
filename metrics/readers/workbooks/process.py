"""The process that reads a workbook: standard input to lines of JSON on standard output.

Lines: flags, sheet, rows (in portions), end of sheet, and at last `done` or `refused`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from metrics.readers.workbooks.sheets import Emit, Refused, SheetWriter


def read(kind: str, content: bytes, limits: dict[str, int], emit: Emit) -> None:
    """Write a workbook of this kind (`zip` or `ole`) through `emit`; the last line ends it."""
    out = SheetWriter(emit, limits)
    try:
        if kind == "zip":
            _read_zip(content, limits, out)
        else:
            from metrics.readers.workbooks.xls import read_xls

            read_xls(content, out)
        emit({"done": True})
    except Refused as refused:
        emit({"refused": refused.code, **refused.values})
    except (MemoryError, ImportError):  # a library that no longer fits into memory
        emit({"refused": "too-heavy"})
    except Exception:  # a damaged file can fail anywhere in the readers
        emit({"refused": "damaged"})


def _read_zip(content: bytes, limits: dict[str, int], out: SheetWriter) -> None:
    from metrics.readers.workbooks.ods import read_ods
    from metrics.readers.workbooks.package import Package
    from metrics.readers.workbooks.xlsx import read_xlsx

    package = Package(content, limits)
    folded = {name.lower() for name in package.names}
    flags = ["macros"] if any(name.endswith("vbaproject.bin") for name in folded) else []
    flags += ["links"] if any("externallinks/" in name for name in folded) else []
    out.emit({"flags": flags})
    if "xl/workbook.xml" in package.names:
        read_xlsx(package, out)
    elif "content.xml" in package.names and "mimetype" in package.names:
        read_ods(package, out)
    elif "xl/workbook.bin" in folded:
        raise Refused("xlsb")
    elif any(name.startswith("word/") for name in folded):
        raise Refused("word")
    else:
        raise Refused("zip")


def _limit_this_process(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the deadline of the parent still holds
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read standard input, write lines of JSON to standard output."""
    kind, told = sys.argv[1], json.loads(sys.argv[2])
    _limit_this_process(told["memory"], told["seconds"])
    write = sys.stdout.buffer.write
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def emit(line: dict[str, Any]) -> None:
        write(encode(line).encode("utf-8", "surrogatepass") + b"\n")

    read(kind, sys.stdin.buffer.read(), told, emit)
    sys.stdout.buffer.flush()
