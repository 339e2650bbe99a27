"""What the verbs that read documents do and answer; see `metrics.__main__` for the words.

Each returns an `Answer`: for programs a mapping, for people lines in their language; `figures`
yields JSON lines, for both. Reads and compares only: nothing is published here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from metrics.cli.store import Answer, problem_lines
from metrics.extraction.evidence_audit import audit
from metrics.extraction.known_metrics import KnownAlias
from metrics.extraction.label import Label, label_from
from metrics.extraction.proposals import TAKE, Alternative, Extraction, Proposal, extract
from metrics.extraction.ranking import Match, match_all
from metrics.extraction.results import EXTRA, HIT, MISS, WRONG, SelfTest, self_test
from metrics.i18n import Words, message
from metrics.model.dataset import Dataset
from metrics.model.observation import row_dict
from metrics.problems import BrokenData, Problem
from metrics.proofreading import marked_copy
from metrics.proofreading.proofread import OUTCOMES, Proofreading, proofread
from metrics.prose import read, records
from metrics.readers.documents import parse
from metrics.store.evidence import sources_of
from metrics.store.publications import Store

_SHOWN = 5
"""Candidates that are listed for a label."""


def figure_lines(content: bytes, name: str, field: str | None = None) -> Iterator[str]:
    """Yield one JSON line for each numeral of a document, in the order of its text.

    Keys: start, end, printed, kind, value, upper, qualifier, unit, metric, category, change,
    year, target, rule. With `field`, the content is JSON lines whose `field` holds a text each;
    the lines then begin with the `id` of theirs. Raises BrokenData, with all lines that are none
    after the good ones are yielded.
    """
    if field is None:
        yield from map(_line, records(read(parse(content, name).text)))
        return
    problems: list[Problem] = []
    for number, record in _json_lines(content, name):
        if isinstance(record, Problem):
            problems.append(record)
            continue
        text = record.get(field)
        if not isinstance(text, str):
            problems.append(_bad_line(name, number, field))
            continue
        for found in records(read(text)):
            yield _line({"id": record.get("id"), **found})
    if problems:
        raise BrokenData(problems)


def extract_report(
    content: bytes,
    name: str,
    dataset: Dataset,
    _: Words,
    *,
    year: int | None = None,
    region: str = "",
    aliases: Mapping[str, KnownAlias] | None = None,
    test: bool = False,
) -> tuple[Answer, Extraction]:
    """Propose the rows of a report; the CSV is `proposal_csv` of the extraction.

    JSON: year, region, title, coverage, proposals in the order of the queue, rejected, missing,
    problems, and with `test` a self-test against what is published.
    """
    document = parse(content, name)
    extraction = extract(document, dataset, year, region, aliases)
    data = extraction_dict(extraction, _)
    lines = [*problem_lines(extraction.problems, _), *_extraction_lines(extraction, _)]
    if test:
        tested = self_test(document, dataset, extraction.year, extraction.region, aliases)
        data["self_test"] = _self_test_dict(tested, _)
        lines.extend(_self_test_lines(tested, _))
    return Answer(True, data, lines), extraction


def match_labels(content: bytes, name: str, _: Words) -> Answer:
    """Match the labels of `{"left": [labels of last year], "right": [labels of this year]}`.

    A label is a text, 应急演练 or 应急演练(次), or an object with `metric` and perhaps `unit`,
    `category`, `change`, `scope`, `aliases`. JSON: `{"ok": true, "matches": [{"right": the label
    as given, "right_index", "candidates": [{"left": as given, "left_index", "score", "how",
    "reason"}, …], "best": the left as given or null, "best_index", "score": that of best or
    null}]}`, one for each right, in order; a left is the best of one right at most. Raises
    BrokenData for anything else.
    """
    said = _match_input(content, name)
    lefts, rights = said["left"], said["right"]
    known = [_label(each, name, "left", n) for n, each in enumerate(lefts)]
    asked = [_label(each, name, "right", n) for n, each in enumerate(rights)]
    matches = match_all(asked, known)
    data = {"ok": True, "matches": [_match_dict(match, lefts, rights, _) for match in matches]}
    return Answer(True, data, [_match_line(match, known, asked, _) for match in matches])


def proofread_draft(
    content: bytes,
    name: str,
    dataset: Dataset,
    _: Words,
    *,
    year: int | None = None,
    region: str = "",
    store: Store | None = None,
    aliases: Mapping[str, KnownAlias] | None = None,
) -> tuple[Answer, Proofreading]:
    """Proofread a draft; not `ok` when a figure differs from what is published.

    JSON: ok, counts by outcome, figures. Copies are made with `metrics.proofreading.marked_copy`.
    """
    document = parse(content, name)
    sources = sources_of(store) if store else {}
    found = proofread(document, dataset, year, region, aliases, sources)
    data = marked_copy.as_dict(found, _)
    data["problems"] = [problem.as_dict(_) for problem in document.problems]
    return Answer(bool(data["ok"]), data, list(_proofread_lines(found, _))), found


def audit_store(store: Store, _: Words) -> Answer:
    """Check that the words behind every published figure still say its value."""
    found = audit(store)
    data = {
        "ok": found.ok,
        "version": found.version,
        "sound": found.sound,
        "without_sentence": [row_dict(row) for row in found.without_place],
        "problems": [{"code": p.code, "figure": p.file, **p.as_dict(_)} for p in found.problems],
    }
    lines = [*problem_lines(found.problems, _)]
    lines.append(
        _("Sentences that hold: {sound}; figures without a sentence: {without}; faults: {faults}",
          sound=found.sound, without=len(found.without_place), faults=len(found.problems))
    )  # fmt: skip
    return Answer(found.ok, data, lines)


def extraction_dict(extraction: Extraction, _: Words) -> dict[str, Any]:
    """Return an extraction for programs."""
    coverage = extraction.coverage()
    return {
        "ok": True,
        "year": extraction.year,
        "region": extraction.region,
        "title": extraction.document.title or extraction.reading.title,
        "coverage": {
            "taken": coverage.taken,
            "left_out": coverage.left_out,
            "undecided": coverage.undecided,
            "rejected": len(extraction.rejected),
        },
        "proposals": [_proposal_dict(proposal, _) for proposal in extraction.proposals],
        "rejected": [
            {"start": r.start, "end": r.end, "printed": r.printed, "rule": r.rule}
            for r in extraction.rejected
        ],
        "missing": [row_dict(row) for row in extraction.missing],
        "problems": [problem.as_dict(_) for problem in extraction.problems],
    }


def _proposal_dict(proposal: Proposal, _: Words) -> dict[str, Any]:
    figure = proposal.figure
    return {
        "number": proposal.number,
        "start": figure.start,
        "end": figure.end,
        "printed": figure.printed,
        "sentence": proposal.sentence,
        "named": figure.metric,
        "row": row_dict(proposal.row),
        "suggestion": proposal.suggestion,
        "match": proposal.how,
        "score": proposal.score,
        "reason": _.say(proposal.why),
        "confidence": figure.confidence,
        "rules": list(figure.rules),
        "contradictions": [
            {"code": each.code, "text": _.say(each.text)} for each in proposal.contradictions
        ],
        "alternatives": [_alternative_dict(each, _) for each in proposal.alternatives],
    }


def _alternative_dict(alternative: Alternative, _: Words) -> dict[str, Any]:
    return {
        "metric": alternative.metric,
        "category": alternative.category,
        "subcategory": alternative.subcategory,
        "score": alternative.score,
        "reason": _.say(alternative.reason),
    }


def _extraction_lines(extraction: Extraction, _: Words) -> Iterator[str]:
    for proposal in extraction.proposals:
        row = proposal.row
        sign = "+" if proposal.suggestion == TAKE else "-"
        stated = f"{sign} {row.year} {row.metric}: {proposal.figure.printed}"
        parts = [stated, _.say(proposal.why), *(_.say(c.text) for c in proposal.contradictions)]
        yield " | ".join(parts)
    for last in extraction.missing:
        yield "? " + _("{metric} of {year} is not mentioned", metric=last.metric, year=last.year)
    coverage = extraction.coverage()
    yield _(
        "Figures taken: {taken}, left out: {left}, undecided: {undecided}; numerals that are "
        "no figures: {rejected}",
        taken=coverage.taken,
        left=coverage.left_out,
        undecided=coverage.undecided,
        rejected=len(extraction.rejected),
    )


def _self_test_dict(tested: SelfTest, _: Words) -> dict[str, Any]:
    return {
        "year": tested.year,
        "counts": {outcome: tested.count(outcome) for outcome in (HIT, WRONG, MISS, EXTRA)},
        "results": [
            {
                "outcome": result.outcome,
                "metric": result.metric,
                "published": row_dict(result.published) if result.published else None,
                "proposed": row_dict(result.proposal.row) if result.proposal else None,
            }
            for result in tested.results
        ],
    }


def _self_test_lines(tested: SelfTest, _: Words) -> Iterator[str]:
    names = {
        HIT: _("hit"),
        WRONG: _("wrong"),
        MISS: _("missed"),
        EXTRA: _("proposed, not published"),
    }
    for result in tested.results:
        if result.outcome != HIT:
            yield f"{names[result.outcome]}: {result.metric}"
    yield _.list([f"{names[outcome]} {tested.count(outcome)}" for outcome in names])


def _proofread_lines(found: Proofreading, _: Words) -> Iterator[str]:
    for outcome in OUTCOMES:
        for verdict in found.verdicts:
            if verdict.outcome == outcome:
                said = marked_copy.outcome_name(outcome, _)
                parts = [said, verdict.figure.printed, marked_copy.told(verdict, _)]
                published = marked_copy.published_text(verdict).replace("\n", " ")
                yield " | ".join(part for part in (*parts, published) if part)
    yield marked_copy.counts_text(found, _)


def _match_dict(match: Match, lefts: list[Any], rights: list[Any], _: Words) -> dict[str, Any]:
    best = match.best
    return {
        "right": rights[match.right],
        "right_index": match.right,
        "candidates": [
            {
                "left": lefts[each.left],
                "left_index": each.left,
                "score": each.score,
                "how": each.how,
                "reason": _.say(each.reason),
            }
            for each in match.candidates[:_SHOWN]
        ],
        "best": lefts[best.left] if best else None,
        "best_index": best.left if best else None,
        "score": best.score if best else None,
    }


def _match_line(match: Match, lefts: list[Label], rights: list[Label], _: Words) -> str:
    right = rights[match.right].metric
    if match.best is None:
        return f"{right} → " + _("a new metric")
    best = match.best
    return f"{right} → {lefts[best.left].metric} ({best.score}) | {_.say(best.reason)}"


def _match_input(content: bytes, name: str) -> dict[str, list[Any]]:
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenData([_not_json(name, None, str(error))]) from None
    if not isinstance(said, dict) or not all(
        isinstance(said.get(side), list) for side in ("left", "right")
    ):
        raise BrokenData([_not_json(name, None, '{"left": […], "right": […]}')])
    return said


def _label(said: Any, name: str, side: str, number: int) -> Label:
    try:
        return label_from(said)
    except ValueError as error:
        problem = Problem(
            "label", "error", message("This is no label ({reason})", reason=str(error)),
            message("Write a name, or an object with “metric” and perhaps “unit”"),
            file=name, row=number + 1, column=side,
        )  # fmt: skip
        raise BrokenData([problem]) from None


def _json_lines(content: bytes, name: str) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Yield the objects of JSON lines by number, and what is wrong with lines that are none."""
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BrokenData([_not_json(name, None, type(error).__name__)]) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, _not_json(name, number, str(error))
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            yield number, _not_json(name, number, type(record).__name__)


def _not_json(name: str, row: int | None, reason: str) -> Problem:
    said = message("This is not the JSON that is expected ({reason})", reason=reason[:200])
    return Problem("json", "error", said, file=name, row=row)


def _bad_line(name: str, row: int, field: str) -> Problem:
    said = message("The line has no text in “{field}”", field=field)
    return Problem("json", "error", said, file=name, row=row, column=field)


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
