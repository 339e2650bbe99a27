"""Show where each numeral of a year's report went, and how many figures tables state."""

from functools import lru_cache

from metrics.model.series import categories_present, published_in, series_of
from metrics.prose import read
from metrics.store import StoreError
from metrics.store.editions import list_editions
from ui.components.figures import Content
from ui.components.figures.forms import Fate, numerals
from ui.session.view import View

_COLOR = "#2a6bb0"


def report_numerals(view: View, year: int) -> Content:
    """Return the strip of a report's numerals; without its text, of what is known."""
    data, _ = view.data, view.words
    series = [s for category in categories_present(data) for s in series_of(data, category)]
    published = published_in(series, year)
    of_tables = sum(figure.key in data.table_sources for figure in published)
    taken = len(published) - of_tables
    left = sum(omitted.year == year for omitted in data.omitted)
    total = _total(view, year)
    rest = max(total - taken - left, 0)
    fates = [
        Fate("taken", taken, _.n("{n} taken", "{n} taken", taken)),
        Fate(
            "table",
            of_tables,
            _.n("{n} from uploaded tables", "{n} from uploaded tables", of_tables),
        ),
        Fate("left", left, _.n("{n} left out on purpose", "{n} left out on purpose", left)),
        Fate(
            "none",
            rest,
            _.n("{n} no figure: dates, numbering", "{n} no figures: dates, numbering", rest),
        ),
    ]
    title = _("The report’s figures") if taken else _("Figures of the year")
    if rest:
        title = _("The report’s {n} numerals", n=total)
    return numerals(title, [fate for fate in fates if fate.count], _COLOR)


def _total(view: View, year: int) -> int:
    """Return how many numerals the year's report has, 0 where its text is not kept."""
    try:
        kept = [edition for edition in list_editions(view.store) if edition.year == year]
    except StoreError:
        return 0
    return _numerals(kept[0].text) if kept else 0


@lru_cache(maxsize=32)
def _numerals(text: str) -> int:
    reading = read(text)
    return len(reading.figures) + len(reading.rejected)
