"""Frame every page: navigation, language, the reader's figures, their problems.

Where nothing tells it otherwise, Streamlit runs a script of `pages/` alone, without `dashboard.py`:
not on a server of ours, but in the framework's own tests of an app. Every page therefore calls
`open_page()` first, which puts the frame around it when there is none.
"""

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.material_icon_names import ALL_MATERIAL_ICONS
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics import data_folder, is_unused
from metrics.i18n import Words, best_language
from metrics.model.categories import OTHER_ICON
from metrics.model.dataset import Dataset, load
from metrics.model.vocabulary import name_in
from metrics.operations.settings import reading_is_closed
from metrics.operations.telemetry import timed_page
from metrics.problems import BrokenData, Problem
from metrics.store import Store, StoreError
from metrics.store.published import published
from ui.components.switches import forget_frames
from ui.session import url_state
from ui.session.browser_texts import send_browser_scripts
from ui.session.identity import (
    has_others,
    main_categories,
    show_identity,
    tab_title,
)
from ui.session.markdown import plain_text
from ui.session.menu import show_name_and_menu
from ui.session.print_view import show_print_head
from ui.session.problem_list import show_problems
from ui.session.services import freeze_gc, the_store
from ui.session.session_cookie import remember_browser
from ui.session.sign_in import (
    is_administrator,
    require_editor,
    show_editor,
    while_let_in,
)
from ui.session.view import HELD_VERSION, View, reader_words

ROOT = Path(__file__).resolve().parent.parent
_VERSION_SEEN = "_version_seen"
_LOOK_EVERY = "60s"
_SIDEBAR_WIDTH = 256  # px, the longest name of a page on one line
_DARK_ON_LIGHT = "button[kind^='primary']:not(:disabled) { color: #10161d; }"
_framed: ContextVar[bool] = ContextVar("framed", default=False)


def run_app() -> None:
    """Show the frame and, inside it, the page that the address asks for."""
    token = _framed.set(True)
    remember_browser()
    forget_frames()
    url_state.follow_history()
    try:
        layout: Literal["centered", "wide"] = "centered" if url_state.is_on_paper() else "wide"
        icon = str(ROOT / "static" / "icon.png")
        st.set_page_config(page_icon=icon, layout=layout, initial_sidebar_state=_SIDEBAR_WIDTH)
        _darken_texts_of_light_buttons()
        _ = reader_words()
        pages = _pages(_)
        page = st.navigation(pages, position="hidden")
        title = tab_title(page.title, _)
        # Each call states the width anew; without it the menu has the framework's own.
        st.set_page_config(page_title=title, initial_sidebar_state=_SIDEBAR_WIDTH)
        show_identity(_)
        opened_with = url_state.enter_page(page.url_path)
        if url_state.is_bare():
            aside = st.container()
        else:
            aside = show_name_and_menu(pages, page, _)
            _show_language_switch(_)
        path = f"{url_state.base_path()}/{page.url_path}"
        with aside:
            send_browser_scripts(_, path, url_state.carried_choices(), opened_with)
        with timed_page(page.url_path or "overview"):
            page.run()
    finally:
        _framed.reset(token)


def open_page(*, follows_version: bool = False) -> View:
    """Begin a page: return its figures and words, or stop at problems of the data.

    A page that `follows_version` shows the figures as of the version that its address names.
    """
    if not _framed.get():
        if _main_script_is_dashboard():
            run_app()
            st.stop()
        url_state.forget_notices()
    _ = reader_words()
    view = _published_view(_, follows_version=follows_version)
    if reading_is_closed():
        require_editor(_, "reader")
    if not url_state.is_bare():
        show_editor(_)
        _announce_version(view.current.version, _)
        with st.sidebar:
            _watch_versions(view.store, view.current.version, _)
    if view.store.database.failing:
        st.warning(
            _("The database does not answer. These are the figures of version {version}, as they "
              "were read last.", version=view.data.version)
        )  # fmt: skip
    if url_state.is_on_paper():
        show_print_head(view.formatter)
    if view.data.bureau.sample:
        # Without the frame there is no row above the title to stand under.
        with st.container(key=None if url_state.is_bare() else "sample"):
            st.badge(_("Invented sample data: no figure on this page is real"), color="orange")
    return view


def _published_view(_: Words, *, follows_version: bool) -> View:
    try:
        store = the_store()
        current = published(store)
        freeze_gc(current.version)
        data = _as_of(store, current, _) if follows_version else current
    except StoreError as error:
        show_problems(_("The figures cannot be shown"), [error.problem], _)
        st.stop()
    except BrokenData as error:
        show_problems(_("The figures cannot be shown"), _problems_of_all_files(error), _)
        st.stop()
    return View(data, _, store, current)


