"""Nothing leaves this machine: neither the server nor a browser asks any other for anything.

The server runs with a hook of the interpreter that writes down every connection it makes and
every name it looks up, also in the processes that it starts.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from metrics.i18n import words
from tests.browser.conftest import Log, Reader
from tests.browser.publishing import (
    PASSCODE,
    drop,
    go_to,
    one_row,
    publish,
    sign_in,
    tick_all,
    told,
)
from tests.browser.screen import settled
from tests.support.app_pages import page_title
from tests.support.serving import Server, serving

ZH = words("zh")
_HOOK = """
import json, os, sys

ASKED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
         "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "http.client.connect")
FILE = os.open(os.environ["ASKED_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def note(event, arguments):
    if event in ASKED:
        os.write(FILE, (json.dumps([event, repr(arguments)]) + "\\n").encode())


sys.addaudithook(note)
os.write(FILE, b'["started", ""]\\n')
"""
_INTERFACE = (
    *("/api", "/api/metrics.csv", "/api/metrics.json", "/api/catalog.json", "/api/versions.json"),
    *("/api/openapi.json", "/api/health", "/api/telemetry"),
)
_HERE = ("127.0.0.1", "'localhost'", "('::1'", "'/")
"""How what stays on this machine is written: its own addresses, and sockets that are files."""


@pytest.fixture(scope="module")
def overheard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server whose connections are written down, and the file where."""
    home = tmp_path_factory.mktemp("hook")
    (home / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(home), os.environ.get("PYTHONPATH", "")]))
    asked = home / "asked"
    with serving(
        PYTHONPATH=path, ASKED_FILE=str(asked), METRICS_EDITOR_PASSCODE=PASSCODE
    ) as server:
        yield server, asked


def events(asked: Path) -> list[tuple[str, str]]:
    return [tuple(json.loads(line)) for line in asked.read_text().splitlines()]


def test_neither_server_nor_browser_asks_another_host(
    reader: Reader, overheard: tuple[Server, Path]
) -> None:
    server, asked = overheard
    log = Log()
    page = reader(server, log=log)
    sign_in(page)
    drop(page, "2025.csv", one_row("13040"))
    tick_all(page)
    publish(page)
    go_to(page, ZH("Read a report"), drawn=False)
    page.get_by_label(ZH("Or paste its text")).fill("2025年总结。全市开展应急演练13040次。")
    page.get_by_role("button", name=ZH("Read the text")).click()
    expect(page.locator(".report")).to_be_visible()
    for name in ("others", "sources", "drills"):
        go_to(page, page_title(name, ZH))
    with page.expect_download():
        page.get_by_role("button", name=ZH("Briefing")).first.click()
        page.get_by_role("button", name=ZH("Slides (PowerPoint)")).click()
    page.keyboard.press("Escape")
    go_to(page, ZH("Explore the data"))
    told(page).get_by_role("button", name=ZH("Download data")).click()
    with page.expect_download():
        page.get_by_role("dialog").get_by_test_id("stDownloadButton").locator("button").click()
    page.get_by_role("dialog").press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    go_to(page, ZH("History"))
    with page.expect_download():
        page.get_by_role("button", name=ZH("All published data")).click()
    settled(page)
    for path in _INTERFACE:
        assert httpx.get(server.url + path, timeout=60).status_code == 200
    assert log.hosts == {server.url.removeprefix("http://")}
    made = events(asked)
    assert ("started", "") in made
    assert [
        one for one in made if one[0] != "started" and not any(h in one[1] for h in _HERE)
    ] == []


def test_the_hook_overhears_a_server_that_asks(tmp_path: Path) -> None:
    """Lest the test above hear nothing."""
    (tmp_path / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "ASKED_FILE": str(tmp_path / "asked")}
    asking = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
    asking += "s.connect(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", asking], env=environment, check=False)
    heard = [one for one in events(tmp_path / "asked") if "192.0.2.1" in one[1]]
    assert heard and not any(h in heard[0][1] for h in _HERE)
