"""Read a file brought as a table into grids, of whatever kind it is.

Workbooks give their sheets, texts one grid, documents (Word, PDF, web pages, web archives) a grid
for each table in them. What holds no table is refused by name.
"""

from dataclasses import dataclass, replace

from metrics.i18n import message
from metrics.problems import BrokenData, Problem
from metrics.readers.delimited import HeaderScore, parts_rows, read_delimited
from metrics.readers.documents import parse
from metrics.readers.encoding import Known, decode
from metrics.readers.file_kind import COPY_TABLE, FileKind, has_macros, kind_of, refusal_as_table
from metrics.readers.grid import Grid
from metrics.readers.text_kind import is_running_text
from metrics.readers.text_table import tables_in
from metrics.readers.workbook import Book, read_workbook

_DOCUMENTS = (FileKind.PDF, FileKind.WEB_PAGE, FileKind.WEB_ARCHIVE)
_TITLE_LENGTH = 30


@dataclass(frozen=True)
class Source:
    """Hold the grids of a file, or the problems that refuse it.

    `encoding` and `delimiter` are those of a text, None otherwise; `lost` holds (row, text) of
    the records that could not be read.
    """

    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    lost: tuple[tuple[int, str], ...] = ()


def read_source(
    content: bytes,
    known: Known,
    score: HeaderScore,
    *,
    name: str = "",
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Source:
    """Return the grids of a file.

    `known` and `score` tell words and headers of the vocabulary; `encoding` and `delimiter`
    overrule the search. Raises LookupError for an encoding that does not exist.
    """
    kind = kind_of(content)
    if refused := refusal_as_table(content, kind):
        return Source(problems=(refused,))
    if kind == FileKind.TEXT:
        return _text(content, known, score, encoding, delimiter)
    if kind in _DOCUMENTS:
        return _document(content, name)
    book = read_workbook(content, kind)
    if any(problem.code == "word" for problem in book.problems):
        return _document(content, name)
    return Source(book.sheets, _with_macros(book, content, kind))


def _with_macros(book: Book, content: bytes, kind: FileKind) -> tuple[Problem, ...]:
    if kind != FileKind.OLE or not has_macros(content):
        return book.problems
    text = message("The workbook holds macros; none was run, only the cells were read")
    return (*book.problems, Problem("macros", "warning", text))


def _text(
    content: bytes, known: Known, score: HeaderScore, encoding: str | None, delimiter: str | None
) -> Source:
    decoded = decode(content, known, encoding)
    if decoded.text is None:
        return Source(problems=decoded.problems)
    if delimiter is None and is_running_text(decoded.text) and not tables_in(decoded.text):
        return Source((), (*decoded.problems, _no_table("")), decoded.encoding)
    if delimiter is None and not parts_rows(decoded.text):
        tables = tables_in(decoded.text)
        if tables:
            return Source(_named(tables), decoded.problems, decoded.encoding)
    table = read_delimited(decoded.text, score, delimiter)
    grids = (table.grid,) if table.grid is not None else ()
    problems = (*decoded.problems, *table.problems)
    return Source(grids, problems, decoded.encoding, table.delimiter, table.lost)


def _document(content: bytes, name: str) -> Source:
    try:
        document = parse(content, name)
    except BrokenData as broken:
        return Source(problems=tuple(replace(one, fix=COPY_TABLE) for one in broken.problems))
    warnings = tuple(problem for problem in document.problems if problem.severity != "info")
    if not document.tables:
        return Source(problems=(*warnings, _no_table(document.title)))
    return Source(_named(document.tables), warnings)


def _named(grids: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """Return the tables of a document with a name each, where there are several."""
    if len(grids) < 2:
        return grids
    titles = [grid.before[-1][:_TITLE_LENGTH] if grid.before else "" for grid in grids]
    return tuple(
        replace(grid, sheet=f"{number} {title}".strip())
        for number, (grid, title) in enumerate(zip(grids, titles, strict=True), 1)
    )


def _no_table(title: str) -> Problem:
    text = message("The document is running text: it holds no table with rows and columns")
    fix = message("To take figures out of its sentences, bring it to the page for reports")
    return Problem("no-table", "error", text, fix, found=title or None)


def holds_table(content: bytes, name: str = "") -> bool:
    """Check whether a file can be read as a table, whatever its table is about."""
    return bool(read_source(content, lambda word: False, lambda rows: 0, name=name).grids)
