"""Explain each rule of the reader, in Chinese and English."""

from functools import cache

from metrics.prose.lexicon import rows

LANGUAGES = ("zh", "en")


class UnknownRule(LookupError):
    """Hold a rule id or a language that the list `prose/rules.csv` does not hold."""


@cache
def _table() -> dict[str, dict[str, str]]:
    """Return the explanations by rule id."""
    return {row["rule"]: row for row in rows("rules")}


def describe_rule(rule: str, lang: str = "zh") -> str:
    """Return one sentence on what a rule does; raise UnknownRule for other ids."""
    if lang not in LANGUAGES or rule not in _table():
        known = "、".join(_table()) if lang in LANGUAGES else "、".join(LANGUAGES)
        raise UnknownRule(f"no text for rule {rule!r} in {lang!r}; there are {known}")
    return _table()[rule][lang]
