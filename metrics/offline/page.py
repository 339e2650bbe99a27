"""Hold what every page without a server has: its head, its looks, its fonts, the bureau's name.

A page fetches nothing: fonts and looks are in it, and its policy forbids the rest.
"""

import base64
from functools import lru_cache
from pathlib import Path

from metrics import product_folder
from metrics.i18n import HTML_LANGUAGES, Words
from metrics.markup import Markup, raw, tag

_LOOKS = Path(__file__).parent / "looks"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
_LATIN = (
    "U+0020-007E, U+00A0-00B3, U+00B5, U+00D7, U+00F7, U+2010-2013, U+2074-2089, U+2212,"
    " U+2248, U+2260, U+2264-2265"
)
_NOTHING = Markup("")
_ENGLISH_MARKS = ", U+2014, U+2018-201D, U+2022, U+2026"


def page(
    title: str,
    body: Markup,
    _: Words,
    *,
    looks: tuple[str, ...],
    head: Markup = _NOTHING,
    fonts: bool = True,
) -> bytes:
    """Return a whole page as a file; `looks` are style sheets of this package.

    `head` comes last in the head; without `fonts` letters are those of the reader's system.
    """
    faces = [_faces(_.language)] if fonts else []
    css = "\n".join([*faces, *map(_look, looks)])
    whole_head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", raw(css)),
        head,
    )
    whole = tag("html", whole_head, body, lang=HTML_LANGUAGES[_.language])
    return f"<!DOCTYPE html>\n{whole}\n".encode()


@lru_cache(maxsize=8)
def _look(name: str) -> str:
    return (_LOOKS / f"{name}.css").read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _faces(language: str) -> str:
    """Return the faces of Latin letters; none where the fonts are not installed."""
    codes = _LATIN + (_ENGLISH_MARKS if language == "en" else "")
    faces = []
    for kind in ("sans", "serif"):
        file = product_folder("static") / "fonts" / f"bureau-{kind}.woff2"
        if file.is_file():
            content = base64.b64encode(file.read_bytes()).decode()
            source = f"url(data:font/woff2;base64,{content})"
            faces.append(
                f'@font-face {{ font-family: "Bureau {kind.title()}"; font-weight: 400 700;'
                f" src: {source}; unicode-range: {codes}; }}"
            )
    return "\n".join(faces)
