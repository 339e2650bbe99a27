"""Hold the verbs of the next report: draft, check-draft, compare-reports.

Texts of reports and their places come from the store. Nothing is published here.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from metrics.cli.answer import Answer, Verb, write_file
from metrics.cli.arguments import OUTPUT, arguments, existing_store, file_content, own
from metrics.extraction.report_comparison import (
    CHANGE_NAMES,
    FigurePair,
    ReportChange,
    compare_reports,
)
from metrics.i18n import Words
from metrics.model.observation import Observation, row_dict
from metrics.model.target import Target, target_dict
from metrics.next_report import (
    OPEN,
    OPEN_NAMES,
    STATE_NAMES,
    Bound,
    BoundState,
    Change,
    NoReport,
    draft_report,
    refreshed,
    write_docx,
)
from metrics.proofreading import marked_copy
from metrics.proofreading.returned_draft import Reference, ReturnedDraft, check_draft
from metrics.prose import TextFigure
from metrics.readers.documents import parse
from metrics.store import Store
from metrics.store.published import published


def draft(options: argparse.Namespace, _: Words) -> bytes:
    """Return the draft of the next report as a Word file; raises ValueError in words."""
    try:
        return write_docx(draft_report(_store(options, _), options.year, options.from_year))
    except NoReport as nothing:
        raise ValueError(_.say(nothing.reason)) from nothing


def check(options: argparse.Namespace, _: Words) -> Answer:
    """Check a returned draft; with `--refresh` write it with the published numbers."""
    content, name = file_content(options.document)
    document, store = parse(content, name), _store(options, _)
    now = published(store)
    found = check_draft(document, content, Reference(now, store))
    data, lines = _draft_dict(found, _), list(_draft_lines(found, _))
    if options.refresh:
        written, changes = refreshed(content, now)
        write_file(options.refresh, written)
        data["refreshed"] = [_change_dict(change) for change in changes]
        lines += [_change_line(change) for change in changes]
    return Answer(found.ok, data, lines)


def compare(options: argparse.Namespace, _: Words) -> Answer:
    """Compare the figures of two reports; JSON: counts, figures."""
    then, now = (parse(*file_content(path)).text for path in (options.then, options.now))
    pairs = compare_reports(then, now)
    counts = {each.value: sum(pair.change == each for pair in pairs) for each in ReportChange}
    data = {"counts": counts, "figures": [_pair_dict(pair) for pair in pairs]}
    changed = [pair for pair in pairs if pair.change != ReportChange.SAME]
    lines = [line for pair in changed for line in _pair_line(pair, _)]
    lines.append(_.list([f"{_.say(CHANGE_NAMES[each])} {counts[each]}" for each in ReportChange]))
    return Answer(True, data, lines)


def _store(options: argparse.Namespace, _: Words) -> Store:
    store = existing_store(options)
    if store is None:
        raise ValueError(_("There is no store, so no text of a report is kept"))
    return store


def _draft_dict(found: ReturnedDraft, _: Words) -> dict[str, Any]:
    return {
        "counts": {state.value: found.count(state) for state in BoundState},
        "bound": [_bound_dict(one) for one in found.bound],
        "open": [{"kind": one.kind, "text": one.text} for one in found.open],
        "others": marked_copy.as_dict(found.proofreading, _),
    }


def _bound_dict(one: Bound) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "state": one.state.value,
        "text": one.text,
        "published": one.published or None,
        "version": one.version,
        "row": row_dict(one.row) if one.row else None,
        "goal": target_dict(one.goal) if one.goal else None,
    }


def _about(about: Observation | Target | None) -> str:
    return f"{about.year or '—'} {about.metric}" if about else ""


def _change_dict(change: Change) -> dict[str, Any]:
    named = {"year": change.about.year, "metric": change.about.metric} if change.about else {}
    return {"then": change.then, "now": change.now, **named}


def _change_line(change: Change) -> str:
    return " | ".join(filter(None, (_about(change.about), f"{change.then} → {change.now}")))


def _draft_lines(found: ReturnedDraft, _: Words) -> Iterator[str]:
    for one in found.bound:
        if one.state != BoundState.RIGHT:
            parts = [_.say(STATE_NAMES[one.state]), _about(one.about), one.text]
            parts += [f"→ {one.published}"] if one.published else []
            yield " | ".join(part for part in parts if part)
    counts = [f"{_.say(STATE_NAMES[state])} {found.count(state)}" for state in BoundState]
    counts += [f"{_.say(OPEN_NAMES[kind])} {n}" for kind in OPEN if (n := found.left(kind))]
    yield _.list(counts)
    if found.proofreading.verdicts:
        yield from marked_copy.text_lines(found.proofreading, _)
    else:
        yield _("No figure stands outside the bound numbers.")


def _pair_dict(pair: FigurePair) -> dict[str, Any]:
    return {
        "change": pair.change.value,
        "reworded": pair.reworded,
        "then": _figure_dict(pair.then, pair.then_sentence),
        "now": _figure_dict(pair.now, pair.now_sentence),
    }


def _figure_dict(figure: TextFigure | None, sentence: str) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "metric": figure.metric,
        "printed": figure.printed,
        "start": figure.start,
        "end": figure.end,
        "target": figure.target,
        "sentence": sentence,
    }


def _pair_line(pair: FigurePair, _: Words) -> Iterator[str]:
    sides = [f"{each.metric} {each.printed}" for each in (pair.then, pair.now) if each]
    also = pair.reworded and pair.change != ReportChange.REWORDED
    words = f" ({_.say(CHANGE_NAMES[ReportChange.REWORDED])})" if also else ""
    yield f"{_.say(CHANGE_NAMES[pair.change])}{words} | {' → '.join(sides)}"
    if pair.change == ReportChange.REWORDED:
        yield f"  {_('then: {sentence}', sentence=pair.then_sentence)}"
        yield f"  {_('now: {sentence}', sentence=pair.now_sentence)}"


_YEAR = own("--year", type=int, required=True, help="the year that the draft is about")
_FROM_HELP = "the year whose text is taken; default: the newest before"
_FROM = own("--from", dest="from_year", type=int, metavar="YEAR", help=_FROM_HELP)
_REFRESH_HELP = "write the file with the published numbers"
_REFRESH = own("--refresh", type=Path, metavar="OUT", help=_REFRESH_HELP)
_THEN = own("then", type=Path, help="the earlier report")
_NOW = own("now", type=Path, help="the later report")
VERBS: dict[str, Verb] = {
    "draft": (arguments("--store", _YEAR, _FROM, OUTPUT), draft),
    "check-draft": (arguments("document", "--store", "--json", _REFRESH), check),
    "compare-reports": (arguments(_THEN, _NOW, "--json"), compare),
}
