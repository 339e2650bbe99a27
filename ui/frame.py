"""The frame around every page: navigation, language, the reader's data, what went wrong.

Streamlit's `pages/` folder has a trap: on a fresh server a page's address opened first runs the
page's script alone, without `dashboard.py`. Every page therefore calls `enter()` first, which
puts the frame around it when there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics.i18n import LANGUAGES, Words, best_language, words
from metrics.model.dataset import Dataset, load
from metrics.model.vocabulary import name_in
from metrics.operations.settings import reading_is_closed
from metrics.operations.telemetry import timed_page
from metrics.problems import BrokenData, Problem
from metrics.store import Store, StoreError
from metrics.store.published import published
from ui.components import prefetch
from ui.session import url_state
from ui.session.browser_texts import translate_browser_texts
from ui.session.print_view import show_print_head
from ui.session.problem_list import show_problems
from ui.session.services import settle, the_store
from ui.session.session_cookie import remember_browser
from ui.session.sign_in import require_editor, show_who_is_here

ROOT = Path(__file__).resolve().parent.parent
VERSION = "version"
_SEEN = "_version_seen"
_LOOK_EVERY = "60s"
_DARK_ON_LIGHT = "button[kind^='primary']:not(:disabled) { color: #10161d; }"
_framed: ContextVar[bool] = ContextVar("framed", default=False)


@dataclass(frozen=True)
class View:
    """What a page works with: what is published, where it is kept, the words of this reader.

    `data` is as of `version` where the reader follows a frozen link, else what is published now,
    as `current` always is.
    """

    data: Dataset
    words: Words
    store: Store
    current: Dataset

    @property
    def frozen(self) -> bool:
        """Whether the reader follows a link that holds on to a version."""
        return VERSION in st.query_params


def run() -> None:
    """Show the frame and, inside it, the page that the address asks for."""
    token = _framed.set(True)
    remember_browser()
    prefetch.begin()
    try:
        layout: Literal["centered", "wide"] = "centered" if url_state.is_on_paper() else "wide"
        st.set_page_config(page_icon=str(ROOT / "static" / "icon.png"), layout=layout)
        _darken_what_stands_on_light_buttons()
        _ = reader_words()
        menu: Literal["sidebar", "hidden"] = "hidden" if url_state.is_bare() else "sidebar"
        page = st.navigation(_pages(_), expanded=True, position=menu)
        url_state.enter_page(page.url_path)
        _ = reader_words()
        if not url_state.is_bare():
            _show_language_switch(_)
        translate_browser_texts(_)
        with timed_page(page.url_path or "overview"):
            page.run()
    finally:
        url_state.leave_page()
        _framed.reset(token)


def enter(*, follows_version: bool = False) -> View:
    """Begin a page: return its data and words, or show what is wrong with the data and stop.

    A page that `follows_version` shows the figures as of the version that its address names.
    """
    if not _framed.get():
        if _main_script_is_dashboard():
            run()
            st.stop()
        st.session_state.setdefault("_notices", [])
    _ = reader_words()
    try:
        store = the_store()
        current = published(store)
        settle(current.version)
        data = _as_of(store, current, _) if follows_version else current
    except StoreError as error:
        show_problems(_("The figures cannot be shown"), [error.problem], _)
        st.stop()
    except BrokenData as error:
        show_problems(_("The figures cannot be shown"), _everything_wrong(error), _)
        st.stop()
    if reading_is_closed():
        require_editor(_, reading=True)
    if not url_state.is_bare():
        show_who_is_here(_)
        _say_what_is_new(current.version, _)
        with st.sidebar:
            _watch(store, current.version, _)
    if url_state.is_on_paper():
        show_print_head(data, _)
    if data.bureau.sample:
        st.warning(
            _("Invented sample data: no figure on this page is real"), icon=":material/info:"
        )
    return View(data, _, store, current)


def show_changing(show: Callable[[View], None], view: View) -> None:
    """Show the part of a page that its own switches change, so that they leave the frame alone.

    What the frame itself depends on begins the whole page anew: a publication, another version or
    language asked for, the print view.
    """
    framed = _frame_depends_on(view.store)

    @st.fragment
    def part() -> None:
        if _frame_depends_on(view.store) != framed:
            st.rerun(scope="app")
        if _framed.get():
            show(view)
            return
        url_state.forget_notices()
        with timed_page(url_state.page() or "overview"):
            show(view)

    part()


def _frame_depends_on(store: Store) -> tuple[object, ...]:
    asked = (st.query_params.get(name) for name in (VERSION, url_state.PRINT, "lang"))
    try:
        return (store.version(), *asked)
    except StoreError:
        return (None, *asked)


def _as_of(store: Store, current: Dataset, _: Words) -> Dataset:
    """Return the figures as of the version that the address names, else the current ones."""
    versions = [str(version) for version in range(1, current.version + 1)]
    asked = url_state.chosen(VERSION, versions, str(current.version), _)
    return current if VERSION not in st.query_params else published(store, version=int(asked))


def reader_words() -> Words:
    """Return the words of the reader's language: the address, else the browser, else Chinese."""
    asked = st.query_params.get("lang") or st.session_state.get("_kept_lang")
    return words(asked if asked in LANGUAGES else best_language(st.context.locale))


