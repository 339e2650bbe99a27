"""Write HTML and SVG whose texts cannot become markup: every text is escaped, once, here.

A text from data never is a `Markup`; only `tag`, `joined` and `raw` make one.
"""

import html
from collections.abc import Iterable

from metrics.text import DIRECTION_MARKS, for_xml

_TURNING = dict.fromkeys(DIRECTION_MARKS)
_VOID = frozenset(("br", "hr", "img", "link", "meta"))


class Markup(str):
    """Mark a text as finished markup, which is not escaped again."""

    __slots__ = ()


Child = str | Iterable[str]


def escaped(text: str) -> Markup:
    """Return a text in harmless form; marks that turn its direction go."""
    harmless = html.escape(for_xml(text).translate(_TURNING), quote=False)
    return Markup(harmless.replace('"', "&quot;"))


def raw(text: str) -> Markup:
    """Return a text of the product's own, a style sheet or a script, as it is.

    Raises ValueError for one that would end its element.
    """
    if "</" in text:
        raise ValueError("a style sheet or script may hold no end of an element")
    return Markup(text)


def joined(parts: Iterable[str]) -> Markup:
    """Return parts one behind the other, each escaped unless it is markup."""
    return Markup("".join(part if isinstance(part, Markup) else escaped(part) for part in parts))


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """Return an element; attributes that are None, False or empty are left out.

    `class_` is class, `aria_label` is aria-label; True writes the bare name.
    """
    written = "".join(_attribute(*each) for each in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    inside = "".join(
        joined([child]) if isinstance(child, str) else joined(child) for child in children
    )
    return Markup(f"<{name}{written}>{inside}</{name}>")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False or value == "":
        return ""
    named = name.rstrip("_").replace("_", "-")
    return f" {named}" if value is True else f' {named}="{escaped(str(value))}"'
