"""Let messages name metrics, units, categories and places in the reader's language.

What stands in the file is quoted as it stands: it is always the value `found` of a message.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metrics.i18n import InBoth, Message
from metrics.model.catalogue import Catalogue
from metrics.model.vocabulary import Vocabulary
from metrics.problems import Problem
from metrics.tables.result import Question

QUOTED = "found"


def english_names(catalogue: Catalogue, words: Vocabulary) -> Mapping[str, str]:
    """Return the English of every name that has one, by the Chinese."""
    units = {key: unit.en_many or unit.en for key, unit in words.units.items()}
    categories = {one.zh: one.en for one in words.categories.values()}
    metrics = {one.zh: one.en for one in catalogue.metrics}
    listed = {**words.places, **units, **categories, **metrics}
    return {zh: en for zh, en in listed.items() if en and en != zh}


def problem_in_both(problem: Problem, english: Mapping[str, str]) -> Problem:
    """Return a problem whose messages know the English of the names in them."""
    fix = problem.fix and _in_both(problem.fix, english)
    return replace(problem, message=_in_both(problem.message, english), fix=fix)


def question_in_both(question: Question, english: Mapping[str, str]) -> Question:
    """Return a question whose texts know the English of the names in them."""
    options = tuple(replace(o, label=_in_both(o.label, english)) for o in question.options)
    return replace(question, ask=_in_both(question.ask, english), options=options)


def _in_both(text: Message, english: Mapping[str, str]) -> Message:
    if not text.values:
        return text
    values = {
        name: value if name == QUOTED else _value(value, english)
        for name, value in text.values.items()
    }
    return replace(text, values=values)


def _value(value: Any, english: Mapping[str, str]) -> Any:
    if isinstance(value, Message):
        return _in_both(value, english)
    if isinstance(value, tuple):
        return tuple(_value(one, english) for one in value)
    known = english.get(value) if isinstance(value, str) else None
    return InBoth(value, known) if known else value
