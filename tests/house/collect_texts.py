"""Brings the Chinese catalogue up to date with the code: `make texts`.

Translations stay, new texts wait untranslated, texts that are gone go. Files and lines are not
written, so the catalogue changes only when the texts do.
"""

import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from tests.support.texts import CATALOGUE, ROOT, Text, texts_in_code

HEADER = b"""# Chinese (Simplified) texts of the interface; the message ids are the English texts.
# Kept by `make texts`.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """Return the Chinese catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN")


def entry_of(text: Text, catalogue: Catalog) -> Entry | None:
    """Return the catalogue's entry for a text, or None."""
    found = catalogue.get(text.singular)
    if found is None or bool(text.plural) != found.pluralizable:
        return None
    return None if text.plural and found.id[1] != text.plural else found


def translation(entry: Entry | None) -> str:
    """Return the Chinese of an entry; empty while nobody has translated it."""
    if entry is None or entry.fuzzy:
        return ""
    return entry.string[0] if isinstance(entry.string, list | tuple) else entry.string or ""


def updated(texts: Iterable[Text], old: Catalog) -> bytes:
    """Return the catalogue file of these texts with the old translations."""
    new = Catalog(locale="zh_CN", fuzzy=False)
    for text in sorted(texts):
        said = translation(entry_of(text, old))
        if text.plural:
            new.add((text.singular, text.plural), (said,))
        else:
            new.add(text.singular, said)
    body = BytesIO()
    write_po(body, new, width=100, no_location=True, omit_header=True)
    return HEADER + body.getvalue().strip() + b"\n"


def main() -> None:
    """Rewrite the catalogue and say what is left to translate."""
    texts, old = texts_in_code(), read_catalogue()
    CATALOGUE.write_bytes(updated(texts, old))
    waiting = [text for text in sorted(texts) if not translation(entry_of(text, old))]
    sys.stdout.write(f"{CATALOGUE.relative_to(ROOT)}: {len(texts)} texts\n")
    for text in waiting:
        sys.stdout.write(f"  untranslated: {text.singular}\n")


if __name__ == "__main__":
    main()
