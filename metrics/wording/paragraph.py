"""Say a year in one paragraph, by fixed rules, with the place of every figure in it.

Each main category gives its lead metric and what is declared to be related to it (activity before
reach, part after whole), else the next metric. Names no cause and uses no adjective; a metric says
its change on the year before where it has one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.model.categories import Category
from metrics.model.observation import Observation
from metrics.model.series import Series, find_series, series_of
from metrics.wording.formatter import Formatter
from metrics.wording.series import change_clause

_MOST_CATEGORIES = 4
_MOST_METRICS = 2
_PLACES = re.compile("([\ue000-\uf8ff])")
_FIGURE = re.compile(r"\{(figure|number)\}")


@dataclass(frozen=True)
class Piece:
    """Hold a piece of a sentence; `observation` is the figure that it writes, if any."""

    text: str
    observation: Observation | None = None


@dataclass(eq=False)
class _Draft:
    """Collect figures while a sentence is made, a character standing for each."""

    fmt: Formatter
    figures: list[Piece] = field(default_factory=list)

    def place(self, text: str, observation: Observation) -> str:
        self.figures.append(Piece(text, observation))
        return chr(0xE000 + len(self.figures) - 1)

    def pieces(self, sentence: str) -> tuple[Piece, ...]:
        parts = [part for part in _PLACES.split(sentence) if part]
        return tuple(
            self.figures[ord(part) - 0xE000] if _PLACES.fullmatch(part) else Piece(part)
            for part in parts
        )


def lead_series(category: Category, fmt: Formatter) -> Series:
    """Return the series that speaks for a category: its lead, else its first."""
    return find_series(fmt.dataset, category.lead) or series_of(fmt.dataset, category.key)[0]


def lead_first(category: Category, fmt: Formatter) -> list[Series]:
    """Return the series of a category, the one that speaks for it before the others."""
    lead = lead_series(category, fmt)
    return sorted(series_of(fmt.dataset, category.key), key=lambda one: one is not lead)


def main_categories(fmt: Formatter) -> list[Category]:
    """Return the categories that stand first, those with figures."""
    listed = fmt.dataset.vocabulary.categories.values()
    return [each for each in listed if each.main and series_of(fmt.dataset, each.key)]


def year_paragraph(year: int, fmt: Formatter) -> tuple[Piece, ...]:
    """Return what the main categories state for a year, nothing where they do not."""
    draft, _ = _Draft(fmt), fmt.words
    clauses = [_category(each, year, draft) for each in main_categories(fmt)[:_MOST_CATEGORIES]]
    text = _("; ").join(filter(None, clauses))
    return draft.pieces(_("In {year}: {told}.", year=year, told=text)) if text else ()


def category_pieces(category: Category, year: int, fmt: Formatter) -> tuple[Piece, ...]:
    """Return what a category states first for a year, nothing where it does not."""
    draft = _Draft(fmt)
    return draft.pieces(_category(category, year, draft))


def claim_pieces(series: Sequence[Series], year: int, fmt: Formatter) -> tuple[Piece, ...]:
    """Return what metrics of one form state for a year; each has a figure."""
    draft = _Draft(fmt)
    return draft.pieces(_clauses(series, year, draft))


def _category(category: Category, year: int, draft: _Draft) -> str:
    return _clauses(_chosen(category, year, draft.fmt), year, draft)


def _clauses(chosen: Sequence[Series], year: int, draft: _Draft) -> str:
    """Return metrics one behind the other, a part as one of its whole."""
    fmt = draft.fmt
    wholes = fmt.dataset.vocabulary.others("part_of")
    text = ""
    for one in chosen:
        clause = _metric(one, year, draft)
        if text and wholes.get(one.metric.zh) in {other.metric.zh for other in chosen}:
            clause = fmt.words("of which {said}", said=clause)
        text = fmt.words("{first}, {then}", first=text, then=clause) if text else clause
    return text


def _chosen(category: Category, year: int, fmt: Formatter) -> Sequence[Series]:
    """Return the metrics that a category says, in the order in which it says them."""
    published = [s for s in series_of(fmt.dataset, category.key) if s.published(year)]
    if not published:
        return []
    lead = lead_series(category, fmt)
    if not lead.published(year):
        lead = published[0]
    known, name = fmt.dataset.vocabulary, lead.metric.zh
    activity = [s for s in published if known.others("reach_of").get(name) == s.metric.zh]
    parts = [s for s in published if known.others("part_of").get(s.metric.zh) == name]
    others = [s for s in published if s.metric.zh != name and s.metric.zh in known.phrases]
    related = [*activity, *parts] or others
    chosen = [lead, *related][:_MOST_METRICS]
    return sorted(chosen, key=lambda one: (one in parts, one not in activity, one is not lead))


def _metric(series: Series, year: int, draft: _Draft) -> str:
    """Return a metric with its figure and its change."""
    fmt, observation = draft.fmt, series.published(year)
    assert observation is not None
    known = fmt.dataset.vocabulary.phrases.get(series.metric.zh)
    zh = fmt.language == "zh"
    phrase = (known.zh if zh else known.en) if known else ""
    if not (found := _FIGURE.search(phrase)):
        phrase = fmt.words("{metric}: {figure}", metric=fmt.series(series), figure="{figure}")
        found = _FIGURE.search(phrase)
        assert found is not None
    number = fmt.number(observation)
    rest = fmt.number_unit(observation) if found[1] == "figure" else ""
    unit = rest if zh else f" {rest}".rstrip()
    place = draft.place(number, observation)
    clause = phrase[: found.start()] + place + unit + phrase[found.end() :]
    change = change_clause(series.change(year), fmt)
    return fmt.words("{first}, {then}", first=clause, then=change) if change else clause
