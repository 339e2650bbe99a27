"""The category, subcategory, action and scope of a figure, by scored words.

Every hit of a word from `data/prose/categories.csv` in the metric's name counts its weight, in the
figure's clause a quarter of it; the best category wins. The subcategory is the word that weighed
most. A figure with no hit is `other`.
"""

import re
from functools import cache

from metrics.prose.lexicon import alternatives, rows
from metrics.prose.phrases import leading_verb

_SCOPE = re.compile(
    r"全国|全省|全市|全县|全区|全镇|市级|省级|县级|区级|国家级|镇街|各级|乡镇|我[省市县区局]"
)
_NAME_FACTOR = 4


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, int], ...]]]:
    """Return every category word, and what each says and weighs."""
    table: dict[str, list[tuple[str, int]]] = {}
    for row in rows("categories"):
        table.setdefault(row["word"], []).append((row["kind"], int(row["weight"])))
    found = {word: tuple(entries) for word, entries in table.items()}
    return re.compile(alternatives("categories")), found


def categorise(metric: str, clause: str) -> tuple[str, str]:
    """Return category and subcategory of a metric; its clause is weaker evidence."""
    pattern, table = _pattern()
    scores: dict[str, int] = {}
    best: dict[str, tuple[int, str]] = {}
    hits = [(hit.group(), _NAME_FACTOR) for hit in pattern.finditer(metric)]
    if hits:
        # The last word is the thing counted, the words before it say of what.
        hits[-1] = hits[-1][0], _NAME_FACTOR + 1
    hits += [(hit.group(), 1) for hit in pattern.finditer(clause)]
    for word, factor in hits:
        for category, weight in table[word]:
            scores[category] = scores.get(category, 0) + weight * factor
            best[category] = max(best.get(category, (0, "")), (weight * factor, word))
    if not scores:
        return "other", ""
    winner = max(scores, key=lambda category: (scores[category], category))
    return winner, best[winner][1]


def action_of(metric: str, clause: str) -> str:
    """Return the verb that produced the figure, from its name or else its clause."""
    verb = leading_verb(metric)
    if verb:
        return verb
    found = re.search(alternatives("verbs", "act"), clause)
    return found.group() if found else ""


def scope_of(sentence: str) -> tuple[str, bool]:
    """Return the nearest scope word before a figure, and whether none is printed."""
    found = _SCOPE.findall(sentence)
    return (found[-1], False) if found else ("", True)
