"""Files belong to the browser that brought or asked for them; strangers leave few behind."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from metrics.auth import issue_ticket, sign_out
from metrics.operations.settings import READING_VARIABLE
from metrics.store.account_sessions import browser_hash
from ui.session import session_cookie, sign_in
from ui.session.session_cookie import COOKIE
from web import own_files

ROOT = Path(__file__).resolve().parents[2]
OWN, OTHER = {"cookie": f"{COOKIE}=own"}, {"cookie": f"{COOKIE}=other"}
MADE = {"of-own": {"1": "abc1"}, "of-other": {"1": "abc2"}}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server that keeps what is uploaded, with the sessions of two browsers."""
    uploads = MemoryUploadedFileManager("")

    async def keep(request: Request) -> Response:
        data = await request.body()
        found = request.path_params
        record = UploadedFileRec(found["file"], "f", "text/plain", data)
        uploads.add_file(found["session"], record)
        return Response(status_code=204)

    async def give(request: Request) -> Response:
        return PlainTextResponse(request.path_params["file"])

    known = {"of-own", "of-other", "of-editor", "without-cookie"}
    instance = SimpleNamespace(
        uploaded_file_mgr=uploads,
        media_file_mgr=SimpleNamespace(_files_by_session_and_coord=MADE),
        is_active_session=lambda session: session in known,
    )
    monkeypatch.setattr(runtime, "get_instance", lambda: instance)
    hashed = browser_hash
    browsers = {"of-own": hashed("own"), "of-other": hashed("other"), "of-editor": hashed("own")}
    monkeypatch.setattr(session_cookie, "_browsers", browsers)
    monkeypatch.setattr(session_cookie, "_reading", {})
    for name, most in (("A_SESSION", 25), ("STRANGERS", 40), ("EDITORS", 20)):
        monkeypatch.setattr(own_files, f"MOST_OF_{name}", most)
    routes = [
        Route("/_stcore/upload_file/{session}/{file}", keep, methods=["PUT", "DELETE"]),
        Route("/media/{file}", give),
    ]
    yield TestClient(own_files.OwnFiles(Starlette(routes=routes)))


def put(
    client: TestClient, session: str, headers: dict[str, str], size: int = 10, file: str = "1"
) -> int:
    address = f"/_stcore/upload_file/{session}/{file}"
    return client.put(address, content=b"x" * size, headers=headers).status_code


def test_an_upload_needs_the_cookie_of_its_session(client: TestClient) -> None:
    assert put(client, "of-own", OWN) == 204
    assert put(client, "of-own", OTHER) == put(client, "of-own", {}) == 403
    assert client.delete("/_stcore/upload_file/of-own/1", headers=OTHER).status_code == 403
    assert put(client, "without-cookie", {}) == 204
    refused = client.put("/_stcore/upload_file/of-own/2", headers=OTHER)
    assert refused.text == "这个文件属于另一个浏览器。"


def test_uploads_have_a_total_and_editors_one_of_their_own(client: TestClient) -> None:
    assert [put(client, "of-own", OWN, file=str(n)) for n in range(3)] == [204, 204, 507]
    assert [put(client, "of-other", OTHER, file=str(n)) for n in range(3)] == [204, 204, 507]
    assert put(client, "without-cookie", {}) == 507, "all strangers together"
    session_cookie._reading["of-editor"] = editor = issue_ticket("张三", "passcode")
    assert put(client, "of-editor", OWN) == 204
    sign_out(editor)
    assert put(client, "of-editor", OWN, file="2") == 507
    runtime.get_instance().uploaded_file_mgr.remove_session_files("of-own")
    assert put(client, "of-other", OTHER, size=5, file="9") == 204, "freed with the session"

    def unsaid() -> Iterator[bytes]:
        yield b"x"

    chunked = client.put("/_stcore/upload_file/of-own/1", content=unsaid(), headers=OWN)
    assert chunked.status_code == 507, "without a size, the most that a file may have counts"


def test_a_made_file_is_given_to_its_own_browser_while_it_may_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def statuses(headers: dict[str, str]) -> list[int]:
        files = ("abc1.csv", "abc2", "abc3")  # the last is filed under no session
        return [client.get(f"/media/{each}", headers=headers).status_code for each in files]

    assert (statuses(OWN), statuses({})) == ([200, 403, 200], [403, 403, 200])
    monkeypatch.setenv(READING_VARIABLE, "closed")
    assert statuses(OWN) == [403, 403, 403]
    session_cookie._reading["of-own"] = editor = issue_ticket("张三", "passcode", "reader")
    assert (statuses(OWN), statuses(OTHER)) == ([200, 403, 200], [403, 403, 403])
    assert statuses({}) == [403, 403, 403]
    sign_out(editor)
    assert statuses(OWN) == [403, 403, 403], "nothing after the sign-in is over"


class Again(Exception):
    """The whole page is run."""


def test_a_part_of_a_page_sends_nothing_after_the_sign_in_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def again(**_scope: Any) -> None:
        raise Again

    shown: list[str] = []
    part = sign_in.while_let_in(shown.append)
    monkeypatch.setattr(st, "rerun", again)
    monkeypatch.setattr(sign_in, "editor_here", lambda role: None)
    part("open to all")
    monkeypatch.setenv(READING_VARIABLE, "closed")
    with pytest.raises(Again):
        part("after the end")
    monkeypatch.setattr(sign_in, "editor_here", lambda role: issue_ticket("李四", "passcode", role))
    part("signed in")
    assert shown == ["open to all", "signed in"]
    without_figures = ROOT / "ui" / "session" / "own_password.py"
    for file in set((ROOT / "ui").rglob("*.py")) - {without_figures}:
        text = file.read_text(encoding="utf-8")
        parts = len(re.findall(r"@st\.fragment|st\.dialog\(", text))
        assert parts == len(re.findall(r"@while_let_in|\(while_let_in\(", text)), file.name
