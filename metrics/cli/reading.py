"""Hold the verbs that read texts: figures, extract, proofread, audit.

They read and compare only: nothing is published here.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from metrics.cli.answer import Answer, Result, Verb, problem_lines, write_file
from metrics.cli.arguments import (
    arguments,
    existing_store,
    file_content,
    json_problem,
    kept_store,
    own,
    published_dataset,
)
from metrics.extraction.evidence_audit import audit
from metrics.extraction.proposals import TAKE, Alternative, Extraction, Proposal, extract
from metrics.extraction.results import (
    EXTRA,
    HIT,
    MISS,
    WRONG,
    SelfTest,
    TestOutcome,
    proposal_csv,
    self_test,
)
from metrics.i18n import Words, message
from metrics.model.dataset import Dataset
from metrics.model.observation import row_dict
from metrics.model.target import Target
from metrics.problems import BrokenData, Problem
from metrics.proofreading import marked_copy
from metrics.proofreading.returned_draft import Reference, proofread_file
from metrics.proofreading.verdicts import Proofreading
from metrics.proofreading.word_copy import as_docx
from metrics.prose import read, records
from metrics.readers.documents import parse
from metrics.store.aliases import confirmed_aliases
from metrics.store.publications import Store


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


def proofread_draft(
    content: bytes,
    name: str,
    dataset: Dataset,
    _: Words,
    *,
    year: int | None = None,
    region: str = "",
    store: Store | None = None,
) -> tuple[Answer, Proofreading]:
    """Proofread a draft; not `ok` when a figure differs from what is published.

    JSON: ok, counts by outcome, figures. Copies are made with `metrics.proofreading.marked_copy`.
    """
    document = parse(content, name)
    found = proofread_file(document, content, Reference(dataset, store, year, region))
    data = marked_copy.as_dict(found, _)
    data["problems"] = [problem.as_dict(_) for problem in document.problems]
    return Answer(bool(data["ok"]), data, list(marked_copy.text_lines(found, _))), found


def audit_store(store: Store, _: Words) -> Answer:
    """Check that the words behind every published figure still give its value."""
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


def extract_rows(options: argparse.Namespace, _: Words) -> Result:
    """Propose the rows of a report; with `--csv` write them to a file instead.

    JSON: year, region, title, coverage, proposals in the order of the queue, rejected, missing,
    problems, and with `--self-test` a self-test against what is published.
    """
    document, dataset = parse(*file_content(options.document)), published_dataset(options)
    store = existing_store(options)
    aliases = confirmed_aliases(store) if store else {}
    extraction = extract(document, dataset, options.year, options.region, aliases)
    if options.csv:
        write_file(options.csv, proposal_csv(extraction, _))
        return iter(())
    data = extraction_dict(extraction, _)
    lines = [*problem_lines(extraction.problems, _), *_extraction_lines(extraction, _)]
    if options.self_test:
        tested = self_test(document, dataset, extraction.year, extraction.region, aliases)
        data["self_test"] = _self_test_dict(tested, _)
        lines.extend(_self_test_lines(tested, _))
    return Answer(True, data, lines)


def proofread(options: argparse.Namespace, _: Words) -> Answer:
    """Proofread a draft; with `--html` or `--docx` write a marked copy too."""
    content, name = file_content(options.document)
    answer, proofreading = proofread_draft(
        content,
        name,
        published_dataset(options),
        _,
        year=options.year,
        region=options.region,
        store=existing_store(options),
    )
    if options.html:
        write_file(options.html, marked_copy.as_html(proofreading, _).encode())
    if options.docx:
        write_file(options.docx, as_docx(proofreading, _, content))
    return answer


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
        **_target_dict(proposal.target),
        "contradictions": [
            {"code": each.code, "text": _.say(each.text)} for each in proposal.contradictions
        ],
        "alternatives": [_alternative_dict(each, _) for each in proposal.alternatives],
    }


def _target_dict(target: Target | None) -> dict[str, Any]:
    """Return what a target asks for; a result has the same keys, empty."""
    if target is None:
        empty = dict.fromkeys(("direction", "deadline", "kind", "scope"))
        return {"target": False, **empty}
    return {
        "target": True,
        "direction": target.direction or None,
        "deadline": target.year,
        "kind": target.kind,
        "scope": target.scope or None,
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
    names: dict[TestOutcome, str] = {
        HIT: _("hit"),
        WRONG: _("wrong"),
        MISS: _("missed"),
        EXTRA: _("proposed, not published"),
    }
    for result in tested.results:
        if result.outcome != HIT:
            yield f"{names[result.outcome]}: {result.metric}"
    yield _.list([f"{names[outcome]} {tested.count(outcome)}" for outcome in names])


def _json_lines(content: bytes, name: str) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Yield the objects of JSON lines by number, and the problems of bad lines."""
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BrokenData([json_problem(name, None, type(error).__name__)]) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, json_problem(name, number, str(error))
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            yield number, json_problem(name, number, type(record).__name__)


def _bad_line(name: str, row: int, field: str) -> Problem:
    text = message("The line has no text in “{field}”", field=field)
    return Problem("json", "error", text, file=name, row=row, column=field)


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


_DRAFT = ("document", "--store", "--year", "--region", "--json")
_JSONL = own("--jsonl", metavar="FIELD", help="read JSON lines; FIELD holds the text")
_CSV = own("--csv", type=Path, metavar="OUT", help="write the proposal to a file")
_SELF_TEST = own("--self-test", action="store_true", help="compare with what is published")
_HTML = own("--html", type=Path, metavar="OUT", help="write a marked-up copy")
_DOCX = own("--docx", type=Path, metavar="OUT", help="write the draft with comments")
VERBS: dict[str, Verb] = {
    "figures": (
        arguments("document", "--json", _JSONL),
        lambda options, _: figure_lines(*file_content(options.document), options.jsonl),
    ),
    "extract": (arguments(*_DRAFT, _CSV, _SELF_TEST), extract_rows),
    "proofread": (arguments(*_DRAFT, _HTML, _DOCX), proofread),
    "audit": (
        arguments("--store", "--json"),
        lambda options, _: audit_store(kept_store(options), _),
    ),
}
