"""Health and wrong settings: a server says what fails, answers all the same, and opens nothing."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from metrics import FOLDER_VARIABLE
from metrics.auth import HASH_VARIABLE, PASSCODE_VARIABLE
from metrics.i18n import words
from metrics.operations.settings import READING_VARIABLE
from metrics.store.opening import URL_VARIABLE
from tests.support.app_pages import turned_to
from tests.support.postgres import Cluster
from tests.support.serving import Server, serving
from ui.session import services
from web import api, health

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Regenschirm"
_ = words("en")


def asked(server: Server, path: str) -> tuple[int, str]:
    """Return the status and the text that an address answers."""
    try:
        with urllib.request.urlopen(server.url + path) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def events(server: Server) -> list[dict[str, Any]]:
    """The lines of the log so far."""
    return [json.loads(line) for line in server.said().splitlines() if line.startswith("{")]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Settings of a server of one's own, which nobody has opened yet."""
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/metrics.db")
    for name in (FOLDER_VARIABLE, READING_VARIABLE, PASSCODE_VARIABLE, HASH_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    services.sign_in_service.cache_clear()
    yield monkeypatch
    services.sign_in_service.cache_clear()


def shown(page: str = "") -> str:
    """Everything that a page says in English."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["lang"] = "en"
    app.run()
    if page:
        turned_to(app, page)
    assert not app.exception
    tables = [table.value.to_string() for table in app.dataframe]
    texts = [str(getattr(each, "value", "")) for each in app.main]
    return "\n".join([*texts, *tables])


def test_a_server_that_cannot_show_its_figures_says_which_part_fails(tmp_path: Path) -> None:
    wrong = {URL_VARIABLE: f"mysql://a:{SECRET}@h/d", HASH_VARIABLE: SECRET}
    with serving(None, **wrong, METRICS_LOG="json") as server:
        status, health = asked(server, "/api/health")
        assert status == 503
        told = json.loads(health)
        assert told["status"] == "failing" and told["version"] is None
        assert told["parts"] == {"store": ["setting"], "figures": ["setting"], "publishing": "ok"}
        log = events(server)
        named = {line["name"] for line in log if line["event"] == "setting"}
        assert named == {URL_VARIABLE, HASH_VARIABLE}
        assert log[-1]["event"] == "figures-not-shown" and log[-1]["codes"] == ["setting"]
        assert asked(server, "/api/telemetry")[0] == 200
        assert SECRET not in server.said() + health


def test_health_follows_the_store(cluster: Cluster) -> None:
    """A database that goes away and comes back, without a restart of the server."""
    url = cluster.new_database()
    name = make_url(url).database
    elsewhere = f"host={cluster.folder} user=postgres dbname=postgres"
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with (
        serving(None, **{URL_VARIABLE: url}) as server,
        psycopg.connect(elsewhere, autocommit=True) as own,
    ):
        assert asked(server, "/api/health")[0] == 200
        own.execute(end, [name])
        own.execute(f"ALTER DATABASE {name} RENAME TO {name}_away")
        status, health = asked(server, "/api/health")
        assert status == 200, "readers get the figures that were read last"
        assert json.loads(health)["parts"]["store"] == ["store-unreachable"]
        assert asked(server, "/api/metrics.csv?limit=1")[0] == 200
        assert str(cluster.folder) not in health
        own.execute(f"ALTER DATABASE {name}_away RENAME TO {name}")
        assert asked(server, "/api/health")[0] == 200


def test_reading_goes_on_while_the_database_says_nothing(
    settings: pytest.MonkeyPatch, cluster: Cluster
) -> None:
    settings.setattr("metrics.store.patience.Patient.patience", 0.2)
    settings.setattr("metrics.store.patience.ANSWER_SECONDS", 0.2)
    settings.setattr("metrics.store.database.CONNECT_SECONDS", 1)
    settings.setenv(URL_VARIABLE, cluster.new_database())
    pages = ("overview", "explore")
    before = {page: shown(page) for page in pages}
    silent = _("The database does not answer. Nobody can sign in until it does.")
    client = TestClient(Starlette(routes=[*health.routes(), *api.routes()]))
    assert client.get("/api/versions.json").status_code == 200
    with cluster.silent():
        for page in pages:
            said = shown(page)
            assert "The database does not answer. These are the figures of version 1" in said, page
            assert len(said) > len(before[page]) * 0.9, page
        assert silent in shown("upload")
        answer = client.get("/api/health")
        assert answer.status_code == 200 and answer.json()["version"] == 1
        assert answer.json()["parts"]["store"] == ["store-unreachable"]
        assert client.get("/api/versions.json").status_code == 200
    settings.setattr(services.the_store().database, "_silent_until", 0.0)
    assert shown("overview") == before["overview"]


def test_a_page_says_what_is_wrong_with_the_address_of_the_store(
    settings: pytest.MonkeyPatch,
) -> None:
    settings.setenv(URL_VARIABLE, f"postgresql://a:{SECRET}@h:x/d")
    told = shown()
    assert _("The figures cannot be shown") in told and URL_VARIABLE in told
    assert _("This is not the address of a database") in told
    assert SECRET not in told


def test_a_page_says_why_nobody_can_sign_in_and_the_others_go_on(
    settings: pytest.MonkeyPatch,
) -> None:
    for name in (HASH_VARIABLE, PASSCODE_VARIABLE):
        settings.setenv(name, SECRET)
    told = shown("upload")
    assert _("Nobody can sign in: the settings of the server are wrong") in told
    assert HASH_VARIABLE in told and SECRET not in told
    settings.setenv(READING_VARIABLE, "close")
    closed = shown("overview")
    assert _("Nobody can sign in: the settings of the server are wrong") in closed
    assert "136" not in closed, "what was to be closed is not open"
