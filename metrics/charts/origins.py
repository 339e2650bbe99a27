"""State whose figures a picture shows, for a reader who sees the picture alone.

States only what is known: without an edition there is no report and no date.
"""

import re
from collections.abc import Sequence

from metrics.i18n import Words
from metrics.model.bureau import Bureau
from metrics.model.observation import Observation
from metrics.wording.citations import edition_of
from metrics.wording.formatter import Formatter

_NOT_IN_FILE_NAMES = re.compile(r"[^\w-]+")
_LONGEST_FILE_NAME = 200  # bytes; systems allow 255 with an ending


def origin_lines(observations: Sequence[Observation], fmt: Formatter) -> tuple[str, ...]:
    """Return the lines under a picture: sample mark, reports, bureau, version."""
    _, dataset = fmt.words, fmt.dataset
    bureau = fmt.name(dataset.bureau)
    lines = [_reports(observations, fmt), _tables(observations, fmt)]
    if version := dataset.version:
        text = _("{bureau} · published figures, version {version}", bureau=bureau, version=version)
        lines.append(text)
    else:
        lines.append(bureau)
    if dataset.bureau.sample:
        lines.insert(0, _("Invented sample data: no figure in this picture is real"))
    return tuple(line for line in lines if line)


def _tables(observations: Sequence[Observation], fmt: Formatter) -> str:
    """Return the uploaded tables of figures for which no report is named."""
    _, sources = fmt.words, fmt.dataset.table_sources
    found = (sources.get(o.key) for o in observations)
    files = list(dict.fromkeys(one.file for one in found if one and not one.report.title))
    return _("Source: uploaded tables ({files})", files=_.list(files)) if files else ""


def _reports(observations: Sequence[Observation], fmt: Formatter) -> str:
    """Return the report, or of several their issuers, years and latest date."""
    _ = fmt.words
    found = {edition_of(o, fmt.dataset) for o in observations}
    editions = sorted((one for one in found if one), key=lambda one: (one.year, one.zh))
    if not editions:
        return ""
    if len(editions) == 1:
        return _("Source: {reports}", reports=fmt.report(editions[0]))
    issuers = list(dict.fromkeys(map(fmt.issuer, editions)))
    named = {"issuers": _.list(issuers), "years": fmt.year_ranges(e.year for e in editions)}
    days = [e.published for e in editions if e.published]
    if not days:
        return _("Source: reports of {issuers} for {years}", **named)
    named["date"] = _.date(max(days))
    return _("Source: reports of {issuers} for {years}, the latest published {date}", **named)


def file_name(title: str, bureau: Bureau, _: Words) -> str:
    """Return a file name without ending, safe on every system: bureau and title."""
    mark = _("Invented sample") if bureau.sample else ""
    named = " ".join(filter(None, [mark, bureau.plain_name(_.language), title]))
    named = named.replace("–", "-")
    plain = _NOT_IN_FILE_NAMES.sub("_", named).encode()[:_LONGEST_FILE_NAME]
    return plain.decode(errors="ignore").strip("_") or "chart"
