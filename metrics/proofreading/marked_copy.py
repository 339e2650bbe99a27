"""Write the marked-up copy of a proofread draft as HTML, and its verdicts as JSON.

The HTML is one file without scripts that prints as it looks; every text in it is escaped, and no
link leads to anything but a web address. The draft's own words are never altered.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from metrics.i18n import HTML_LANGUAGES, Words
from metrics.model.observation import row_dict
from metrics.next_report import OPEN, OPEN_NAMES, Open
from metrics.numbers import plain
from metrics.proofreading.rounding import (
    DIFFERING,
    NOT_FOUND,
    ROUNDED,
    SUPPORTED,
    UNVERIFIABLE,
    Outcome,
)
from metrics.proofreading.verdicts import OUTCOMES, Proofreading, Verdict

COLORS: dict[Outcome, str] = {
    DIFFERING: "#ffd6d1",
    UNVERIFIABLE: "#e3dcf5",
    NOT_FOUND: "#e4e7eb",
    ROUNDED: "#fff1b8",
    SUPPORTED: "#d3f0da",
}
SIGNS = {DIFFERING: "✗", UNVERIFIABLE: "∅", NOT_FOUND: "?", ROUNDED: "≈", SUPPORTED: "✓"}
_STYLE = """
body{font:16px/1.8 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;max-width:46em;
margin:2em auto;padding:0 1em;color:#1b1f24;background:#fff}
h1{font-size:1.3em}p{margin:0 0 .6em;white-space:pre-wrap;overflow-wrap:anywhere}
mark{padding:0 .15em;border-radius:.2em;color:inherit;-webkit-print-color-adjust:exact;
print-color-adjust:exact}
sup{font-size:.7em}table{border-collapse:collapse;width:100%;font-size:.9em}
th,td{border:1px solid #b6bec8;padding:.3em .5em;text-align:left;vertical-align:top}
tr{break-inside:avoid}.counts{color:#47515e}
"""


def outcome_name(outcome: Outcome, _: Words) -> str:
    """Return the name of an outcome: differing, cannot be verified, and so on."""
    names = {
        SUPPORTED: _("supported"),
        ROUNDED: _("rounded acceptably"),
        DIFFERING: _("differing"),
        UNVERIFIABLE: _("cannot be verified"),
        NOT_FOUND: _("not found"),
    }
    return names[outcome]


def counts_text(proofreading: Proofreading, _: Words) -> str:
    """Return the number of figures with each outcome, as one line."""
    counted = [
        f"{SIGNS[outcome]} {outcome_name(outcome, _)} {n}"
        for outcome in COLORS
        if (n := proofreading.count(outcome))
    ]
    return " · ".join(counted) or _("No figures in the draft")


def open_text(left: Sequence[Open], _: Words) -> str:
    """Return how much of each kind a person has still to fill in, check or write."""
    counts = Counter(one.kind for one in left)
    return _.list([f"{_.say(OPEN_NAMES[kind])} {counts[kind]}" for kind in OPEN if counts[kind]])


def as_html(proofreading: Proofreading, _: Words) -> str:
    """Return the marked-up copy as one HTML page."""
    title = _("Proofread: {name}", name=proofreading.document.name or _("a draft"))
    rows = "".join(_html_row(n, v, _) for n, v in enumerate(proofreading.verdicts, 1))
    head = "".join(f"<th>{escape(name)}</th>" for name in _columns(_))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    return (
        f'<!doctype html><html lang="{HTML_LANGUAGES[_.language]}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(title)}</h1><p class="counts">{escape(counts_text(proofreading, _))}</p>'
        f"{''.join(_html_lines(proofreading))}{table}</body></html>"
    )


def text_lines(proofreading: Proofreading, _: Words) -> Iterator[str]:
    """Yield a line for each verdict, the gravest first, what is open, and the counts."""
    for outcome in OUTCOMES:
        for verdict in proofreading.verdicts:
            if verdict.outcome == outcome:
                words = (verdict.figure.printed, reason_text(verdict, _), published_text(verdict))
                parts = (outcome_name(outcome, _), *words)
                yield " | ".join(part.replace("\n", " ") for part in parts if part)
    if proofreading.open:
        yield _("Not judged: {left}.", left=open_text(proofreading.open, _))
    yield counts_text(proofreading, _)


def as_dict(proofreading: Proofreading, _: Words) -> dict[str, Any]:
    """Return the verdicts for programs; values are decimal texts or null."""
    return {
        "ok": proofreading.count(DIFFERING) == 0,
        "counts": {outcome: proofreading.count(outcome) for outcome in COLORS},
        "figures": [_verdict_dict(verdict, _) for verdict in proofreading.verdicts],
        "open": [{"kind": one.kind, "text": one.text} for one in proofreading.open],
    }


def reason_text(verdict: Verdict, _: Words) -> str:
    """Return the reason of a verdict with its notes."""
    return ("。" if _.language == "zh" else ". ").join(
        _.say(text) for text in (verdict.reason, *verdict.notes)
    )


def _verdict_dict(verdict: Verdict, _: Words) -> dict[str, Any]:
    figure, row, source = verdict.figure, verdict.observation, verdict.source
    return {
        "start": figure.start,
        "end": figure.end,
        "printed": figure.printed,
        "value": None if figure.value is None else plain(figure.value),
        "upper": None if figure.upper is None else plain(figure.upper),
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "metric": figure.metric,
        "outcome": verdict.outcome,
        "reason": reason_text(verdict, _),
        "difference": None if verdict.difference is None else plain(verdict.difference),
        "suggestion": verdict.suggestion or None,
        "published": None if row is None else row_dict(row),
        "source": None
        if source is None
        else {
            "edition": source.edition,
            "year": source.year,
            "start": source.start,
            "end": source.end,
            "sentence": source.sentence,
        },
        "kind": verdict.kind,
        "arithmetic": verdict.arithmetic or None,
        "uses": [row_dict(row) for row in verdict.uses],
    }


def _pieces(proofreading: Proofreading) -> Iterator[tuple[str, Verdict | None, int]]:
    """Yield the draft in pieces: text without a verdict, and figures with theirs."""
    text, at = proofreading.document.text, 0
    for number, verdict in enumerate(proofreading.verdicts, 1):
        figure = verdict.figure
        if figure.start < at:
            continue
        yield text[at : figure.start], None, 0
        yield text[figure.start : figure.end], verdict, number
        at = figure.end
    yield text[at:], None, 0


def _html_lines(proofreading: Proofreading) -> Iterator[str]:
    yield "<p>"
    for text, verdict, number in _pieces(proofreading):
        escaped = escape(text)
        if verdict is None:
            yield escaped.replace("\r", "").replace("\n", "</p><p>")
            continue
        color, sign = COLORS[verdict.outcome], SIGNS[verdict.outcome]
        yield (
            f'<mark style="background:{color}" class="{verdict.outcome}">{escaped}</mark>'
            f"<sup>{sign}{number}</sup>"
        )
    yield "</p>"


def _columns(_: Words) -> tuple[str, ...]:
    return ("", _("In the draft"), _("Verdict"), _("What is published"))


def _row(number: int, verdict: Verdict, _: Words) -> tuple[str, str, str, str]:
    outcome = f"{SIGNS[verdict.outcome]} {outcome_name(verdict.outcome, _)}"
    return (
        str(number),
        verdict.figure.printed,
        f"{outcome}: {reason_text(verdict, _)}",
        published_text(verdict),
    )


def published_text(verdict: Verdict) -> str:
    """Return what is published for a verdict: metric, year, figure and its sentence."""
    rows = verdict.uses or ((verdict.observation,) if verdict.observation else ())
    lines = [f"{row.year} {row.region} {row.metric} {row.as_printed}" for row in rows]
    if verdict.source:
        lines.append(f"“{verdict.source.sentence}”")
    return "\n".join(lines)


def _html_row(number: int, verdict: Verdict, _: Words) -> str:
    cells = "".join(
        f"<td>{escape(text).replace(chr(10), '<br>')}</td>" for text in _row(number, verdict, _)
    )
    return f"<tr>{cells}</tr>"
