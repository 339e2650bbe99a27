"""The interface's texts as they stand in the code: what readers see must all be translated.

Finds every literal text handed to a translator (`_("…")`, `_.n("…", "…", n)`, `message("…")`,
`view.words("…")`), also inside f-strings. A text that is not a literal cannot be collected and
is refused, unless it is the template of a message that was marked elsewhere.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("metrics", "ui", "web", "pages")
CATALOGUE = ROOT / "locale" / "zh_CN" / "LC_MESSAGES" / "metrics.po"
_TRANSLATORS = ("_", "message", "words")
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")


@dataclass(frozen=True, order=True)
class Text:
    """One text of the interface; `plural` is empty for a text without a count."""

    singular: str
    plural: str = ""

    @property
    def fields(self) -> set[str]:
        """The names in braces."""
        return fields_of(self.singular) | fields_of(self.plural)


def fields_of(text: str) -> set[str]:
    """Return the names in braces of a text."""
    return set(_FIELD.findall(text))


def sources() -> Iterator[Path]:
    """Yield the Python files whose texts readers see."""
    yield ROOT / "dashboard.py"
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def texts_in_code() -> set[Text]:
    """Return every text of the interface."""
    return {
        text for path in sources() for text in texts_of(path.read_text(encoding="utf-8"), path.name)
    }


def texts_of(code: str, file: str = "") -> set[Text]:
    """Return the texts that a Python source hands to a translator.

    Raises ValueError naming file and line where a text is put together instead of written out.
    """
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and (wanted := _text_arguments(node)):
            literals = [_literal(argument, file) for argument in wanted]
            if all(literals):
                found.add(Text(*[text for text in literals if text]))
    return found


def _text_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that are texts to translate."""
    function = call.func
    if isinstance(function, ast.Name) and function.id in ("_", "message"):
        return call.args[:1]
    if not isinstance(function, ast.Attribute):
        return []
    of_words = isinstance(function.value, ast.Name) and function.value.id == "_"
    if function.attr == "n" and of_words:
        return call.args[:2]
    # `words("zh")` with a bare name asks for a language; `view.words("…")` translates.
    return call.args[:1] if function.attr in _TRANSLATORS else []


def _literal(argument: ast.expr, file: str) -> str:
    """Return a literal text; empty for the template of a message, which was marked where it is."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.Attribute) and argument.attr == "template":
        return ""
    raise ValueError(f"{file}:{argument.lineno}: not a literal text: {ast.unparse(argument)}")
