"""Keep files to the browser that they belong to, and bound what strangers may leave here.

The framework keeps an uploaded file in memory until its session ends, from anybody with the
session's name and as many as are sent; and gives a file made for one reader to anybody with its
address. Sizes are counted before a file is taken, those on their way too.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from metrics.i18n import Message, best_language, message, words
from metrics.operations.settings import reading_is_closed
from metrics.store import StoreError
from ui.session.session_cookie import belongs_to, reader_of, sessions_of
from ui.session.sign_in import sign_in_holds
from ui.session.uploads import MOST_OF_A_SESSION, MOST_OF_EDITORS, MOST_OF_STRANGERS

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+/?$")
_MADE = re.compile(r"/media/([0-9a-f]+)(\.\w+)?$")
_OF_ANOTHER = message("This file belongs to another browser.")
_FULL = message("Too many files are being read. Wait until others have finished, then try again.")


class OwnFiles:
    """Refuse files of other browsers, and uploads beyond what this server holds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.coming: dict[int, tuple[str, int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where the file is this browser's and there is room."""
        path, verb = scope.get("path", ""), scope.get("method")
        if scope["type"] == "http" and (made := _MADE.search(path)):
            if not await run_in_threadpool(_is_own, made[1], scope):
                await _refuse(_OF_ANOTHER, 403, scope, receive, send)
                return
        elif scope["type"] == "http" and verb != "OPTIONS" and (sent := _UPLOAD.search(path)):
            await self._uploaded(sent[1], scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _uploaded(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        active = runtime.get_instance().is_active_session(session)
        if active and not belongs_to(session, scope):
            await _refuse(_OF_ANOTHER, 403, scope, receive, send)
            return
        size = _size(scope) if scope["method"] == "PUT" else 0
        if size and not self._has_room(session, size):
            await _refuse(_FULL, 507, scope, receive, send)
            return
        self.coming[id(scope)] = session, size
        try:
            await self.app(scope, receive, send)
        finally:
            del self.coming[id(scope)]

    def _has_room(self, session: str, size: int) -> bool:
        """Return whether a file fits into its session's room and into that of its kind."""
        editor = reader_of(session) is not None
        held = [*_held(), *self.coming.values()]
        own = sum(each for of, each in held if of == session)
        alike = sum(each for of, each in held if (reader_of(of) is not None) == editor)
        most = MOST_OF_EDITORS if editor else MOST_OF_STRANGERS
        return own + size <= MOST_OF_A_SESSION and alike + size <= most


def _held() -> Iterator[tuple[str, int]]:
    """Yield each session with the bytes of the files that are kept for it."""
    manager = runtime.get_instance().uploaded_file_mgr
    storage: dict[str, dict[str, runtime.uploaded_file_manager.UploadedFileRec]]
    storage = getattr(manager, "file_storage", {})
    for session, files in list(storage.items()):
        yield session, sum(len(file.data) for file in list(files.values()))


def _size(scope: Scope) -> int:
    """Return the bytes that a request announces, else the most of a file."""
    said = Headers(scope=scope).get("content-length", "")
    most = int(st.get_option("server.maxUploadSize")) * 2**20
    return min(int(said), most) if said.isascii() and said.isdecimal() and len(said) < 20 else most


def _is_own(file: str, scope: Scope) -> bool:
    """Return whether a made file is of a session of this browser that may read.

    What is made when a button is pressed is filed under no session: where reading is closed, any
    session of this browser that may read gets it.
    """
    manager = runtime.get_instance().media_file_mgr
    by_session: dict[str, dict[str, str]] = getattr(manager, "_files_by_session_and_coord", {})
    sessions = [each for each, files in list(by_session.items()) if file in set(files.values())]
    if not reading_is_closed():
        return not sessions or any(belongs_to(session, scope) for session in sessions)
    asked = sessions or sessions_of(scope)
    return any(belongs_to(session, scope) and _may_read(session) for session in asked)


def _may_read(session: str) -> bool:
    editor = reader_of(session)
    with suppress(StoreError):
        return editor is not None and sign_in_holds(editor)
    return False


async def _refuse(text: Message, status: int, scope: Scope, receive: Receive, send: Send) -> None:
    _ = words(best_language(Headers(scope=scope).get("accept-language", "")))
    answer = PlainTextResponse(_.say(text), status, {"Cache-Control": "no-store"})
    await answer(scope, receive, send)
