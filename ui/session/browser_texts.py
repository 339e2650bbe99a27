"""Streamlit's own English texts in the browser, and the page's language attribute.

Streamlit has no setting for either. A small script rewrites the texts listed in
`locale/framework.csv`; a text that is not listed stays as it is.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import streamlit as st

from metrics.i18n import HTML_LANGUAGES, LOCALE_FOLDER, Words
from metrics.model.csv_file import read_rows

_SCRIPT = Path(__file__).with_suffix(".js")


def translate_browser_texts(_: Words) -> None:
    """Put Streamlit's own texts and the page's `lang` attribute into the reader's language."""
    st.html(_call(_.language), unsafe_allow_javascript=True)


@lru_cache
def _call(language: str) -> str:
    told = {
        "pairs": [(row["en"], row["zh"]) for row in read_rows(LOCALE_FOLDER / "framework.csv")],
        "target": language,
        "htmlLanguage": HTML_LANGUAGES[language],
    }
    # "<" is written as an escape, so that no text can close the script.
    data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>({_SCRIPT.read_text(encoding='utf-8').strip()})({data})</script>"
