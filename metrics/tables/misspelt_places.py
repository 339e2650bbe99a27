"""Find places in a table that are probably known ones, written otherwise."""

from collections.abc import Collection

from rapidfuzz.distance import Levenshtein

from metrics.tables.crossing import Cell, Table
from metrics.tables.lexicon import Lexicon


def misspelt_places(table: Table, lexicon: Lexicon) -> dict[str, tuple[str, list[Cell]]]:
    """Return by unknown place the known one that is probably meant, with its cells.

    Only in a table most of whose places are known, and for a known place that it lacks: a table of
    another city has names that merely look like those at home.
    """
    known = set(lexicon.names.regions.values())
    cells = [cell for cell in table.cells if not cell.state]
    named = {cell.region for cell in cells}
    listed, unknown = named & known - {lexicon.own}, named - known
    if len(listed) < 2 or len(listed) < len(unknown):
        return {}
    found = {}
    for region in unknown:
        if near := _near(region, known - named - {lexicon.own}, lexicon):
            found[region] = near, [cell for cell in cells if cell.region == region]
    return found


def _near(region: str, known: Collection[str], lexicon: Lexicon) -> str:
    """Return the one known place that differs by a character or begins it, or is like."""
    close = [
        one
        for one in known
        if len(one) > 2 and (Levenshtein.distance(one, region) == 1 or region.startswith(one))
    ]
    if len(close) == 1:
        return close[0]
    return lexicon.names.near(region, {one: one for one in known}) or "" if not close else ""
