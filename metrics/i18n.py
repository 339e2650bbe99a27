"""Translate the interface's texts into the reader's language, from `locale/`.

English is the source language: the texts in the code are the message ids. Chinese is read from
`locale/zh_CN/LC_MESSAGES/metrics.po`. Holds no word itself and never guesses a language.
"""

import gettext
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from metrics import product_folder

LANGUAGES = ("zh", "en")
LOCALES = {"zh": "zh_CN", "en": "en"}
HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}
LOCALE_FOLDER = product_folder("locale")


@dataclass(frozen=True)
class Message:
    """Hold a text to be translated later, in the reader's language."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


def message(template: str, /, **values: Any) -> Message:
    """Mark a text for translation; `values` fill its `{names}`, or are messages."""
    return Message(template, values)


@dataclass(frozen=True)
class InBoth:
    """Hold a name of the data in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Words:
    """Translate into one language: `_ = words("zh")`, then `_("Total: {n}", n=3)`."""

    language: str
    catalogue: gettext.NullTranslations

    def __call__(self, template: str, /, **values: Any) -> str:
        """Return the text in this language with its `{names}` filled in."""
        return self._fill(self.catalogue.gettext(template), values)

    def n(self, singular: str, plural: str, n: int, /, **values: Any) -> str:
        """Return the form of the text for the count `n`, which fills `{n}`."""
        return self._fill(self.catalogue.ngettext(singular, plural, n), {"n": f"{n:,}", **values})

    def say(self, text: Message) -> str:
        """Return a deferred message in this language."""
        return self(text.template, **text.values)

    def date(self, day: date) -> str:
        """Return a date in this language: 2025年1月22日, January 22, 2025."""
        return format_date(day, "long", locale=LOCALES[self.language])

    def list(self, items: list[str]) -> str:
        """Join names in this language: 甲、乙, or A, B."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def clauses(self, parts: Iterable[str]) -> str:
        """Join parts of one sentence in this language: 甲，乙, or A, B."""
        return ("\uff0c" if self.language == "zh" else ", ").join(part for part in parts if part)

    def _fill(self, template: str, values: dict[str, Any]) -> str:
        if not values:
            return template
        filled = {name: self._value(value) for name, value in values.items()}
        return template.format(**filled)

    def _value(self, value: Any) -> Any:
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, InBoth):
            return value.zh if self.language == "zh" else value.en
        if isinstance(value, tuple):
            return self.list([str(self._value(one)) for one in value])
        return value


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """Return the translator of `language`, one of LANGUAGES.

    Raises LookupError naming the languages that exist.
    """
    if language not in LANGUAGES:
        raise LookupError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return Words(language, _read_catalogue(language))


def _read_catalogue(language: str) -> gettext.NullTranslations:
    source = LOCALE_FOLDER / LOCALES[language] / "LC_MESSAGES" / "metrics.po"
    if language == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=LOCALES[language]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def best_language(preference: str | None) -> str:
    """Return the language nearest to a browser's locale; Chinese when unknown."""
    return "en" if (preference or "").lower().startswith("en") else "zh"
