"""Look up what is published for a metric, a region and a year, and what a claim's words name.

Holds the figures of one data set for a whole draft: the rows by metric and region, the city and its
districts, and the likeness of words to metric names, each asked once.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from metrics.extraction.known_metrics import Known, KnownAlias, known_metrics
from metrics.extraction.label import Label
from metrics.extraction.ranking import THRESHOLD, match_label
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table
from metrics.model.series import SHARE_UNITS, changes_definition, regions_present
from metrics.model.target import Target
from metrics.model.target_progress import asks_for_change, is_of_part
from metrics.proofreading.claims.conversions import MEASURED
from metrics.prose import simplified_characters

_LIKELY = 0.6
"""The likeness of the only metric in a unit: too little to call a figure wrong."""
_PART_OF_NAME, _LEAST_WORDS = 0.66, 2
_SURE, _SHORT_NAME, _MOST_WORDS = 0.97, 0.88, 8
_SHORTENED = 0.75
"""That of words which are part of its name: 罚没 of 罚没金额."""
Place = tuple[str, str, str]
"""The key of a metric: category, sub-category, name."""


class Published:
    """Hold the published figures of a data set, seen from one region."""

    def __init__(
        self, dataset: Dataset, aliases: Mapping[str, KnownAlias], city: str, year: int | None
    ) -> None:
        self.city = city
        self.own = dataset.bureau.region
        self.rows: dict[tuple[Place, str], dict[int, Observation]] = {}
        for row in from_table(dataset.table):
            if row.value is not None:
                self.rows.setdefault((row.metric_key, row.region), {})[row.year] = row
        self.regions = regions_present(dataset)
        self.districts = tuple(r for r in self.regions if r not in (self.own, city))
        self.silent = tuple(r for r in dataset.bureau.districts if r not in self.regions)
        present = {place for place, _ in self.rows}
        newest = year or max(self.years_of(city), default=0)
        listed = known_metrics(dataset, city, newest, aliases)
        self.known: list[Known] = [_simplified(it) for it in listed if it.metric.key in present]
        self.labels = [known.label for known in self.known]
        self._goals = dataset.targets
        self._places = dataset.vocabulary.places
        self._wholes = dataset.vocabulary.others("part_of")
        self._scores: dict[Label, dict[int, float]] = {}

    @cached_property
    def years(self) -> list[int]:
        """Return the years with figures of the region that the draft is about."""
        return sorted(self.years_of(self.city))

    def years_of(self, region: str) -> set[int]:
        """Return the years with figures of a region."""
        return {year for (_, its), rows in self.rows.items() if its == region for year in rows}

    @property
    def newest(self) -> int:
        """Return the newest year with figures; 0 without any."""
        return self.years[-1] if self.years else 0

    def english_name(self, region: str) -> str:
        """Return the English name of a region, or an empty text."""
        return self._places.get(region, "")

    def series(self, metric: Metric, region: str) -> Mapping[int, Observation]:
        """Return the published figures of a metric in a region, by year."""
        return self.rows.get((metric.key, region), {})

    def get(self, metric: Metric, region: str, year: int) -> Observation | None:
        """Return a published figure, or None."""
        return self.series(metric, region).get(year)

    def redefined(self, metric: Metric, region: str, one: int, other: int) -> Observation | None:
        """Return the figure between two years that a changed definition parts, or None."""
        low, high = sorted((one, other))
        rows = self.series(metric, region)
        return next(
            (
                rows[y]
                for y in range(low + 1, high + 1)
                if y in rows and changes_definition(rows[y])
            ),
            None,
        )

    def goal(self, metric: Metric, region: str, year: int) -> Target | None:
        """Return the amount that was to be reached in a year, as it was set last.

        A goal to grow and one for a part of the region state no such amount.
        """
        amounts = [
            goal
            for goal in self.goals_of(metric, region)
            if (goal.year, goal.unit) == (year, metric.unit)
            and not asks_for_change(goal)
            and not is_of_part(goal)
        ]
        return max(amounts, key=lambda goal: goal.stated_in, default=None)

    def goals_of(self, metric: Metric, region: str) -> list[Target]:
        """Return the goals of a metric in a region, of every year."""
        named = (metric.zh, region)
        return [goal for goal in self._goals if (goal.metric, goal.region) == named]

    def is_part(self, metric: Metric, whole: Metric) -> bool:
        """Return whether a metric is known to be counted in another."""
        return self._wholes.get(metric.zh) == whole.zh

    def whole_of(self, metric: Metric) -> Metric | None:
        """Return the metric that is known to hold another."""
        return next((k.metric for k in self.known if self.is_part(metric, k.metric)), None)

    def is_share(self, metric: Metric) -> bool:
        """Return whether a metric is a share, which changes by percentage points."""
        return metric.unit in SHARE_UNITS

    def likeness(self, label: Label) -> dict[int, float]:
        """Return the metrics that a label may name, by number, with their likeness."""
        known = self._scores.get(label)
        if known is None:
            known = {each.left: each.score for each in match_label(label, self.labels)}
            self._scores[label] = known
        return known

    def _shortened(self, words: str, scores: Mapping[int, float]) -> dict[int, float]:
        """Return the only metric that words leave characters out of: 火灾损失, 损失."""
        known = max(scores.values(), default=0) >= _SURE
        if known or not _LEAST_WORDS <= len(words) <= _MOST_WORDS:
            return {}
        alike = [
            n for n, known in enumerate(self.known) if _shortens(words, simplified(known.metric.zh))
        ]
        return {alike[0]: _SHORT_NAME} if len(alike) == 1 else {}

    def named(self, words: str, unit: str = "") -> list[tuple[Metric, float]]:
        """Return the metrics that words may name, likeliest first; none that are unlike."""
        if words.isascii():
            scores = self._english(words)
        else:
            scores = self.likeness(Label(words, unit, change="level", hint="all"))
            scores = {**scores, **self._shortened(words, scores)}
        likely = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [(self.known[n].metric, score) for n, score in likely if score >= THRESHOLD]

    def only_measured(self, words: str, unit: str) -> tuple[tuple[Metric, float], ...]:
        """Return the only metric in a measured unit that words are like.

        资金投入 in 亿元 is 安全生产投入, where no other metric is an amount of money.
        """
        family = Label("", unit).family
        if family not in MEASURED:
            return ()
        alike = [known.metric for known in self.known if known.label.family == family]
        pairs = {words[at : at + 2] for at in range(len(words) - 1)}
        if len(alike) != 1 or not any(pair in simplified(alike[0].zh) for pair in pairs):
            return ()
        return ((alike[0], _SHORTENED if words in simplified(alike[0].zh) else _LIKELY),)

    def only_counted(self, words: str, unit: str) -> tuple[tuple[Metric, float], ...]:
        """Return the only metric in a unit whose name holds words: 检查469家次."""
        words = words.removesuffix(unit)
        if len(words) < _LEAST_WORDS or not unit:
            return ()
        metrics = (known.metric for known in self.known)
        alike = [each for each in metrics if each.unit == unit and words in simplified(each.zh)]
        return ((alike[0], _PART_OF_NAME),) if len(alike) == 1 else ()

    def _english(self, words: str) -> dict[int, float]:
        """Return the likeness of English words to the English names of metrics."""
        mine = _stems(words)
        found = {}
        for number, known in enumerate(self.known):
            its = _stems(known.metric.en)
            shared = len(mine & its)
            if shared > 1 or (shared and mine & _stems(_head(known.metric.en))):
                alike = 2 * shared / (len(mine) + len(its))
                found[number] = round(0.6 * alike + 0.4 * shared / min(len(mine), len(its)), 2)
        return found


def simplified(name: str) -> str:
    """Return a name in the characters that drafts are read in."""
    return name.translate(simplified_characters())


def _simplified(known: Known) -> Known:
    """Return a metric that is found by its names in simplified characters too."""
    names = (known.metric.zh, *known.label.aliases)
    added = tuple(short for name in names if (short := simplified(name)) not in names)
    metric = replace(known.metric, aliases=(*known.metric.aliases, *added))
    label = replace(known.label, aliases=(*known.label.aliases, *added))
    return replace(known, metric=metric, label=label) if added else known


def _shortens(words: str, name: str) -> bool:
    """Return whether words are a name with characters left out before its last two."""
    if not name.endswith(words[-_LEAST_WORDS:]):
        return False
    rest = iter(name[: len(name) - _LEAST_WORDS])
    return all(letter in rest for letter in words[:-_LEAST_WORDS])


def _stems(words: str) -> frozenset[str]:
    """Return English words without their endings: inspected and inspections as one."""
    found = (_ENDING.sub("", word) for word in re.findall("[a-z]{3,}", words.lower()))
    return frozenset(word for word in found if word not in _EMPTY)


def _head(name: str) -> str:
    """Return the noun that a name is about: drills of drills at all levels."""
    words = [each for each in _BEHIND_HEAD.split(name)[0].split() if not each.endswith("ed")]
    return words[-1] if words else name


_BEHIND_HEAD = re.compile(r"\b(?:at|of|in|for|to|with|under|from|by|on)\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:(?<=ll)ed|(?<=ll)ing|ions?|ed|ings?|es|s|e)$")
_EMPTY = frozenset(
    (
        "the",
        "and",
        "for",
        "wer",
        "was",
        "number",
        "held",
        "total",
        "all",
        "level",
        "under",
        "receiv",
    )
)
