"""Hold the names of the files that readers take along; one with invented figures says so."""

import re
from collections.abc import Sequence

from metrics.analysis.selection import Filters, Selection
from metrics.export.summary import years_with_rows
from metrics.model.dataset import Dataset

_LONGEST_PART = 40


def file_name(data: Dataset, form: str, *parts: str) -> str:
    """Return a name of letters, digits and hyphens: the bureau, then the parts."""
    mark = ["invented-sample"] if data.bureau.sample else []
    named = [_plain(data.bureau.plain_name("en")).lower(), *map(_plain, parts)]
    return f"{'-'.join(filter(None, [*mark, *named]))}.{form}"


def selection_name(selection: Selection, form: str) -> str:
    """Return the name of a selection's file, from content, years and version."""
    years = [str(year) for year in years_with_rows(selection)]
    span = years[:1] if years[:1] == years[-1:] else [years[0], years[-1]]
    version = selection.dataset.version
    parts = ["metrics", *_subject(selection.filters), *span, f"v{version}" if version else ""]
    return file_name(selection.dataset, form, *parts)


def briefing_name(data: Dataset, form: str, year: int, categories: Sequence[str]) -> str:
    """Return the name of a briefing's file: …-briefing-Weihai-2024-drills.pptx."""
    own = data.vocabulary.place(data.bureau.region, "en")
    return file_name(data, form, "briefing", own, str(year), *categories[:3])


def _plain(part: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", part)[:_LONGEST_PART].strip("-")


def _subject(filters: Filters) -> Sequence[str]:
    """Return what a file is about, where that is short enough for its name."""
    for name in ("metric", "category"):
        chosen = filters.values(name)
        if len(chosen) in (1, 2):
            return chosen
    names = {name for name, _value in filters.query()}
    return ["selection"] if names - {"from", "to", "year"} else []
