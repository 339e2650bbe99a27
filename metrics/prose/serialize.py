"""Write a reading as records for JSON: one per numeral, in the order of the text."""

from typing import Any

from metrics.numbers import plain
from metrics.prose.reader import Reading, Rejected, TextFigure


def figure_record(figure: TextFigure) -> dict[str, Any]:
    """Return the record of one figure."""
    return {
        "start": figure.start,
        "end": figure.end,
        "printed": figure.printed,
        "kind": "figure",
        "value": plain(figure.value),
        "upper": None if figure.upper is None else plain(figure.upper),
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "metric": figure.metric,
        "category": figure.category,
        "change": figure.change,
        "year": figure.year,
        "target": figure.target,
        "rule": ",".join(figure.rules),
    }


def rejected_record(rejected: Rejected) -> dict[str, Any]:
    """Return the record of a rejected numeral; all fields of a reading are None."""
    empty = dict.fromkeys(
        ("value", "upper", "qualifier", "unit", "metric", "category", "change", "year", "target")
    )
    return {
        "start": rejected.start,
        "end": rejected.end,
        "printed": rejected.printed,
        "kind": "rejected",
        **empty,
        "rule": rejected.rule,
    }


def records(reading: Reading) -> list[dict[str, Any]]:
    """Return one record per numeral of the report, in text order."""
    found = [figure_record(figure) for figure in reading.figures]
    found += [rejected_record(rejected) for rejected in reading.rejected]
    return sorted(found, key=lambda record: (record["start"], record["end"]))
