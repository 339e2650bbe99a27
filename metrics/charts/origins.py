"""Whose figures a picture shows, for a reader who sees the picture alone.

Says only what is known: without an edition there is no report and no date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.vocabulary import name_in
from metrics.wording.citations import report_text

_NOT_IN_FILE_NAMES = re.compile(r"[^\w-]+")
_LONGEST_FILE_NAME = 80
_REPORTS_NAMED = 1
"""More reports than these are named by their years."""


def origin_lines(
    observations: Sequence[Observation], dataset: Dataset, _: Words
) -> tuple[str, ...]:
    """Return the lines under a picture: whether it is invented, the reports, bureau and version."""
    years = sorted({o.year for o in observations})
    lines = [_reports(years, dataset, _)]
    if dataset.version:
        lines.append(
            _(
                "{bureau} · published figures, version {version}",
                bureau=name_in(dataset.bureau, _.language),
                version=dataset.version,
            )
        )
    else:
        lines.append(name_in(dataset.bureau, _.language))
    if dataset.bureau.sample:
        lines.insert(0, _("Invented sample data: no figure in this picture is real"))
    return tuple(line for line in lines if line)


def _reports(years: Sequence[int], dataset: Dataset, _: Words) -> str:
    editions = [dataset.editions[year] for year in years if year in dataset.editions]
    if not editions:
        return ""
    if len(editions) <= _REPORTS_NAMED:
        return _("Source: {reports}", reports="; ".join(report_text(e, _) for e in editions))
    issuers = list(
        dict.fromkeys(e.issuer_zh if _.language == "zh" else e.issuer_en for e in editions)
    )
    named = {"issuers": _.list(issuers), "years": years_text([e.year for e in editions])}
    days = [e.published for e in editions if e.published]
    if not days:
        return _("Source: reports of {issuers} for {years}", **named)
    named["date"] = _.date(max(days))
    return _("Source: reports of {issuers} for {years}, the latest published {date}", **named)


def years_text(years: Sequence[int]) -> str:
    """Return years shortly, runs joined: 2020–2022, 2024."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def file_name(title: str, sample: bool, _: Words) -> str:
    """Return a file's name without ending that every system takes, from a chart's title."""
    named = f"{_('Invented sample')} {title}" if sample else title
    named = named.replace("–", "-")
    return _NOT_IN_FILE_NAMES.sub("_", named)[:_LONGEST_FILE_NAME].strip("_") or "chart"
