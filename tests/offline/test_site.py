"""The static site: every page leads on without a script, and programs find what they ask for."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from metrics import FOLDER_VARIABLE
from metrics.auth import local_editor
from metrics.cli.site import site
from metrics.export.summary import everything, metrics_of
from metrics.i18n import words
from metrics.model.csv_file import parse_rows
from metrics.offline.site import Site, site_files
from metrics.store import open_store, publish
from tests.support.figures import figure
from tests.support.folders import sound_copy
from tests.support.sample import real, sample

MADE = datetime(2025, 3, 1, 9, 30)
DATA = {"real": real, "sample": sample}
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = Path(__file__).with_name("atom.rng")
"""The grammar of RFC 4287, which no package of the index brings along."""


@cache
def files(name: str) -> dict[str, bytes]:
    return dict(site_files(Site(DATA[name](), MADE, "https://example.org/data/")))


def pages(name: str) -> dict[str, html.HtmlElement]:
    found = files(name).items()
    return {
        path: html.document_fromstring(content.decode())
        for path, content in found
        if path.endswith(".html")
    }


@pytest.mark.parametrize("name", DATA)
def test_pages_lead_to_one_another_and_nowhere_else(name: str) -> None:
    known, leading = files(name), {edition.url for edition in DATA[name]().editions.values()}
    licence = DATA[name]().bureau.licence_url
    for path, page in pages(name).items():
        assert not list(page.iter("img", "iframe", "object", "form")), path
        assert {s.get("type") for s in page.iter("script")} <= {"application/ld+json"}
        for link in page.xpath("//*[@href]"):
            address = link.get("href")
            if address.startswith("#"):
                assert address == "#closed" or page.get_element_by_id(address[1:]) is not None
            elif address not in leading | {licence}:
                target = urljoin(f"/{path}", address).lstrip("/")
                assert target in known, (path, address)


@pytest.mark.parametrize("name", DATA)
def test_every_metric_has_a_page_with_its_figures_in_both_languages(name: str) -> None:
    data, found = DATA[name](), pages(name)
    rows = parse_rows(files(name)["data.csv"].decode(), "data.csv")
    for metric in metrics_of(everything(data)):
        for folder, named in (("", metric.zh), ("en/", metric.en or metric.zh)):
            page = found[f"{folder}metrics/{metric.slug}.html"]
            assert page.findtext(".//h1") == named
            stated = [row for row in rows if row["metric"] == metric.zh and row["value"]]
            assert len(list(page.iter("article"))) == len(stated)
            assert PurePosixPath("index.html").name in page.find(".//nav/a").get("href")


def test_the_first_page_sets_goals_beside_their_results() -> None:
    (section,) = pages("sample")["index.html"].xpath("//section[@class='goals']")
    assert "8,317 ÷ 8,000 = 104%" in section.text_content()
    assert not pages("real")["index.html"].xpath("//section[@class='goals']")


@pytest.mark.parametrize("name", DATA)
def test_programs_find_the_table_described(name: str) -> None:
    known, data = files(name), DATA[name]()
    package = json.loads(known["datapackage.json"])
    (table,) = package["resources"]
    assert package["$schema"].endswith("/2.0/datapackage.json")
    assert table["bytes"] == len(known[table["path"]]) and table["type"] == "table"
    header = known["data.csv"].decode().splitlines()[0].split(",")
    fields = table["schema"]["fields"]
    assert [one["name"] for one in fields] == header
    assert {one["type"] for one in fields} == {"integer", "number", "string"}
    assert all(source["title"] for source in package["sources"])
    web = json.loads(known["data.csv-metadata.json"])
    assert web["@context"] == "http://www.w3.org/ns/csvw" and web["url"] == "data.csv"
    assert [column["name"] for column in web["tableSchema"]["columns"]] == header
    page = pages(name)["index.html"]
    told: dict[str, Any] = json.loads(page.findtext(".//script"))
    assert told["@type"] == "Dataset" and len(told["description"]) > 10
    assert told["distribution"][0]["contentUrl"] == "https://example.org/data/data.csv"
    assert ("license" in told) == ("licenses" in package) == bool(data.bureau.licence)


@pytest.mark.needs("validators")
@pytest.mark.parametrize("name", DATA)
def test_validators_of_others_find_no_fault_in_the_data_package_and_csvw(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("data.csv", "datapackage.json", "data.csv-metadata.json"):
        (tmp_path / path).write_bytes(files(name)[path])
    monkeypatch.chdir(tmp_path)
    report = import_module("frictionless").validate("datapackage.json")
    assert report.valid, report.flatten(["type", "message"])
    found = import_module("csvw").CSVW("data.csv-metadata.json", validate=True)
    assert found.is_valid and not found.warnings, [str(each.message) for each in found.warnings]


def test_a_site_is_made_of_what_is_published_and_tells_corrections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(sound_copy(tmp_path)))
    store = open_store(tmp_path / "m.db")
    old = next(row for row in store.current() if row.metric == "市级应急演练")
    named = {"editor": local_editor("张三")}
    publish(store, [replace(old, value=old.value + 1, printed="")], base=1, note="复核", **named)  # type: ignore[operator, arg-type]
    publish(store, [figure("<b>新</b>", 3, 2024, category="drills")], base=2, **named)  # type: ignore[arg-type]
    folder = tmp_path / "site"
    asked = {"store": str(tmp_path / "m.db"), "folder": folder, "address": "https://a.example"}
    first = site(Namespace(**asked), words("zh"))
    assert first.ok and first.data["files"] == len([p for p in folder.rglob("*") if p.is_file()])
    root = etree.fromstring((folder / "corrections.xml").read_bytes())
    grammar = etree.RelaxNG(etree.parse(FEED))
    grammar.assertValid(root)
    assert root.find(f"{ATOM}author") is not None, "entries without one have the feed's"
    for name in ("id", "updated"):
        broken = etree.fromstring(etree.tostring(root))
        broken.find(f"{ATOM}entry/{ATOM}{name}").clear()
        assert not grammar.validate(broken), name
    (entry,) = root.iter(f"{ATOM}entry")
    assert "10次 → 11次" in entry.findtext(f"{ATOM}content")
    page = (folder / "metrics" / "city-drills.html").read_text(encoding="utf-8")
    assert words("zh")("Published before") in page and store.publication(3).hash in page
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;新" in index
    stale = folder / "metrics" / "gone.html"
    stale.write_text("old")
    site(Namespace(**asked), words("zh"))
    assert not stale.exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="other"):
        site(Namespace(**{**asked, "folder": other}), words("en"))
