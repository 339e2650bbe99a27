"""Set up the server: its own addresses, and its start before the first visitor."""

import asyncio
import logging
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.routing import BaseRoute
from streamlit.config import get_option
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server import server_util

from metrics import VERSION
from metrics.auth import PASSCODE_VARIABLE
from metrics.i18n import LANGUAGES, words
from metrics.log import event, failure, keep_printing, start_logging
from metrics.operations.settings import check_configuration, summary
from metrics.problems import BrokenData
from metrics.store import StoreError
from metrics.store.accounts import has_accounts
from metrics.store.audit import record_settings
from metrics.store.evidence import sources_of
from metrics.store.published import published
from metrics.store.restatements import restatements
from ui.components import static_files
from ui.session.problem_list import problem_text
from ui.session.services import freeze_gc, sign_in_service, signs_in_elsewhere, the_store
from ui.session.view import reader_words
from web import api, health
from web.connections import limit_connections

_PAGES = ("ui.views.overview", "ui.views.category", "ui.views.explore.page", "ui.views.sources")
"""What the pages that readers open import; editors' pages are rarer and load when asked for."""
_TOLD = ("streamlit", "pandas", "plotly", "sqlalchemy")
"""The packages whose versions the log tells: they decide what readers see."""


def routes() -> list[BaseRoute]:
    """Return the addresses that the server answers beside Streamlit's own."""
    return [*health.routes(), *static_files.routes(), *api.routes(), api.no_such_address()]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the store, load its figures, and print how editors sign in.

    What is wrong is written to the log; the pages say it in the reader's language, and the server
    answers all the same.
    """
    start_logging()
    keep_printing()
    _announce_address()
    # Else the framework lists the files of `pages/` until somebody has opened the front page, and
    # knows no category's page.
    PagesManager.uses_pages_directory = False
    _tell_settings()
    try:
        shown = published(the_store())
        the_store().publication(shown.version)  # held, should the database fall silent
        event("ready", version=shown.version, store=the_store().database.place)
        record_settings(the_store(), summary())
    except StoreError as error:
        event("figures-not-shown", logging.ERROR, codes=[error.problem.code])
    except BrokenData as error:
        codes = sorted({problem.code for problem in error.problems})
        event("figures-not-shown", logging.ERROR, codes=codes)
    _announce_passcode()
    unbound = limit_connections()
    warming = asyncio.create_task(asyncio.to_thread(_warm_up))
    yield
    await warming
    unbound()
    event("stop")


def _warm_up() -> None:
    """Do before the first visitor what would otherwise happen while they wait."""
    static_files.warm_up()
    for name in _PAGES:
        import_module(name)
    for language in LANGUAGES:
        words(language)
    with suppress(StoreError, BrokenData):
        version = published(the_store()).version
        restatements(the_store(), version)
        sources_of(the_store())
        the_store().history()
        freeze_gc(version)


def say_failure(error: Exception) -> bool:
    """Show a failure of a page, with its number in the log."""
    if isinstance(error, StoreError):
        st.error(problem_text(error.problem, reader_words()), icon=":material/error:")
        return True
    number = failure(error, page=urlsplit(st.context.url or "").path)
    _ = reader_words()
    text = _("This page failed. Tell whoever runs the server this number: {number}", number=number)
    st.error(text, icon=":material/error:")
    return True


def _tell_settings() -> None:
    packages = {name: version(name) for name in _TOLD}
    event("start", product=VERSION, python=platform.python_version(), **packages, **summary())
    _ = words("en")
    for problem in check_configuration():
        level = logging.ERROR if problem.severity == "error" else logging.WARNING
        fix = _.say(problem.fix) if problem.fix else ""
        event("setting", level, name=problem.file, problem=_.say(problem.message), fix=fix)


def _signs_in_by_account() -> bool:
    try:
        return has_accounts(the_store())
    except (BrokenData, StoreError):  # the log and the pages report it
        return False


def _announce_address() -> None:
    """Print the address, as the framework does, which ends where a disk is full."""
    address = server_util.get_url(get_option("browser.serverAddress"))
    print(f"\n  The dashboard is at {address}\n", flush=True)


def _announce_passcode() -> None:
    try:
        generated = sign_in_service().generated
    except BrokenData:  # logged with the other settings
        return
    if generated and not signs_in_elsewhere() and not _signs_in_by_account():
        # Not to the log: a log is kept, and read by others.
        print(
            f"  Passcode for editors, for this run of the server: {generated}\n"
            f"  (set {PASSCODE_VARIABLE} to choose your own)",
            flush=True,
        )
