"""Hold where a figure stands in the text of a report that is kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportPlace:
    """Hold a figure's place: the report, characters `start` to `end`, the sentence."""

    year: int
    title: str
    start: int
    end: int
    sentence: str
