"""Hold the verbs for the editors' work: confirmed names, the log of acts.

Each function takes the options of its verb and returns an `Answer`; prints nothing itself.
Who runs the command acts as the account of the operating system.
"""

import argparse
from dataclasses import asdict, replace
from typing import Any

from metrics.auth import local_editor
from metrics.cli.answer import Answer, Verb
from metrics.cli.arguments import arguments, own, store_to_work_on
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.model.act import Act
from metrics.store import Store
from metrics.store.aliases import ConfirmedAlias, list_aliases, withdraw_alias
from metrics.store.audit import read_audit
from metrics.store.descriptions import Description, descriptions, withdraw_description
from metrics.store.descriptions import describe as describe_metric
from metrics.wording.acts import detail_text, event_text, outcome_text, way_text


def aliases(options: argparse.Namespace, _: Words) -> Answer:
    """List the confirmed names, or withdraw one; raises NoSuchAlias."""
    store = store_to_work_on(options)
    if options.withdraw is None:
        found = list_aliases(store)
        data = {"aliases": [_alias_dict(each) for each in found]}
        lines = [_alias_line(each) for each in found] or [_("No name is confirmed")]
        return Answer(True, data, lines)
    gone = withdraw_alias(store, options.withdraw, editor=local_editor(options.by))
    name, metric = gone.alias.alias, gone.alias.metric
    line = _("“{alias}” no longer means “{metric}”", alias=name, metric=metric)
    return Answer(True, {"withdrawn": _alias_dict(gone)}, [line])


def describe(options: argparse.Namespace, _: Words) -> Answer:
    """Describe a metric, withdraw its description, or list all; NotDescribed."""
    store = store_to_work_on(options)
    if options.metric is None:
        found = descriptions(store)
        lines = [_joined(each.metric, each.english, each.definition_zh) for each in found]
        data = {"descriptions": [asdict(each) for each in found]}
        return Answer(True, data, lines or [_("No metric is described")])
    editor = local_editor(options.by)
    if options.withdraw:
        gone = withdraw_description(store, options.metric, editor=editor)
        line = _("What was said of “{metric}” is withdrawn", metric=gone.metric)
        return Answer(True, {"withdrawn": asdict(gone)}, [line])
    description = _description(options, store)
    describe_metric(store, description, editor=editor)
    line = _(
        "“{metric}” is called “{english}” in English",
        metric=description.metric,
        english=description.english,
    )
    return Answer(True, {"described": asdict(description)}, [line])


def _description(options: argparse.Namespace, store: Store) -> Description:
    """Return the options' words, completed by earlier ones and the newest row."""
    rows = [row for row in store.current() if row.metric == options.metric]
    before = {each.metric: each for each in descriptions(store)}.get(options.metric)
    known = before or (
        Description(
            options.metric,
            category=rows[-1].category,
            subcategory=rows[-1].subcategory,
            unit=rows[-1].unit,
        )
        if rows
        else Description(options.metric)
    )
    written = {
        "english": options.english,
        "definition_zh": options.definition,
        "definition_en": options.definition_english,
    }
    given = {name: text for name, text in written.items() if text is not None}
    if not rows or not given:
        raise ValueError("a published METRIC and --english or a definition are needed")
    return replace(known, **given)


def audit_log(options: argparse.Namespace, _: Words) -> Answer:
    """List who tried what with what result, the newest first; raises ValueError."""
    if options.limit < 1:
        raise ValueError("--limit is at least 1")
    found = read_audit(store_to_work_on(options), editor=local_editor(), limit=options.limit)
    data = {"entries": [{**asdict(each), "at": each.at.isoformat()} for each in found]}
    return Answer(True, data, [_entry_line(each, _) for each in found])


def _alias_dict(found: ConfirmedAlias) -> dict[str, Any]:
    return {
        "number": found.number,
        **asdict(found.alias),
        "who": found.who,
        "at": found.at.isoformat(),
    }


def _alias_line(found: ConfirmedAlias) -> str:
    alias = found.alias
    place = " / ".join(part for part in (alias.category, alias.subcategory) if part)
    return _joined(f"{alias.alias} → {alias.metric}", place, found.who, minute_text(found.at))


def _entry_line(entry: Act, _: Words) -> str:
    what = (event_text(entry, _), outcome_text(entry, _), detail_text(entry, _))
    return _joined(minute_text(entry.at), entry.who, *what, way_text(entry, _))


def _joined(*parts: str) -> str:
    return " | ".join(" ".join(part.split()) for part in parts if part.strip())


_WITHDRAW = own("--withdraw", metavar="NAME", help="make a confirmed name mean nothing")
_DESCRIBED = (
    own(
        "metric", nargs="?", metavar="METRIC", help="a published metric; without it all are listed"
    ),
    own("--english", metavar="NAME", help="its name in English"),
    own("--definition", metavar="TEXT", help="what it counts, in Chinese"),
    own("--definition-english", metavar="TEXT", help="what it counts, in English"),
    own("--withdraw", action="store_true", help="withdraw what was said of it"),
)
_LIMIT = own("--limit", type=int, default=200, help="so many lines; default: 200")
VERBS: dict[str, Verb] = {
    "aliases": (arguments("--store", "--by", "--json", _WITHDRAW), aliases),
    "describe": (arguments("--store", "--by", "--json", *_DESCRIBED), describe),
    "audit-log": (arguments("--store", "--json", _LIMIT), audit_log),
}
