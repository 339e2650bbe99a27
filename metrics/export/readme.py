"""Write the README of a package of figures, in Chinese and then in English."""

from collections.abc import Iterator
from datetime import datetime

from metrics.analysis.filter_names import filters_in_short
from metrics.analysis.selection import Selection
from metrics.export.further_columns import FurtherColumns
from metrics.export.summary import citation, qualifiers_of, source_lines
from metrics.i18n import LANGUAGES, Words, words
from metrics.model.observation import COLUMNS
from metrics.wording.formatter import Formatter


def readme(selection: Selection, made: datetime) -> str:
    """Return the text of the README; lines end as Windows expects."""
    parts = ["\r\n".join(_lines(selection, words(name), made)) for name in LANGUAGES]
    return ("\r\n\r\n" + "-" * 60 + "\r\n\r\n").join(parts) + "\r\n"


def _lines(selection: Selection, _: Words, made: datetime) -> Iterator[str]:
    data, fmt = selection.dataset, Formatter(selection.dataset, _)
    yield _("{bureau}: annual metrics", bureau=fmt.name(data.bureau))
    if data.bureau.sample:
        yield _("Invented sample data: no figure in this file is real.")
    yield ""
    counts = {"n": f"{selection.count:,}", "total": f"{len(data.table):,}"}
    yield _("data.csv: {n} of {total} rows; catalog.csv: what their metrics mean.", **counts)
    yield _("Both are UTF-8 with BOM, so that Excel opens them as they are.")
    version, moment = data.version, made.strftime("%Y-%m-%d %H:%M")
    yield _("Data version {version}, file made {moment}.", version=version, moment=moment)
    yield _("Contents: {filters}.", filters=filters_in_short(selection, _))
    yield from _listed(_("Source"), source_lines(selection, _))
    yield from _listed(_("Citation"), [citation(selection, _, made.date())])
    columns = (*COLUMNS, *FurtherColumns(data).columns)
    lines = (_("{name}: {text}", name=f"{c.name} {c.zh}", text=c.meaning) for c in columns)
    yield from _listed(_("Columns"), lines)
    yield from _listed(_("Qualifiers"), _qualifiers(selection, fmt))
    yield from _listed(_("Licence"), [_licence(selection, _)])


def _listed(title: str, lines: Iterator[str] | list[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"  {line}" for line in lines)


def _qualifiers(selection: Selection, fmt: Formatter) -> Iterator[str]:
    for one in qualifiers_of(selection):
        meaning = fmt.meaning(one)
        text = meaning.format(number="N", upper="M")
        yield fmt.words("{name}: {text}", name=f"{one.key} {fmt.name(one)}", text=text)


def _licence(selection: Selection, _: Words) -> str:
    bureau = selection.dataset.bureau
    if bureau.licence:
        return f"{bureau.licence} {bureau.licence_url}".strip()
    if bureau.sample:
        return _("Invented for demonstration; free to use as such.")
    return _(
        "The figures are from the bureau's public reports, or from tables that it published; name "
        "the source when you use them. The software that made this file is under the MIT licence."
    )
