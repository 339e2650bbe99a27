"""Show the uploaded tables that figures stand in."""

from collections.abc import Sequence

from metrics.i18n import Words
from metrics.wording.uploaded_tables import TableInWords
from ui.components.figures import Cell, show_table


def show_uploaded_tables(tables: Sequence[TableInWords], _: Words, *, key: str) -> None:
    """Show each table with its department, its report and its publication."""
    header = [_("File"), _("Figures"), _("Department"), _("Report"), _("Published by")]
    rows = [
        [
            Cell(table.file, name=True),
            Cell(table.figures),
            Cell(table.department or "—", name=True),
            Cell(table.report or "—", name=True),
            Cell(table.published),
        ]
        for table in tables
    ]
    show_table(header, rows, caption=_("Uploaded tables"), key=key)
