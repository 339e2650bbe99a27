"""How much a file may hold. Every limit has a name here and is named to the reader when it is hit.

They leave room for 200,000 honest rows and stop what is not meant honestly: a file that is
refused for its size is refused before it is unpacked or read to its end.
"""

from __future__ import annotations

from metrics.i18n import Message, message

MAX_BYTES = 50 * 1024 * 1024
"""Size of the file as it is uploaded."""
MAX_UNPACKED = 400 * 1024 * 1024
"""Bytes that a workbook may unpack to, counted while unpacking (its own word is not trusted)."""
MAX_MEMBERS = 2_000
"""Files inside a workbook."""
MAX_ROWS = 250_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
"""Characters in one cell; Excel's own limit."""
MAX_CHARACTERS = 60_000_000
"""Characters in all cells of a workbook together."""
MAX_SECONDS = 9
"""Time that reading a workbook may take."""
MAX_MEMORY = 900 * 1024 * 1024
"""Memory that reading a workbook may take, where the platform can limit it."""
MAX_OF_A_KIND = 2_000
"""Problems of one kind that are listed; the rest are counted."""
MAX_FAULTY_ROWS = 20_000
"""Rows with errors after which the rest of a file is not read; this is said."""
MAX_NEAR_LOOKUPS = 500
"""Unknown names for which a similar known one is looked for."""


def limits_in_words() -> Message:
    """Say the limits up front, for the page and the command line."""
    return message(
        "At most {megabytes} MB, {rows} rows, {columns} columns, {characters} characters in a cell",
        megabytes=f"{MAX_BYTES // 1024**2:,}",
        rows=f"{MAX_ROWS:,}",
        columns=f"{MAX_COLUMNS:,}",
        characters=f"{MAX_CELL:,}",
    )
