"""Name the columns that say where a figure stands in an uploaded table.

A data set without uploaded tables has none of them; the intake knows them and takes none.
"""

from __future__ import annotations

from metrics.i18n import message
from metrics.model.dataset import Dataset
from metrics.model.observation import Column, Key

_COLUMNS = (
    Column("source_file", "来源文件", message("The uploaded table that states the figure")),
    Column("source_sheet", "来源工作表", message("The worksheet of that table")),
    Column("source_cell", "来源单元格", message("The cell of that worksheet")),
    Column("source_department", "提供科室", message("The department that provided the table")),
)


def source_columns(dataset: Dataset) -> tuple[Column, ...]:
    """Return the columns that files of a data set have besides those of figures."""
    return _COLUMNS if dataset.table_sources else ()


def source_cells(dataset: Dataset, key: Key) -> dict[str, str]:
    """Return the cells of a figure in these columns, empty for one of a report."""
    columns = source_columns(dataset)
    source = dataset.table_sources.get(key)
    if source is None:
        return {column.name: "" for column in columns}
    stated = (source.file, source.sheet, source.cell, source.report.department)
    return {column.name: text for column, text in zip(columns, stated, strict=True)}
