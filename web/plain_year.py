"""Write the newest year's figures as a plain table, for browsers that cannot show the pages.

Nothing in it needs a script or a style sheet. Where reading is closed there is none: who reads is
not known before the pages' own connection.
"""

from functools import lru_cache

from metrics.analysis.selection import read_filters, select, years_present
from metrics.i18n import LANGUAGES, words
from metrics.markup import joined, tag
from metrics.model.dataset import Dataset
from metrics.operations.settings import reading_is_closed
from metrics.problems import BrokenData
from metrics.store import StoreError
from metrics.store.published import published
from metrics.wording.formatter import Formatter
from ui.session.services import the_store

_MOST_ROWS = 200
"""Rows of the table, which is sent with every page."""


def plain_year() -> str:
    """Return the table, empty where reading is closed or no figures can be read."""
    if reading_is_closed():
        return ""
    try:
        return _written(published(the_store()))
    except (StoreError, BrokenData):
        return ""


@lru_cache(maxsize=2)
def _written(dataset: Dataset) -> str:
    fmt, years = Formatter(dataset, words(LANGUAGES[0])), years_present(dataset)
    if not years:
        return ""
    _ = fmt.words
    of_year = {"year": [str(years[-1])]}
    regions = (of_year | {"region": [dataset.bureau.region]}, of_year)
    found = (select(dataset, read_filters(asked, dataset)) for asked in regions)
    selection = next((one for one in found if one.count), None)
    rows = selection.rows(0, _MOST_ROWS) if selection else ()
    columns = (_("Category"), _("Metric"), _("Figure"))
    head = tag("tr", [tag("th", name, scope="col") for name in columns])
    lines = [
        tag("tr", [tag("td", text) for text in texts])
        for row in rows
        if row.value is not None
        for texts in [(fmt.category(row.category), fmt.metric(row), fmt.figure(row))]
    ]
    title = f"{fmt.name(dataset.bureau)} · {years[-1]}"
    warning = tag("p", _("Invented sample data: no figure on this page is real"))
    table = tag("table", tag("caption", title), tag("thead", head), tag("tbody", lines), border="1")
    return joined([warning, table] if dataset.bureau.sample else [table])
