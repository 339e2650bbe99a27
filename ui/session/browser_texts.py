"""Run scripts on every page in the browser: framework texts, address, place, focus.

Streamlit has no setting for its English texts nor for the page's language attribute. A text that
is not listed in `locale/framework.csv` stays as it is.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import streamlit as st

from metrics.i18n import HTML_LANGUAGES, LOCALE_FOLDER, Words
from metrics.model.csv_file import read_rows

_FOLDER = Path(__file__).parent


def send_browser_scripts(
    _: Words, path: str, choices: Mapping[str, str], opened_with: Sequence[str] | None
) -> None:
    """Send the scripts that translate texts and complete the address.

    `choices` are written into the address of the page that the browser has at `path`; of a page
    just opened, parameters other than these and those it was `opened_with` are taken out of it.
    """
    told = {"path": path, "choices": dict(choices), "opened_with": opened_with}
    carry = script_call("carry.js", told) if choices or opened_with is not None else ""
    always = script_call("scroll.js", {}) + script_call("popovers.js", {})
    scripts = _translation(_.language) + always + carry
    st.html(scripts, unsafe_allow_javascript=True)


@lru_cache
def _translation(language: str) -> str:
    rows = read_rows(LOCALE_FOLDER / "framework.csv")
    return script_call(
        "browser_texts.js",
        {
            "pairs": [(row["en"], row["zh"]) for row in rows],
            "target": language,
            "htmlLanguage": HTML_LANGUAGES[language],
        },
    )


def script_call(script: str, argument: Mapping[str, object]) -> str:
    """Return a script of this folder, a function, called with its argument."""
    # "<" is written as an escape, so that no text can close the script.
    data = json.dumps(argument, ensure_ascii=False).replace("<", "\\u003c")
    function = (_FOLDER / script).read_text(encoding="utf-8").strip()
    return f"<script>({function})({data})</script>"
