"""A frozen link says whether its figures still hold, over publications and going back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from metrics.analysis.link_status import LinkStatus, link_status
from metrics.analysis.selection import Filters, read_filters
from metrics.auth import Editor
from metrics.model.observation import Observation
from metrics.store import Store, publish, restore
from metrics.store.published import published


def _standing(store: Store, folder: Path, version: int, filters: Filters) -> LinkStatus:
    return link_status(published(store, folder, version), published(store, folder), filters)


def test_a_link_over_publications_and_a_restore(store: Store, folder: Path, editor: Editor) -> None:
    first = published(store, folder, 1)
    training = read_filters({"category": ["training"]}, first)
    drills = read_filters({"category": ["drills"]}, first)
    assert _standing(store, folder, 1, training) == LinkStatus("current", 1, 1)

    rows = list(store.current())
    next_year = [replace(row, year=row.year + 1) for row in rows if row.category == "training"]
    publish(store, [*rows, *next_year], editor=editor, base=1)
    grown = _standing(store, folder, 1, training)
    assert (grown.kind, grown.added, grown.now) == ("superseded", len(next_year), 2)
    assert _standing(store, folder, 1, drills).kind == "current"
    one_year = read_filters({"category": ["training"], "year": [str(rows[0].year)]}, first)
    assert _standing(store, folder, 1, one_year).kind == "current"

    old = next(row for row in rows if row.category == "training" and row.value)
    new = _corrected(old)
    publish(store, [new], editor=editor, base=2)
    corrected = _standing(store, folder, 1, training)
    assert (corrected.kind, corrected.changed) == ("changed", ((old, new),))
    assert _standing(store, folder, 3, training).kind == "current"

    restore(store, 1, editor=editor, base=3)
    assert _standing(store, folder, 1, training) == LinkStatus("current", 1, 4)
    gone = _standing(store, folder, 2, training)
    assert (gone.kind, set(gone.withdrawn)) == ("withdrawn", set(next_year))


def _corrected(row: Observation) -> Observation:
    assert row.value is not None
    return replace(row, value=row.value + Decimal(1), printed="", qualifier="exact")
