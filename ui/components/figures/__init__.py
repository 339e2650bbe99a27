"""Show figures as buttons: cards and tables in which every figure opens its source.

Plain HTML in the page itself, so that they are there at once, read aloud, found by the browser's
search, reached by keyboard and printed. All texts are set as text, never as markup.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from metrics.charts import on_dark, pale, pale_on_dark
from metrics.i18n import Words
from ui.components.source_request import ask_for_source, note_shown
from ui.components.static_files import chart_address, figures_address

_HERE = Path(__file__).parent
mount = st.components.v2.component(
    "bureau_figures",
    js=(_HERE / "loader.js")
    .read_text(encoding="utf-8")
    .replace("FIGURES_ADDRESS", figures_address())
    .replace("CHART_ADDRESS", chart_address()),
    isolate_styles=False,
)

Content = Mapping[str, Any]
"""What the component shows, as JSON."""


@dataclass(frozen=True)
class Card:
    """Hold one figure; every text is shown as it is.

    `address` opens its source, none when empty. `years` are (year, share of the highest or None).
    """

    address: str
    title: str
    number: str
    unit: str
    note: str
    place: str
    color: str
    years: tuple[tuple[int, float | None], ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Cell:
    """Hold one cell of a table; `address` makes it a button to the figure's source.

    `name` marks a text of data, like a file's or a person's name, that no browser may
    translate. `page` makes it a link to a metric's page. `order` is what the column is sorted
    by, None for what comes last; `years` are drawn as bars of that `color` in place of the
    text.
    """

    text: str
    address: str = ""
    number: bool = False
    name: bool = False
    order: float | str | None = None
    years: tuple[tuple[int, float | None], ...] = ()
    color: str = ""
    page: str = ""

    def as_data(self) -> dict[str, object]:
        """Return what is sent: only what the cell has, since a table has thousands."""
        stated = {name: value for name, value in vars(self).items() if value}
        return {"text": "", **stated, **({} if self.order is None else {"order": self.order})}


def tones_of(colors: Iterable[str]) -> dict[str, list[str]]:
    """Return the tones of colours: pale, strong on a dark page, pale on a dark page."""
    named = dict.fromkeys(filter(None, colors))
    return {color: [pale(color), on_dark(color), pale_on_dark(color)] for color in named}


def cards(shown: Sequence[Card], *, form: str = "plain", heading: str = "") -> Content:
    """Return figures as buttons that open their source, perhaps under a heading.

    `form` is lead (large cards), plain (cards) or rows (a line each, for narrow places).
    """
    listed = [asdict(card) for card in shown]
    tones = tones_of(card.color for card in shown)
    return {"kind": "cards", "form": form, "heading": heading, "cards": listed, "tones": tones}


def table(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], *, caption: str, dense: bool = False
) -> Content:
    """Return figures as a table; `caption` is read aloud in its place.

    A `dense` one stands in the page like text, without a box.
    """
    cells = [[cell.as_data() for cell in row] for row in rows]
    tones = tones_of(cell.color for row in rows for cell in row)
    return {
        "kind": "table",
        "header": list(header),
        "rows": cells,
        "caption": caption,
        "dense": dense,
        "tones": tones,
    }


def line(text: str, *, form: str = "quiet") -> Content:
    """Return a sentence on the figures, which stands for nothing when empty.

    `form` is quiet (smaller and paler, beside what it explains) or plain.
    """
    return {"kind": "said", "text": text, "form": form}


def show_table(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], *, caption: str, key: str
) -> None:
    """Show figures as a table; `caption` is read aloud in its place."""
    show_figures(table(header, rows, caption=caption), key=key)


@dataclass(frozen=True)
class Order:
    """Hold how a reader has put a table: words of its lines, a column sorted by.

    `sort` is a column's name, with a minus before it from the largest down; empty as given.
    """

    sort: str = ""
    find: str = ""


def show_working_table(
    columns: Mapping[str, str],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str,
    key: str,
    order: Order,
    on_order: Callable[[Order], None],
    _: Words,
) -> None:
    """Show figures as a table that readers search and sort.

    `columns` are headings by names in no language; `on_order` gets what the reader has made of the
    order, once they are through with typing.
    """
    cells = [[cell.as_data() for cell in row] for row in rows]
    texts = {"search": _("Search in the table"), "nothing": _("No row has these words")}
    data = {
        "kind": "table",
        "header": list(columns.values()),
        "names": list(columns),
        "rows": cells,
        "caption": caption,
        "tones": tones_of(cell.color for row in rows for cell in row),
        **asdict(order),
        **texts,
    }
    named = component_key(key)

    def arranged() -> None:
        found = st.session_state[named].arranged
        on_order(Order(str(found["sort"]), str(found["find"])))

    show_figures(data, key=key, arranged=arranged)


def component_key(name: str) -> str:
    """Return what the framework knows a component by."""
    # Names hold texts of data; a key may not hold all that a text may.
    return "figures-" + hashlib.sha256(name.encode()).hexdigest()[:16]


def show_figures(
    content: Content, *, key: str, arranged: Callable[[], None] = lambda: None
) -> None:
    """Show figures as `cards`, `table` or `line` make them, outside of a page's body."""
    named = component_key(key)

    def opened() -> None:
        ask_for_source(st.session_state[named].open)

    note_shown(content)
    mount(data=content, key=named, on_open_change=opened, on_arranged_change=arranged)
