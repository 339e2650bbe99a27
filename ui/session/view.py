"""Hold what a page works with: its figures, their store, the reader's language."""

from dataclasses import dataclass

import streamlit as st

from metrics.i18n import LANGUAGES, Words, best_language, words
from metrics.model.dataset import Dataset
from metrics.store import Store
from metrics.wording.formatter import Formatter
from ui.session.url_state import kept_choice, understood

HELD_VERSION = "version"  # the parameter by which a link holds on to a version


@dataclass(frozen=True)
class View:
    """Hold the figures of a page, their store, and the reader's words.

    `data` is as of `version` where the reader follows a frozen link, else what is published now,
    as `current` always is.
    """

    data: Dataset
    words: Words
    store: Store
    current: Dataset

    @property
    def formatter(self) -> Formatter:
        """Return the reader's words for the figures of the page."""
        return Formatter(self.data, self.words)

    @property
    def frozen(self) -> bool:
        """Return whether the reader follows a link that holds on to a version."""
        return HELD_VERSION in st.query_params


def reader_words() -> Words:
    """Return the reader's language: the address, else the browser, else Chinese."""
    language = understood("lang", kept_choice("lang"))
    return words(language if language in LANGUAGES else best_language(st.context.locale))
