"""Hold every limit on what a file may hold or cost.

The limits leave room for 200,000 honest rows and some hundreds of printed pages. A file that is
too large is refused before it is unpacked or read to its end.
"""

from metrics.i18n import Message, message

MAX_BYTES = 50 * 1024 * 1024  # bytes of an uploaded file
MAX_UNPACKED = 400 * 1024 * 1024
"""Bytes to which the parts of a workbook or Word file may unpack together."""
MAX_PART = 100 * 1024 * 1024  # bytes to which one part of a Word file may unpack
MAX_MEMBERS = 2_000  # parts of a workbook
MAX_WORD_MEMBERS = 5_000  # parts of a Word file; pictures are parts
MAX_ROWS = 250_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # characters of one cell; Excel's own limit
MAX_CELL_CHARACTERS = 60_000_000  # characters of all cells of a workbook together
MAX_CHARACTERS = 1_000_000  # characters of a document's text
MAX_PAGES = 1_000  # pages of a PDF
MAX_NODES = 300_000  # elements of a web page
MAX_WORD_NODES = 1_000_000  # elements of a Word file
MAX_DEPTH = 200  # depth of nested elements; deeper ones are taken as lying side by side
MAX_SECONDS = 20  # seconds that reading a workbook may take
MAX_MEMORY = 600 * 1024 * 1024
"""Bytes of memory that reading a file may take, where the platform can limit it."""
MAX_DOCUMENT_SECONDS = 30  # seconds that reading a document may take
MAX_PROCESSES = 2  # files that are read in processes at once; further ones wait
MAX_WAIT = 60  # seconds that a file waits for its turn
MAX_OF_A_KIND = 2_000  # problems of one kind that are listed; the rest are counted
MAX_FAULTY_ROWS = 20_000
"""Rows with errors after which the rest of a file is not read; this is reported."""
MAX_NEAR_LOOKUPS = 500  # unknown names for which a similar known one is looked for


def limits_in_words() -> Message:
    """Return the limits in words, for the page and the command line."""
    return message(
        "At most {megabytes} MB, {rows} rows, {columns} columns, {characters} characters in a cell",
        megabytes=f"{MAX_BYTES // 1024**2:,}",
        rows=f"{MAX_ROWS:,}",
        columns=f"{MAX_COLUMNS:,}",
        characters=f"{MAX_CELL:,}",
    )
