"""Find what words of a clause name: the metrics of its subject, of what it divides by."""

from collections.abc import Sequence
from functools import cache

from metrics.model.catalogue import Metric
from metrics.proofreading.claims.conversions import factor_between
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Clause, Named
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import bare_of_light, measures, narrowing
from metrics.prose import unit_names

_SHORT = 2
STRONG = 0.7
"""From this likeness on, words name a metric for what follows."""


class Namer:
    """Find what words name in one data set."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def named(self, words: str, tokens: Sequence[Token], unit: str = "") -> Named:
        """Return the metrics that words may name, likeliest first."""
        bare = _whole(words)
        found = dict(self._published.named(bare, unit)) if len(bare) > 1 else {}
        if bare.endswith(measures()) and (
            measured := next((word for word in measures() if bare.endswith(word)), "")
        ):
            found = {metric: score for metric, score in found.items() if _says(metric, measured)}
            tokens = [each for each in tokens if each.metric and _says(each.metric, measured)]
        for token in tokens:
            if token.metric is not None:
                whole = len(token.value) / max(len(bare), 1)
                likely = 0.97 if whole > 0.6 else 0.75
                found[token.metric] = max(found.get(token.metric, 0.0), likely)
        return tuple(sorted(found.items(), key=lambda item: -item[1]))

    def subject(self, clause: Clause, unit: str) -> Named:
        """Return the metrics that the words of a clause may name, likeliest first."""
        named = self.named(clause.words, clause.metrics, unit)
        if named and factor_between(unit, named[0][0].unit) is not None:
            return named
        words = _whole(clause.words)
        measured = self.only_measured(words, unit)
        return measured or named or self._published.only_counted(words, unit)

    def surely(self, words: str, unit: str) -> bool:
        """Return whether words name a metric for what follows."""
        found = self.named(words, (), unit)
        return bool(found) and found[0][1] >= STRONG

    def based(self, words: str, tokens: Sequence[Token]) -> Named:
        """Return the metrics that a base may name, in the unit at its end."""
        unit = next((words[-n:] for n in (3, 2, 1) if words[-n:] in _units()), "")
        return self.named(words, tokens, unit)

    def divisor(self, words: str) -> Named:
        """Return what 每场演练 divides by: a metric that counts in the unit named."""
        unit = next((words[:n] for n in (3, 2, 1) if words[:n] in _units()), "")
        found = self.named(words[len(unit) :] or words, (), unit) if unit else ()
        return tuple(each for each in found if factor_between(unit, each[0].unit) is not None)

    def only_measured(self, words: str, unit: str) -> Named:
        """Return the one metric that words may name by its measured unit."""
        return self._published.only_measured(words, unit) if words and unit else ()


def _whole(words: str) -> str:
    """Return words without those that name nothing; a short one is not cut: 罚没."""
    bare, whole = bare_of_light(words), words.strip()
    return whole if len(bare) == 1 and len(whole) == _SHORT else bare


@cache
def _units() -> frozenset[str]:
    return frozenset(unit_names())


def of_a_part(words: str, metric: Metric, kind: str = "part") -> bool:
    """Return whether words say that only a part of a metric is meant: 核销隐患点."""
    names = "".join((metric.zh, *metric.aliases))
    return any(each in words and each not in names for each in narrowing(kind))


def _says(metric: Metric, word: str) -> bool:
    return any(word in name for name in (metric.zh, *metric.aliases))
