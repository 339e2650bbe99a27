"""Hold the figures of a folder against its own words, reports and regions."""

from collections.abc import Iterator
from typing import Any

from metrics.i18n import Message, message
from metrics.model.dataset import Dataset
from metrics.problems import Problem


def figure_problems(data: Dataset) -> Iterator[Problem]:
    """Yield what figures use that the folder does not say, each thing once."""
    known, bureau = data.vocabulary, data.bureau
    regions, metrics = {bureau.region, *bureau.districts}, data.catalogue
    for name in sorted(_used(data, "region") - regions):
        fix = message("Add it to districts in bureau.toml, or mend its name")
        yield _unlisted("region", name, message("This region is not the bureau's"), fix)
    for key in sorted(_used(data, "category") - known.categories.keys()):
        fix = message("Add it to {file}", file="categories.csv")
        yield _unlisted("category", key, message("The category is not listed"), fix)
    for key in sorted(_used(data, "unit") - known.units.keys()):
        fix = message("Add it to {file}", file="units.csv")
        yield _unlisted("unit", key, message("The unit is not listed, so it has no English"), fix)
    for column in ("region", "subcategory"):
        named = {each for each in _used(data, column) if not each.isascii()}
        for name in sorted(named - known.places.keys()):
            fix = message("Add it to {file}", file="places.csv")
            yield _unlisted("english", name, message("The name has no English"), fix, column)
    for name in sorted(_used(data, "metric")):
        if metrics.find(name) is None:
            fix = message("Add it to {file}", file="catalog.csv")
            yield _unlisted("metric", name, message("The metric is not in the catalogue"), fix)
    for year in sorted({int(year) for year in data.table["year"]} - data.editions.keys()):
        fix = message("Add its report to {file}", file="editions.csv")
        text = message("The year has figures and no report")
        yield _unlisted("year", str(year), text, fix)


def _used(data: Dataset, column: str) -> set[str]:
    return {str(cell) for cell in data.table[column].unique() if str(cell)}


def _unlisted(kind: str, found: str, text: Message, fix: Message, column: str = "") -> Problem:
    where: dict[str, Any] = {"file": "metrics.csv", "column": column or kind, "found": found}
    return Problem(f"unlisted-{kind}", "warning", text, fix, **where)
