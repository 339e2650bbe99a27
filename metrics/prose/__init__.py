"""Read Chinese government prose: every numeral is a figure or is rejected by a named rule.

No network, no model; word lists lie in `metrics/defaults/prose`. The other packages import from
here only.
"""

from metrics.prose.categories import category_of_word
from metrics.prose.english import EnglishFigure, is_english, read_english
from metrics.prose.headings import years_in
from metrics.prose.layout import Page, lay_out, simplified_characters
from metrics.prose.reader import Reading, Rejected, TextFigure, read
from metrics.prose.rule_texts import UnknownRule, describe_rule
from metrics.prose.sections import Outline, Section, outline
from metrics.prose.serialize import records
from metrics.prose.targets import goal_in_table
from metrics.prose.units import unit_family, unit_names

__all__ = [
    "EnglishFigure",
    "Outline",
    "Page",
    "Reading",
    "Rejected",
    "Section",
    "TextFigure",
    "UnknownRule",
    "category_of_word",
    "describe_rule",
    "goal_in_table",
    "is_english",
    "lay_out",
    "outline",
    "read",
    "read_english",
    "records",
    "simplified_characters",
    "unit_family",
    "unit_names",
    "years_in",
]
