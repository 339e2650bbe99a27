"""What every answer of a real server carries: security headers, and files compressed once."""

import re

import httpx
import pytest
import streamlit as st
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from tests.support.serving import Server
from web.middleware import OwnPages, security_headers

SCRIPT = re.compile(r"""(?:src|href)=["']\.?(/?static/js/[^"']+\.js)""")


@pytest.fixture(scope="module")
def script(sample_server: Server) -> str:
    """The address of the framework's main script."""
    found = SCRIPT.search(httpx.get(sample_server.url).text)
    assert found
    return f"{sample_server.url}/{found.group(1).lstrip('/')}"


@pytest.mark.parametrize("path", ["/", "/training", "/no/such/thing", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(sample_server: Server, path: str) -> None:
    headers = httpx.get(sample_server.url + path).headers
    due = security_headers(host=sample_server.url.removeprefix("http://"))
    assert {name: headers.get(name) for name in due} == due
    assert "unsafe-eval" not in headers["content-security-policy"]


@pytest.mark.parametrize("accepted", ["gzip;q=0", "gzip; q=0.0, *;q=0", "br"])
def test_nobody_gets_what_they_refuse(sample_server: Server, script: str, accepted: str) -> None:
    for address in (script, f"{sample_server.url}/api/metrics.csv"):
        answer = httpx.get(address, headers={"accept-encoding": accepted})
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers, address


def test_nothing_at_an_address_is_said_in_the_reader_s_words(sample_server: Server) -> None:
    browser = {"accept": "text/html,*/*;q=0.8", "accept-language": "zh-CN"}
    for path, status in (("//", 400), ("/C:/x", 400), ("/app/static/" + "a" * 5000, 404)):
        answer = httpx.get(sample_server.url + path, headers=browser)
        assert answer.status_code == status and "content-security-policy" in answer.headers
        assert "这个地址没有内容" in answer.text and 'href="/"' in answer.text, path
        assert "<" not in httpx.get(sample_server.url + path).text


def test_a_page_of_another_site_is_refused_and_nothing_is_asked_of_the_internet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The framework asks for this machine's address before it looks at the sites let in."""
    passed: list[str] = []

    async def framework(scope: Scope, _receive: Receive, send: Send) -> None:
        passed.append(dict(scope["headers"])[b"origin"].decode())
        await send({"type": "websocket.accept"})

    client = TestClient(OwnPages(framework))
    for origin in ("http://elsewhere.example", "http://localhost:3000", "null", "http://["):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/_stcore/stream", headers={"origin": origin}),
        ):
            pass
    monkeypatch.setattr(st, "get_option", lambda _name: ["https://portal.example"])
    for origin in ("http://testserver", "https://portal.example"):
        with client.websocket_connect("/_stcore/stream", headers={"origin": origin}):
            pass
    assert passed == ["http://testserver", "https://testserver"]


def test_a_file_comes_compressed_and_is_the_same_file(script: str) -> None:
    plain = httpx.get(script, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for _ in range(2):
        compressed = httpx.get(script, headers={"accept-encoding": "gzip"})
        assert compressed.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in compressed.headers["vary"]
        assert int(compressed.headers["content-length"]) < len(plain.content) / 2
        assert compressed.content == plain.content
        assert compressed.headers["content-type"] == plain.headers["content-type"]
    head = httpx.head(script, headers={"accept-encoding": "gzip"})
    assert head.headers["content-length"] == compressed.headers["content-length"]
    assert head.content == b""


def test_a_part_of_a_file_is_a_part_of_the_file(script: str) -> None:
    plain = httpx.get(script, headers={"accept-encoding": "identity"}).content
    asked = {"accept-encoding": "gzip", "range": "bytes=10-19"}
    part = httpx.get(script, headers=asked)
    assert (part.status_code, part.content) == (206, plain[10:20])


def test_a_page_names_the_scripts_that_it_shows_things_with(sample_server: Server) -> None:
    def named(path: str) -> list[str]:
        link = httpx.get(sample_server.url + path).headers.get("link", "")
        return re.findall(r"/assets/([a-z]+)-", link)

    assert named("/training") == ["figures", "chart", "plotly"]
    assert named("/training?year=2023&view=table") == named("/") == ["figures"]
    assert named("/upload") == []


def test_sites_that_may_hold_our_pages_are_named() -> None:
    headers = security_headers(["https://portal.example", "https://b.example"])
    ancestors = "frame-ancestors 'self' https://portal.example https://b.example"
    assert ancestors in headers["content-security-policy"]
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("host", ["a.example; script-src *", "a b", "", "a\r\nb", "*", "[::1]; x"])
def test_a_host_that_is_none_adds_nothing_to_the_policy(host: str) -> None:
    assert security_headers(host=host) == security_headers()
