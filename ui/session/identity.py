"""Say whose pages these are: the bureau's name in the frame and in the browser's tab.

The name stands over the menu, at the head of the page where the menu is folded away, and nowhere
where the page is part of another or on paper, which has a head of its own.
"""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from metrics.i18n import Words
from metrics.model.bureau import Bureau
from metrics.model.categories import Category
from metrics.model.dataset import load_words
from metrics.model.vocabulary import name_in
from metrics.problems import BrokenData

_LOOKS = Path(__file__).with_suffix(".css")
_FONTS = ("sans", "serif")
_ENGLISH_MARKS = "U+2014, U+2018-201D, U+2022, U+2026"


def the_bureau() -> Bureau | None:
    """Return the bureau of this server, None where its description cannot be read."""
    try:
        return load_words().bureau
    except BrokenData:
        return None


def main_categories() -> tuple[Category, ...]:
    """Return the categories with a page of their own; none where the words are broken."""
    return tuple(each for each in _categories() if each.main)


def has_others() -> bool:
    """Return whether some categories have no page of their own, or none are known."""
    return not all(each.main for each in _categories()) or not _categories()


def _categories() -> tuple[Category, ...]:
    try:
        return tuple(load_words().vocabulary.categories.values())
    except BrokenData:
        return ()


def tab_title(page: str, _: Words) -> str:
    """Return the title of the browser's tab: the page's and the bureau's name."""
    bureau = the_bureau()
    return f"{page} · {name_in(bureau, _.language)}" if bureau else page


def show_identity(_: Words) -> None:
    """Put the looks and the fonts of the reader's language into the frame."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.html(f"<style>{_looks(_.language, theme)}</style>")


@lru_cache(maxsize=8)
def _looks(language: str, theme: str) -> str:
    named = {
        "serif": st.get_option("theme.headingFont") or "serif",
        "ground": _color(theme, "secondaryBackgroundColor"),
        "line": _color(theme, "borderColor"),
    }
    texts = f":root {{ {' '.join(f'--bureau-{n}: {text};' for n, text in named.items())} }}"
    faces = "".join(map(_english_face, _FONTS)) if language == "en" else ""
    return "\n".join([texts, faces, _LOOKS.read_text(encoding="utf-8")])


def _color(theme: str, name: str) -> str:
    return str(st.get_option(f"theme.{theme}.{name}"))


def _english_face(kind: str) -> str:
    """Return the face with the narrow quotation marks and dashes of English."""
    source = f'url("app/static/fonts/bureau-{kind}.woff2")'
    return (
        f'@font-face {{ font-family: "Bureau {kind.title()}"; font-weight: 400 700;'
        f" src: {source}; unicode-range: {_ENGLISH_MARKS}; }}"
    )
