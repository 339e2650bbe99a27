"""What a publication changes, as a table that a reader understands."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.impact import Line
from metrics.language import Words
from ui.figures import Cell, show_table

_MOST_SHOWN = 300


def show_changes(changed: Sequence[Line], _: Words, *, key: str) -> None:
    """Show changed figures, old → new, with the year before and the change on it."""
    if not changed:
        return
    kinds = {"added": _("added"), "changed": _("changed"), "withdrawn": _("withdrawn")}
    header = [_("Metric"), "", _("Year"), _("Figure"), _("Year before"), _("Change")]
    rows = [
        [
            Cell(line.name),
            Cell(kinds[line.kind], number=True),
            Cell(str(line.year)),
            Cell(" → ".join(text for text in (line.before, line.after) if text), number=True),
            Cell(line.year_before, number=True),
            Cell(line.growth, number=True),
        ]
        for line in changed[:_MOST_SHOWN]
    ]
    caption = _("What changes")
    if len(changed) > _MOST_SHOWN:
        caption = _("What changes: the first {n} of {total}", n=_MOST_SHOWN, total=len(changed))
    show_table(header, rows, caption=caption, key=key)
