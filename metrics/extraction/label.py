"""Hold the label of a metric for matching, from the catalogue, a report or a file.

A label knows its name and, as far as known, its unit, category and scope; what is not known
gates nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from metrics.extraction.label_words import Form, form_of, scopes_in
from metrics.model.catalogue import fold
from metrics.prose import unit_family, unit_names
from metrics.prose.names import CHANGE_WORDS, ChangeWord

_UNIT_BEHIND = re.compile(r"^(.*?)\s*[(\uff08]([^()\uff08\uff09]{1,6})[)\uff09]$")
_GROWTH = re.compile(r"增长|增幅|增速|提高|上升|提升幅度|下降|减少|降幅|降低")
_NAME_FIELDS = ("metric", "name", "label", "指标")
_UNIT_FIELDS = ("unit", "单位")


@dataclass(frozen=True)
class Label:
    """Hold a metric's name in one source; `aliases` are names that mean it exactly.

    `scope` is what the label itself is limited to, one of the kinds in `scopes.csv`; `hint` is a
    scope that only its sentence suggests. `change` is level, growth, decline, share or rank,
    empty when unknown.
    """

    metric: str
    unit: str = ""
    category: str = ""
    aliases: tuple[str, ...] = ()
    scope: str = ""
    hint: str = ""
    change: ChangeWord | Literal[""] = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the name and the aliases."""
        return (self.metric, *self.aliases)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Return the folded names."""
        return tuple(fold(name) for name in self.names)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Return the names in comparable words."""
        return tuple(form_of(name) for name in self.names)

    @cached_property
    def family(self) -> str:
        """Return the unit's family; an unknown unit is its own, no unit is empty."""
        return unit_family(self.unit) or self.unit

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Return what the label is limited to, from its scope or its name."""
        return frozenset((self.scope,)) if self.scope else scopes_in(self.metric)

    @cached_property
    def is_change(self) -> bool:
        """Return whether the label is of a rise or fall."""
        if self.change:
            return self.change in ("growth", "decline")
        return bool(_GROWTH.search(self.metric))


def label_from(source: str | Mapping[str, Any]) -> Label:
    """Return the label of a text like 应急演练(次), or of a mapping of its fields.

    Raises ValueError for anything without a name.
    """
    if isinstance(source, str):
        match = _UNIT_BEHIND.match(source.strip())
        if match and match[1] and match[2] in unit_names():
            return Label(match[1], match[2])
        return _named(source.strip(), "")
    if not isinstance(source, Mapping):
        raise ValueError(f"a label is a text or an object, not {type(source).__name__}")
    name = next((source[field] for field in _NAME_FIELDS if source.get(field)), "")
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"a label needs one of {', '.join(_NAME_FIELDS)}")
    unit = next((source[field] for field in _UNIT_FIELDS if source.get(field)), "")
    listed = source.get("aliases") or ()
    aliases = [listed] if isinstance(listed, str) else listed
    scopes = sorted(scopes_in(str(source.get("scope") or "")))
    return Label(
        name.strip(),
        str(unit).strip(),
        str(source.get("category") or ""),
        tuple(str(alias) for alias in aliases),
        scopes[0] if scopes else "",
        change=CHANGE_WORDS.get(str(source.get("change")), ""),
    )


def _named(name: str, unit: str) -> Label:
    if not name:
        raise ValueError("a label needs a name")
    return Label(name, unit)
