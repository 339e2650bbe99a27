"""Hold the verb `match`: this year's labels beside last year's."""

import json
from typing import Any

from metrics.cli.answer import Answer, Verb
from metrics.cli.arguments import arguments, file_content, json_problem
from metrics.extraction.label import Label, label_from
from metrics.extraction.ranking import Match, match_all
from metrics.i18n import Words, message
from metrics.problems import BrokenData, Problem

_LISTED = 5  # candidates that are listed for a label


def match_labels(content: bytes, name: str, _: Words) -> Answer:
    """Match this year's labels (`right`) with those of last year (`left`).

    A label is a text, 应急演练 or 应急演练(次), or an object with `metric` and perhaps `unit`,
    `category`, `change`, `scope`, `aliases`. JSON: `{"ok": true, "matches": [{"right": the label
    as given, "right_index", "candidates": [{"left": as given, "left_index", "score", "how",
    "reason"}, …], "best": the left as given or null, "best_index", "score": that of best or
    null}]}`, one for each right, in order; a left is the best of one right at most. Raises
    BrokenData for anything else.
    """
    sides = _match_input(content, name)
    lefts, rights = sides["left"], sides["right"]
    left_labels = [_label(each, name, "left", n) for n, each in enumerate(lefts)]
    right_labels = [_label(each, name, "right", n) for n, each in enumerate(rights)]
    matches = match_all(right_labels, left_labels)
    data = {"ok": True, "matches": [_match_dict(match, lefts, rights, _) for match in matches]}
    return Answer(
        True, data, [_match_line(match, left_labels, right_labels, _) for match in matches]
    )


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
            for each in match.candidates[:_LISTED]
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
        sides = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenData([json_problem(name, None, str(error))]) from None
    if not isinstance(sides, dict) or not all(
        isinstance(sides.get(side), list) for side in ("left", "right")
    ):
        raise BrokenData([json_problem(name, None, '{"left": […], "right": […]}')])
    return sides


def _label(stated: Any, name: str, side: str, number: int) -> Label:
    try:
        return label_from(stated)
    except ValueError as error:
        problem = Problem(
            "label", "error", message("This is no label ({reason})", reason=str(error)),
            message("Write a name, or an object with “metric” and perhaps “unit”"),
            file=name, row=number + 1, column=side,
        )  # fmt: skip
        raise BrokenData([problem]) from None


VERBS: dict[str, Verb] = {
    "match": (
        arguments("document", "--json"),
        lambda options, _: match_labels(*file_content(options.document), _),
    )
}
