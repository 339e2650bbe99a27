"""Show what a publication changes, as a table that a reader understands."""

from collections.abc import Sequence

from metrics.analysis.impact import ChangedFigure
from metrics.i18n import Words
from ui.components.figures import Cell, show_table

_MOST_SHOWN = 300


def show_changes(changed: Sequence[ChangedFigure], _: Words, *, key: str) -> None:
    """Show changed figures, old → new, with the year before and the change on it.

    A year that is the same in every line heads the figures and takes no column; nor does being
    added, where nothing else happens. Where the figures stand has one where files are several.
    """
    if not changed:
        return
    kinds = {"added": _("added"), "changed": _("changed"), "withdrawn": _("withdrawn")}
    years = {line.year for line in changed}
    one_year, only_added = len(years) == 1, {line.kind for line in changed} == {"added"}
    several = any(line.source for line in changed)
    year = min(years)
    figure, before = (str(year), str(year - 1)) if one_year else (_("Figure"), _("Year before"))
    header = [_("Metric"), *([] if only_added else [""]), *([] if one_year else [_("Year")])]
    rows = [
        [
            Cell(line.name),
            *([] if only_added else [Cell(kinds[line.kind], number=True)]),
            *([] if one_year else [Cell(str(line.year))]),
            Cell(_figures(line, _)),
            Cell(line.year_before),
            Cell(line.growth, number=True),
            *([Cell(line.source or "—")] if several else []),
        ]
        for line in changed[:_MOST_SHOWN]
    ]
    caption = _("What changes")
    if len(changed) > _MOST_SHOWN:
        caption = _("What changes: the first {n} of {total}", n=_MOST_SHOWN, total=len(changed))
    header += [figure, before, _("Change"), *([_("Source")] if several else [])]
    show_table(header, rows, caption=caption, key=key)


def _figures(line: ChangedFigure, _: Words) -> str:
    """Return a figure, old → new where it looks different, and other changes."""
    looks = dict.fromkeys(text for text in (line.before, line.after) if text)
    return _.clauses([" → ".join(looks), *line.differences])
