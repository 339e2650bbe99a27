"""Hold what all sessions of this process share: the store, and the sign-in of editors."""

import ctypes
import gc
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from metrics import FOLDER_VARIABLE, data_folder, is_unused
from metrics.auth import HASH_VARIABLE, PASSCODE_VARIABLE, Attempt, SignIn, open_sign_in
from metrics.log import event
from metrics.operations.settings import problems_with
from metrics.problems import BrokenData
from metrics.store import Store, StoreError, open_store
from metrics.store.audit import record_attempt
from metrics.store.opening import FILE_NAME, URL_VARIABLE


def the_store() -> Store:
    """Return the store of this server, opened once.

    Raises StoreError, and BrokenData for what it is made of and for settings that name no store.
    """
    folder = data_folder()
    return _opened(os.environ.get(URL_VARIABLE) or str(folder / FILE_NAME), folder)


@lru_cache(maxsize=4)
def _opened(target: str, folder: Path) -> Store:
    if wrong := problems_with(FOLDER_VARIABLE, URL_VARIABLE):
        raise BrokenData(wrong)
    return open_store(target, folder=folder)


@lru_cache(maxsize=1)
def freeze_gc(version: int) -> None:
    """Take what is loaded for a version out of the garbage collections to come.

    The framework collects after every run of a page, which would look at every row that is
    published each time and take longer than most pages do.
    """
    gc.collect()
    gc.freeze()
    trim_memory()


def trim_memory() -> None:
    """Give freed memory back to the system: 115 of 915 MB at a million rows.

    Not every C library can; then it stays with the process, which uses it again.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@lru_cache(maxsize=1)
def sign_in_service() -> SignIn:
    """Return this server's sign-in; attempts go to log and audit.

    Raises BrokenData for settings that allow no sign-in.
    """
    if wrong := problems_with(PASSCODE_VARIABLE, HASH_VARIABLE):
        raise BrokenData(wrong)
    return open_sign_in(record=_record)


def signs_in_elsewhere() -> bool:
    """Return whether an identity provider is configured for the sign-in."""
    try:
        return "auth" in st.secrets
    except (StreamlitSecretNotFoundError, FileNotFoundError):
        return False


def _record(attempt: Attempt) -> None:
    # Who failed may have typed the passcode for a name; the audit keeps more, for editors.
    named = {} if attempt.outcome not in ("signed-in", "signed-out") else {"who": attempt.who}
    event("sign-in", outcome=attempt.outcome, how=attempt.how, **named)
    if is_unused(data_folder()):  # a bureau that is set up has no store yet
        return
    try:
        record_attempt(the_store(), attempt)
    except StoreError as error:
        raise OSError(str(error)) from error
