"""Several server processes on one PostgreSQL: what one publishes, readers of the others see.

One of them is killed, and the others go on.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from metrics.i18n import words
from metrics.store import open_store, verify
from metrics.store.opening import URL_VARIABLE
from tests.browser.conftest import Reader
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
from tests.support import postgres
from tests.support.app_pages import page_title
from tests.support.forked import ROOT
from tests.support.serving import Server, serving

_ = words("zh")


@pytest.fixture(scope="module")
def pair(cluster: postgres.Cluster) -> Iterator[tuple[Server, Server]]:
    """Two servers that start together on one empty database."""
    where = {URL_VARIABLE: cluster.new_database(), "METRICS_EDITOR_PASSCODE": PASSCODE}
    with ExitStack() as running:
        one, other = (running.enter_context(serving(None, **where)) for _each in range(2))
        yield one, other


def shown(page: Page) -> str:
    """Return the figures of the drills as a reader sees them after the next click."""
    go_to(page, page_title("training", _))
    go_to(page, page_title("drills", _))
    return told(page).inner_text()


def test_what_one_server_publishes_readers_of_the_other_see(
    reader: Reader, pair: tuple[Server, Server], tmp_path: Path
) -> None:
    one, other = pair
    assert one.store == other.store and one.url != other.url
    elsewhere = reader(other, "/drills")
    before = told(elsewhere).inner_text()
    assert "13,107" not in before

    page = reader(one)
    sign_in(page)
    drop(page, "2025.csv", one_row("13107"))
    tick_all(page)
    publish(page)
    assert "13,107" in shown(elsewhere)

    # From the command line of a third process, too.
    file = tmp_path / "更正.csv"
    file.write_bytes(one_row("13108"))
    command = [sys.executable, "-m", "metrics", "publish", str(file), "--store", one.store]
    command += ["--accept-warnings", "--by", "值班员"]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "13,108" in shown(elsewhere)
    go_to(page, _("History"))
    expect(told(page).locator(".figure-table").first).to_contain_text("值班员")
    settled(page)

    # One is killed while its reader looks on; the other goes on reading and publishing.
    one.kill()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{one.url}/api/health")
    assert httpx.get(f"{other.url}/api/health", timeout=60).status_code == 200
    go_to(elsewhere, _("Upload a year"), drawn=False)
    sign_in(elsewhere)
    drop(elsewhere, "2025.csv", one_row("13109"))
    tick_all(elsewhere)
    publish(elsewhere)
    assert "13,109" in shown(elsewhere)
    assert "13109" in httpx.get(f"{other.url}/api/metrics.csv", timeout=60).text

    store = open_store(one.store)
    assert store.version() == 4 and verify(store).ok
    assert [p.kind for p in store.history()] == ["publish", "publish", "publish", "init"]
    store.database.close()
