"""Reading Chinese government prose: every numeral is a figure or is rejected by a named rule.

The way in is `read`; `records` turns a reading into JSON-ready records and `describe_rule` says
what a rule id means. Pure standard library, no network, no model.
"""

from metrics.prose.reader import Figure, Reading, Rejected, read
from metrics.prose.rule_texts import UnknownRule, describe_rule, rule_ids
from metrics.prose.sections import Section
from metrics.prose.serialize import records

__all__ = [
    "Figure",
    "Reading",
    "Rejected",
    "Section",
    "UnknownRule",
    "describe_rule",
    "read",
    "records",
    "rule_ids",
]
