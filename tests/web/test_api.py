"""The HTTP interface: the page's rows exactly, refusals that help, nothing sent twice."""

import json
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit import config

from metrics import FOLDER_VARIABLE
from metrics.analysis.selection import (
    MULTI_FILTERS,
    Filters,
    allowed_values,
    read_filters,
    select,
    years_present,
)
from metrics.auth import local_editor
from metrics.cli import parser as command_line
from metrics.i18n import words
from metrics.model.csv_file import csv_bytes
from metrics.model.dataset import Dataset
from metrics.model.observation import COLUMN_NAMES, Observation, row_dict
from metrics.model.target_progress import targets_dict
from metrics.operations.settings import API_ORIGINS_VARIABLE, API_TOKEN_VARIABLE, READING_VARIABLE
from metrics.store import Store, open_store, publish, restore
from metrics.store.opening import URL_VARIABLE
from metrics.store.published import published
from tests.support.sample import SAMPLE_FOLDER, sample
from tests.support.selections import own_columns, queries
from tests.support.serving import Server
from web import api, health
from web.answers import LONGEST_QUERY

PATHS = (
    "metrics.csv",
    "metrics.json",
    "catalog.json",
    "targets.json",
    "versions.json",
    "openapi.json",
)
HOSTILE = Observation(
    2024,
    "=cmd|' /C calc'!A0",
    "training",
    "<script>",
    '@SUM(A1) \u202e,"引号"\n换行',
    Decimal("123456789012345678901.5"),
    "人次",
    note="'=1+1\t",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The invented figures, published; then some hostile ones, and back again."""
    target = f"sqlite:///{tmp_path_factory.mktemp('api')}/metrics.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
        patch.setenv(URL_VARIABLE, target)
        patch.delenv(READING_VARIABLE, raising=False)
        patch.delenv(API_ORIGINS_VARIABLE, raising=False)
        opened = open_store(target, folder=SAMPLE_FOLDER)
        publish(opened, [HOSTILE], editor=local_editor("张三"), base=1)
        restore(opened, 1, editor=local_editor("张三"), base=2)
        yield opened
        opened.database.close()


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(Starlette(routes=list(api.routes())))


def fetch(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer


def test_the_interface_the_command_line_and_the_page_give_the_same_rows(
    client: TestClient, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = published(store)
    out = tmp_path_factory.mktemp("out") / "rows.csv"

    @settings(max_examples=40)
    @given(query=queries(sample()))
    def check(query: dict[str, list[str]]) -> None:
        chosen = select(data, read_filters(query, data))
        rows = chosen.rows()
        written = fetch(client, "metrics.csv", **query).content
        assert own_columns(written) == own_columns(csv_bytes(rows))
        told = fetch(client, "metrics.json", **query).json()
        assert [{n: row[n] for n in COLUMN_NAMES} for row in told["rows"]] == [*map(row_dict, rows)]
        assert [r["slug"] for r in told["rows"]] == [
            data.catalogue.get(r.metric).slug for r in rows
        ]
        assert (told["count"], told["total"]) == (len(rows), len(rows))
        assert (told["version"], told["everything"]) == (data.version, len(data.table))
        assert read_filters(as_lists(told["filters"]), data) == chosen.filters
        options = [text for name in query for v in query[name] for text in (f"--{name}", v)]
        assert command_line.main(["export", *options, "-o", str(out)]) == 0
        assert out.read_bytes() == written

    check()


def as_lists(filters: dict[str, Any]) -> dict[str, list[str]]:
    return {name: value if name in MULTI_FILTERS else [value] for name, value in filters.items()}


def test_paging_covers_every_row_once_and_stays_with_its_version(
    client: TestClient, store: Store
) -> None:
    whole = fetch(client, "metrics.json", category="training").json()
    path, seen = "/api/metrics.json?category=training&limit=7", []
    while path:
        answer = client.get(path)
        page = answer.json()
        assert page["total"] == len(whole["rows"]) == int(answer.headers["x-total-count"])
        assert page["count"] == len(page["rows"]) <= 7
        seen += page["rows"]
        link = answer.headers.get("link", "")
        assert not link or link.endswith('>; rel="next"')
        path = link.removesuffix('>; rel="next"').lstrip("<")
        assert not path or f"version={store.version()}" in path
    assert seen == whole["rows"]
    beyond = fetch(client, "metrics.json", offset=10**6, limit=5)
    assert beyond.json()["rows"] == [] and "link" not in beyond.headers
    read = own_columns(fetch(client, "metrics.csv", category="training", limit=3, offset=2).content)
    assert [row["printed"] for row in read] == [row["printed"] for row in whole["rows"][2:5]]


def test_goals_are_answered_as_on_the_command_line(client: TestClient, store: Store) -> None:
    found = client.get("/api/targets.json").json()
    assert found == targets_dict(published(store, SAMPLE_FOLDER))
    assert {goal["state"] for goal in found["targets"]} > {"reached", "missed", "under_way"}


def test_older_versions_are_as_they_were(client: TestClient, store: Store) -> None:
    for version in (1, 2, 3):
        read = own_columns(fetch(client, "metrics.csv", version=version).content)
        assert read == own_columns(csv_bytes(store.current(version)))
    told = fetch(client, "metrics.json", version=2, q="SUM(A1)").json()
    assert {n: told["rows"][0][n] for n in COLUMN_NAMES} == row_dict(HOSTILE)
    cells = own_columns(fetch(client, "metrics.csv", version=2).content)[-1]
    assert cells["region"].startswith("'=") and cells["metric"].startswith("'@")
    versions = fetch(client, "versions.json").json()
    assert [each["version"] for each in versions["versions"]] == [3, 2, 1]
    assert versions["version"] == 3 and versions["versions"][0]["restored"] == 1
    assert "how" not in versions["versions"][0]


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = fetch(client, path)
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in first.headers if name.startswith("access-control")]
    for asked in (first.headers["etag"], f'"else", {first.headers["etag"]}', "*"):
        again = client.get(f"/api/{path}", headers={"If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    other = client.get(f"/api/{path}", headers={"If-None-Match": '"else"'})
    assert other.content == first.content
    head = client.head(f"/api/{path}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type"):
        assert head.headers[name] == first.headers[name]


def test_marks_tell_versions_filters_and_forms_apart(client: TestClient) -> None:
    asked = [("metrics.csv", {}), ("metrics.json", {}), ("metrics.csv", {"limit": "2"})]
    asked += [("metrics.csv", {"version": str(n)}) for n in (1, 2)]
    asked += [("metrics.csv", {"category": "drills"}), ("openapi.json", {"lang": "en"})]
    asked += [("openapi.json", {"lang": "zh"})]
    marks = [fetch(client, path, **query).headers["etag"] for path, query in asked]
    assert len(set(marks)) == len(marks)


def test_answers_are_compressed_for_those_who_can_read_it(client: TestClient) -> None:
    for path in ("metrics.csv", "metrics.json", "catalog.json"):
        packed = client.get(f"/api/{path}", headers={"Accept-Encoding": "gzip"})
        plain = client.get(f"/api/{path}", headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content
        assert all("Accept-Encoding" in each.headers["vary"] for each in (packed, plain))


@pytest.mark.parametrize(
    ("query", "wrong", "allowed"),
    [
        ("category=trainin&category=drills", ["category"], ["category"]),
        ("unit=x&year=1066&change=up2", ["unit", "change", "year"], ["change", "unit", "year"]),
        ("Category=training", ["Category"], ["parameters"]),
        ("nonsense=1&category=x&limit=0", ["nonsense", "category", "limit"],
         ["category", "parameters"]),
        ("from=2024&to=2020", ["from"], ["from"]),
        ("from=2021&from=2022", ["from"], []),
        ("limit=-1&offset=1e3", ["offset", "limit"], []),
        ("limit=" + "9" * 40, ["limit"], []),
        ("limit=" + quote("３"), ["limit"], []),
        ("version=99", ["version"], ["version"]),
        ("version=0", ["version"], []),
        ("lang=fr", ["lang"], ["lang"]),
        ("category=", ["category"], ["category"]),
        ("metric=" + quote("=cmd|' /C calc'!A0\x00\x1b\u202e") + "%ff", ["metric"], ["metric"]),
        ("q=a&q=b", ["q"], []),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_and_what_does_is_named(
    client: TestClient, query: str, wrong: list[str], allowed: list[str]
) -> None:
    for path in ("metrics.csv", "metrics.json"):
        answer = client.get(f"/api/{path}?{query}", headers={"Accept-Language": "en-GB"})
        told = answer.json()
        assert answer.status_code == 400 and answer.headers["cache-control"] == "no-store"
        assert told["error"] and "etag" not in answer.headers
        assert [each["parameter"] for each in told["problems"]] == wrong
        assert all(each["message"] and len(each["found"]) < 60 for each in told["problems"])
        assert not any(ord(c) < 32 for each in told["problems"] for c in each["found"])
        assert sorted(told["allowed"]) == allowed
        assert all(told["allowed"][name] for name in allowed)


def test_refusals_speak_the_reader_s_language(client: TestClient) -> None:
    said = set()
    for language in ("zh", "en"):
        _ = words(language)
        by_header = client.get("/api/metrics.csv?x=1", headers={"Accept-Language": language})
        by_name = client.get(f"/api/metrics.csv?x=1&lang={language}")
        assert by_header.json()["error"] == by_name.json()["error"]
        assert by_name.json()["error"] == _("The request asks for what does not exist")
        said.add(by_name.json()["problems"][0]["message"])
    assert len(said) == 2


def test_an_endless_address_is_refused(client: TestClient) -> None:
    answer = client.get("/api/metrics.csv?" + "metric=x&" * (LONGEST_QUERY // 8))
    assert answer.status_code == 414 and len(answer.content) < 1000
    assert client.post("/api/metrics.csv").status_code == 405


def test_a_closed_server_asks_for_its_token(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def status(path: str, **headers: str) -> int:
        return int(client.get(path, headers=headers).status_code)

    monkeypatch.setenv(READING_VARIABLE, "closed")
    for path in ("/api", *(f"/api/{name}" for name in PATHS)):
        assert status(path) == 401
        assert status(path, Authorization="Bearer ") == 401
    monkeypatch.setenv(API_TOKEN_VARIABLE, "geheim-7")
    for path in ("/api", *(f"/api/{name}" for name in PATHS)):
        assert status(path) == 401 == status(path, Authorization="Bearer geheim-77")
        assert status(path, Authorization="Basic geheim-7") == 401
        assert status(path, Authorization="Bearer geheim-7") == 200
    known = client.get("/api/metrics.csv", headers={"Authorization": "Bearer geheim-7"})
    assert known.headers["cache-control"] == "private, no-cache"
    assert status("/api/metrics.csv", **{"If-None-Match": known.headers["etag"]}) == 401


def test_other_sites_read_only_where_the_configuration_names_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(API_ORIGINS_VARIABLE, "http://a.intranet, http://b.intranet")
    shared = TestClient(Starlette(routes=list(api.routes())))
    let_in = shared.get("/api/metrics.csv", headers={"Origin": "http://b.intranet"})
    assert let_in.headers["access-control-allow-origin"] == "http://b.intranet"
    assert "Origin" in let_in.headers["vary"]
    stranger = shared.get("/api/metrics.csv", headers={"Origin": "http://c.intranet"})
    assert "access-control-allow-origin" not in stranger.headers
    before = {"Origin": "http://a.intranet", "Access-Control-Request-Method": "GET"}
    assert shared.options("/api/metrics.csv", headers=before).status_code == 200


def test_a_broken_store_is_said_plainly(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    broken = tmp_path / "metrics.db"
    broken.write_bytes(b"SQLite format 3\0" + b"nonsense" * 600)
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{broken}")
    for path in PATHS:
        answer = client.get(f"/api/{path}")
        assert answer.status_code == 503 and answer.json()["reason"]
        assert "Traceback" not in answer.text


def test_the_description_is_sound_and_says_what_is_answered(
    client: TestClient, store: Store
) -> None:
    data = published(store)
    for language in ("zh", "en"):
        told = fetch(client, "openapi.json", lang=language).json()
        validate(told)
    assert set(told["paths"]) == {route.path for route in api.routes()}
    assert set(fetch(client, "openapi.json").json()["paths"]) == set(
        client.get("/api").json()["endpoints"]
    )
    parameters = told["components"]["parameters"]
    assert enum_of(parameters["category"]) == list(allowed_values(data, "category"))
    refused = client.get("/api/metrics.csv?nonsense=1").json()
    named = [ref["$ref"].rpartition("/")[2]
             for ref in told["paths"]["/api/metrics.csv"]["get"]["parameters"]]  # fmt: skip
    assert refused["allowed"]["parameters"] == named
    schemas = told["components"]["schemas"]
    for name, answer in (
        ("Figures", fetch(client, "metrics.json", version=2).json()),
        ("Problem", refused),
    ):
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        Draft202012Validator(schema).validate(answer)


def test_it_lives_below_the_path_of_the_server(store: Store) -> None:
    config.set_option("server.baseUrlPath", "unit/metrics")
    try:
        below = TestClient(Starlette(routes=[*health.routes(), *api.routes()]))
        assert below.get("/api/metrics.csv").status_code == 404
        assert below.get("/unit/metrics/api/health").json()["status"] == "ok"
        first = below.get("/unit/metrics/api/metrics.csv?limit=5")
        assert first.status_code == 200
        turned = below.get(first.links["next"]["url"])
        assert turned.status_code == 200 and turned.content != first.content
        for address in below.get("/unit/metrics/api").json()["endpoints"]:
            assert below.get(address).status_code == 200
        told = below.get("/unit/metrics/api/openapi.json").json()
        validate(told)
        (server,) = told["servers"]
        for path in told["paths"]:
            assert below.get(server["url"] + path).status_code == 200
    finally:
        config.set_option("server.baseUrlPath", "")


def enum_of(parameter: dict[str, Any]) -> list[str]:
    values = parameter["schema"]["items"]["enum"]
    assert isinstance(values, list)
    return values


def test_the_catalogue_says_what_the_figures_mean(client: TestClient, store: Store) -> None:
    data, told = published(store), fetch(client, "catalog.json").json()
    rows = select(data, Filters()).rows()
    for metric in told["metrics"]:
        years = {r.year for r in rows if r.metric == metric["zh"] and r.value is not None}
        assert metric["years"] == sorted(years)
    assert {metric["zh"] for metric in told["metrics"]} >= {row.metric for row in rows}
    assert told["years"] == years_present(data)
    assert {unit["key"] for unit in told["units"]} == {row.unit for row in rows}
    for name in MULTI_FILTERS:
        for value in told["filters"][name]:
            fetch(client, "metrics.csv", **{name: value})
    hostile = fetch(client, "catalog.json", version=2).json()
    assert any(metric["zh"] == HOSTILE.metric for metric in hostile["metrics"])


def test_a_running_server_answers_beside_its_pages(sample_server: Server) -> None:
    data: Dataset = sample_server.data
    query = urlencode({"category": "training", "year": str(years_present(data)[-1])})
    request = urllib.request.Request(
        f"{sample_server.url}/api/metrics.json?{query}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.headers.get_all("Content-Encoding") == ["gzip"]
        mark = answer.headers["ETag"]
    request.add_header("If-None-Match", mark)
    with pytest.raises(HTTPError) as unchanged:
        urllib.request.urlopen(request)
    assert unchanged.value.code == 304
    with urllib.request.urlopen(f"{sample_server.url}/api/metrics.json?{query}") as answer:
        told = json.load(answer)
        assert "invented-sample" in answer.headers["Content-Disposition"]
    chosen = select(data, read_filters({"category": ["training"], "year": ["latest"]}, data))
    assert [row["printed"] for row in told["rows"]] == [row.printed for row in chosen.rows()]
    with pytest.raises(HTTPError) as unknown:
        urllib.request.urlopen(f"{sample_server.url}/api/metricz.csv")
    assert unknown.value.code == 404
    assert "/api/metrics.csv" in json.load(unknown.value)["allowed"]["addresses"]
    with urllib.request.urlopen(f"{sample_server.url}/training") as page:
        assert b"<title>" in page.read()