def _pages(_: Words) -> dict[str, list[st.Page]]:
    def page(name: str, title: str, icon: str, default: bool = False) -> st.Page:
        script = ROOT / "pages" / f"{name}.py"
        return st.Page(script, title=title, icon=f":material/{icon}:", default=default)

    return {
        _("Browse"): [
            page("overview", _("Overview"), "dashboard", default=True),
            page("training", _("Training"), "school"),
            page("drills", _("Drills"), "campaign"),
            page("hazards", _("Hazards"), "warning"),
            page("equipment", _("Equipment"), "fire_truck"),
            page("others", _("Other figures"), "category"),
        ],
        _("Analyse"): [
            page("explore", _("Explore the data"), "query_stats"),
            page("proofread", _("Proofread a draft"), "spellcheck"),
        ],
        _("Update"): [
            page("upload", _("Upload a year"), "upload_file"),
            page("extract", _("Read a report"), "plagiarism"),
            page("history", _("History"), "history"),
        ],
        _("About"): [page("sources", _("Sources and definitions"), "menu_book")],
    }


def _darken_what_stands_on_light_buttons() -> None:
    """Make the text of main buttons readable in the dark theme, where their colour is a light one.

    Streamlit writes white on the primary colour of any theme and has no setting for it.
    """
    if st.context.theme.type == "dark":
        st.html(f"<style>{_DARK_ON_LIGHT}</style>")


def _show_language_switch(_: Words) -> None:
    default = best_language(st.context.locale)
    with st.sidebar:
        url_state.switch(
            _("Language"),
            "lang",
            {"zh": "中文", "en": "English"},
            default,
            _,
        )


def _everything_wrong(error: BrokenData) -> Sequence[Problem]:
    """Return the problems of all files: whoever stumbled first may have seen only one of them."""
    try:
        load()
    except BrokenData as everything:
        return everything.problems
    return error.problems


def _say_what_is_new(version: int, _: Words) -> None:
    """Tell a reader, quietly, that other figures are published than a moment ago."""
    seen = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = version
    if seen is not None and seen != version:
        said = _("New figures have been published (version {version})", version=version)
        st.toast(said, duration="long")


@st.fragment(run_every=_LOOK_EVERY)
def _watch(store: Store, shown: int, _: Words) -> None:
    """Say it quietly when other figures are published while a reader has the page open."""
    try:
        newest = store.version()
    except StoreError:
        return
    if newest != shown:
        st.caption(_("New figures have been published; they appear with your next click."))


def _main_script_is_dashboard() -> bool:
    context = get_script_run_ctx()
    return context is not None and Path(context.main_script_path).name == "dashboard.py"


def title_row(title: str) -> st.delta_generator.DeltaGenerator:
    """Show the page's title; return the place for controls at its right (below on a phone)."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    row.title(title, anchor=False, width="stretch")
    return row.container(width="content", horizontal=True, vertical_alignment="bottom")


def nothing_published(view: View) -> bool:
    """Say so where the store holds no figure at all; return whether that is the case."""
    if not view.data.years:
        st.info(view.words("Nothing is published yet."))
    return not view.data.years


def bureau_name(view: View) -> str:
    """Return the bureau's name in the reader's language."""
    return name_in(view.data.bureau, view.words.language)
