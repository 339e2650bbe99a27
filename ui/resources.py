"""What all sessions of this process share: the store, and the door that editors come in by."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from metrics.editors import Attempt, Door, open_door
from metrics.store import Store, StoreError, open_store
from metrics.store.audit import record_attempt


@lru_cache(maxsize=1)
def the_store() -> Store:
    """Return the store of this server, opened once; raises StoreError and BrokenData."""
    return open_store()


@lru_cache(maxsize=1)
def the_door() -> Door:
    """Return where editors of this server sign in; attempts go to the store's audit."""
    return open_door(record=_record)


def signs_in_elsewhere() -> bool:
    """Say whether an identity provider is configured for Streamlit's own sign-in."""
    try:
        return "auth" in st.secrets
    except (StreamlitSecretNotFoundError, FileNotFoundError):
        return False


def _record(attempt: Attempt) -> None:
    try:
        record_attempt(the_store(), attempt)
    except StoreError as error:
        raise OSError(str(error)) from error