def as_fragment(show: Callable[[View], None], view: View) -> None:
    """Show a page's part that its own switches rerun, without the frame.

    What the frame itself depends on begins the whole page anew: a publication, another version or
    language asked for, the print view.
    """
    framed = _frame_depends_on(view.store)

    @st.fragment
    @while_let_in
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
    choices = (url_state.asked(name) for name in (HELD_VERSION, url_state.PRINT, "lang"))
    try:
        return (store.version(), *choices)
    except StoreError:
        return (None, *choices)


def _as_of(store: Store, current: Dataset, _: Words) -> Dataset:
    """Return the figures of the version in the address, else the current ones."""
    versions = [str(version) for version in range(1, current.version + 1)]
    version = url_state.chosen(HELD_VERSION, versions, str(current.version), _)
    return (
        current if HELD_VERSION not in st.query_params else published(store, version=int(version))
    )


def _pages(_: Words) -> dict[str, list[st.Page]]:
    def page(
        name: str, title: str, icon: str, *, default: bool = False, listed: bool = True
    ) -> st.Page:
        script = ROOT / "pages" / f"{name}.py"
        seen: Literal["visible", "hidden"] = "visible" if listed else "hidden"
        return st.Page(
            script, title=title, icon=f":material/{icon}:", default=default, visibility=seen
        )

    if is_unused(data_folder()):
        return {
            _("Browse"): [page("set_up", _("Set up the dashboard"), "domain_add", default=True)]
        }
    return {
        _("Browse"): [
            page("overview", _("Overview"), "dashboard", default=True),
            *_category_pages(_),
            # Figures of a category that no list names still have their address.
            page("others", _("Other figures"), "category", listed=has_others()),
            page("targets", _("Goals and progress"), "flag"),
        ],
        _("Analyse"): [
            page("explore", _("Explore the data"), "query_stats"),
            page("metric", _("All metrics"), "data_object", listed=False),
            page("proofread", _("Proofread a draft"), "spellcheck"),
            page("next_report", _("Write the next report"), "edit_document"),
        ],
        _("Update"): [
            page("upload", _("Upload a year"), "upload_file"),
            page("extract", _("Read a report"), "plagiarism"),
            page("history", _("History"), "history"),
            page("accounts", _("Accounts and log"), "group", listed=is_administrator()),
        ],
        _("About"): [page("sources", _("Sources and definitions"), "menu_book")],
    }


def _category_pages(_: Words) -> Iterator[st.Page]:
    """Yield a page for each main category of the bureau; all are one script."""
    for each in main_categories():
        name = each.icon if each.icon in ALL_MATERIAL_ICONS else OTHER_ICON
        yield st.Page(
            ROOT / "pages" / "category.py",
            title=plain_text(name_in(each, _.language)),
            icon=f":material/{name}:",
            url_path=each.address,
        )


def _darken_texts_of_light_buttons() -> None:
    """Darken the text of main buttons in the dark theme, for contrast.

    Streamlit writes white on the primary colour of any theme and has no setting for it.
    """
    if st.context.theme.type == "dark":
        st.html(f"<style>{_DARK_ON_LIGHT}</style>")


def _show_language_switch(_: Words) -> None:
    languages = {"zh": "中文", "en": "English"}
    with st.sidebar:
        url_state.switch(_("Language"), "lang", languages, best_language(st.context.locale), _)


def _problems_of_all_files(error: BrokenData) -> Sequence[Problem]:
    """Return the problems of all files; the error may hold the first one's only."""
    try:
        load()
    except BrokenData as everything:
        return everything.problems
    return error.problems


def _announce_version(version: int, _: Words) -> None:
    """Show a toast when another version is published than in the reader's last run."""
    seen = st.session_state.get(_VERSION_SEEN)
    st.session_state[_VERSION_SEEN] = version
    if seen is not None and seen != version:
        text = _("New figures have been published (version {version})", version=version)
        st.toast(text, duration="long")


@st.fragment(run_every=_LOOK_EVERY)
@while_let_in
def _watch_versions(store: Store, version: int, _: Words) -> None:
    """Show a caption when a newer version is published while the page is open."""
    try:
        newest = store.version()
    except StoreError:
        return
    if newest != version:
        st.caption(_("New figures have been published; they appear with your next click."))


def _main_script_is_dashboard() -> bool:
    context = get_script_run_ctx()
    return context is not None and Path(context.main_script_path).name == "dashboard.py"
