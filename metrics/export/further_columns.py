"""Name the columns that files have behind those of figures: the place in a table, the goals.

A data set without uploaded tables, or without goals, has none of them; an import reports them as
not taken. Goals stand whole, with direction and deadline, by `targets.csv` of the package.
"""

from metrics.i18n import message, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Column, Key
from metrics.model.target import targets_by_key
from metrics.wording.targets import printed_goal, with_change

_SOURCES = (
    Column("source_file", "来源文件", message("The uploaded table that states the figure")),
    Column("source_sheet", "来源工作表", message("The worksheet of that table")),
    Column("source_cell", "来源单元格", message("The cell of that worksheet")),
    Column("source_department", "提供科室", message("The department that provided the table")),
)
_GOAL = Column("goal", "本年目标", message("The goal of that year for the figure, as printed"))
_ZH = words("zh")


class FurtherColumns:
    """Give the further columns of a data set, and their cells of a figure."""

    def __init__(self, dataset: Dataset) -> None:
        self._places = dataset.table_sources
        self._goals = targets_by_key(dataset.targets)
        self.sources = _SOURCES if self._places else ()
        self.columns = (*self.sources, *((_GOAL,) if self._goals else ()))

    def cells(self, key: Key) -> dict[str, str]:
        """Return a figure's cells in all further columns."""
        if not self._goals:
            return self.source_cells(key)
        goals = (with_change(goal, printed_goal(goal), _ZH) for goal in self._goals.get(key, ()))
        return {**self.source_cells(key), _GOAL.name: "；".join(goals)}

    def source_cells(self, key: Key) -> dict[str, str]:
        """Return a figure's place in a table, empty for one of a report."""
        source = self._places.get(key)
        if source is None:
            return {column.name: "" for column in self.sources}
        stated = (source.file, source.sheet, source.cell, source.report.department)
        return {column.name: text for column, text in zip(self.sources, stated, strict=True)}
