"""Find the index numbers of a draft: 以2018年为100, after which numbers without a unit are ones."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from metrics.prose import Page, Rejected, TextFigure

BASE_OF_INDEX = re.compile(
    r"(?:[定设视取]?[为作成]|当[作成]|等于|[=＝]|\bas )\s?(?:100(?!\d|\.[1-9]|%)(?:\.0+)?|一百)"
    r"(?=[,，;；。)）、\s]|[时计点]|$)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BARE = "no-unit"


def index_figures(page: Page, rejected: Sequence[Rejected]) -> Iterator[TextFigure]:
    """Yield the index numbers of a draft, in the paragraphs of their bases."""
    based = [match.end() for match in BASE_OF_INDEX.finditer(page.plain)]
    for each in rejected if based else ():
        start = bisect_left(page.origin, each.start)
        before = [at for at in based if at <= start]
        apart = not before or "\n" in page.plain[before[-1] : start]
        if each.rule == _BARE and not apart and _NUMBER.fullmatch(each.printed):
            yield _figure(page, each)


def _figure(page: Page, each: Rejected) -> TextFigure:
    start, end = each.start, each.end
    opened = max(page.source.rfind(mark, 0, start) for mark in "。\n") + 1
    closed = [at for mark in "。\n" if (at := page.source.find(mark, end)) >= 0]
    return TextFigure(
        start=start,
        end=end,
        printed=each.printed,
        value=Decimal(each.printed),
        upper=None,
        qualifier="exact",
        unit="",
        family="",
        metric="",
        action="",
        category="",
        subcategory="",
        year=None,
        scope="",
        change="level",
        flags=(),
        rules=("index",),
        confidence=0.5,
        section="",
        sentence=(opened, min(closed, default=len(page.source))),
    )
