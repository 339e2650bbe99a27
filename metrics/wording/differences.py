"""Put into words how a figure differs from what was published before.

Stated once, for the preview, the history, frozen links and the command line. Two
figures that look alike never pass without a word.
"""

from collections.abc import Iterator

from metrics.i18n import Message, Words, message
from metrics.model.observation import Observation
from metrics.model.vocabulary import QUALIFIER_WORDS
from metrics.numbers import grouped

_TEXTS: dict[str, tuple[Message, Message, Message]] = {
    "printed": (
        message("printed words emptied, “{old}” before"),
        message("printed words added, “{new}”"),
        message("printed words “{old}” → “{new}”"),
    ),
    "section": (
        message("section emptied, “{old}” before"),
        message("section added, “{new}”"),
        message("section “{old}” → “{new}”"),
    ),
    "note": (
        message("note emptied, “{old}” before"),
        message("note added, “{new}”"),
        message("note “{old}” → “{new}”"),
    ),
}
"""The words for a text of a row that is emptied, added or changed."""


def differences(old: Observation, new: Observation, _: Words) -> list[str]:
    """Return what two rows of one key differ in, besides figures that look different.

    Printed words that change along with the value are part of the figure and not named again.
    """
    same = old.figure == new.figure
    texts = list(_texts(old, new, _, [*(["printed"] if same else []), "section", "note"]))
    if same:
        return [_("value unchanged"), *texts] if texts else []
    if old.printed and old.printed == new.printed:
        return [_("read as {old} → {new}", old=_exact(old, _), new=_exact(new, _)), *texts]
    return texts


def _texts(old: Observation, new: Observation, _: Words, columns: list[str]) -> Iterator[str]:
    for column in columns:
        before, after = getattr(old, column), getattr(new, column)
        if before == after:
            continue
        emptied, added, changed = _TEXTS[column]
        text = emptied if not after else added if not before else changed
        yield _(text.template, old=before, new=after)


def _exact(row: Observation, _: Words) -> str:
    """Return value, bound and unit of a row, and how exact they are."""
    if row.value is None:
        return _("not published")
    upper = "" if row.upper is None else f"–{grouped(row.upper)}"
    number = f"{grouped(row.value)}{upper} {row.unit}"
    if row.qualifier == "exact":
        return number
    words = QUALIFIER_WORDS.get(row.qualifier, row.qualifier)
    return _("{figure} ({qualifier})", figure=number, qualifier=words)
