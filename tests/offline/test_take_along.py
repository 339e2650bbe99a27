"""The file to take along: every number opens its words in it, and nothing is fetched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from lxml import html

from metrics.briefing import prepare
from metrics.i18n import LANGUAGES, words
from metrics.markup import Markup, tag
from metrics.model.dataset import Dataset
from metrics.model.observation import from_table
from metrics.offline.take_along import MOST_BYTES, take_along
from metrics.store.evidence import Source
from metrics.store.published import with_rows
from metrics.wording.formatter import Formatter
from tests.support.figures import figure
from tests.support.sample import real, sample

MADE = datetime(2025, 3, 1, 9, 30)
SEAL = "9f" * 32
DATA = {"real": real, "sample": sample}


def file_of(data: Dataset, language: str = "zh", **asked: Any) -> bytes:
    _ = words(language)
    told = {
        o.key: Source(1, o.year, "报告", 3, 9, "全市开展宣贯<b>", o.printed, "，比上年多。")
        for o in from_table(data.table)
        if o.printed
    }
    said = prepare(data, _, made=MADE, sentences=told, **asked)
    return take_along(said, Formatter(data, _), seal=SEAL)


@cache
def parsed(name: str, language: str) -> html.HtmlElement:
    return html.document_fromstring(file_of(DATA[name](), language).decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DATA)
def test_every_number_opens_its_source_in_the_file(name: str, language: str) -> None:
    page, data, _ = parsed(name, language), DATA[name](), words(language)
    said = prepare(data, _, made=MADE)
    fmt = Formatter(data, _)
    entries = {entry.get("id"): entry for entry in page.iter("article")}
    assert list(entries) == [f"f{f.number}" for report in said.reports for f in report.figures]
    doors = {a.get("href") for a in page.iter("a") if a.get("href").startswith("#f")}
    assert doors == {f"#{name}" for name in entries}
    for one in said.figures:
        entry = entries[f"f{one.number}"].text_content()
        assert fmt.figure(one.observation) in entry and one.reading in entry
        if one.printed and not data.table_sources:
            assert f"全市开展宣贯<b>{one.printed}，比上年多。" in entry


@pytest.mark.parametrize("name", DATA)
def test_it_says_whose_it_is_and_fetches_nothing(name: str) -> None:
    content, data = file_of(DATA[name]()), DATA[name]()
    text = content.decode()
    assert len(content) < MOST_BYTES
    assert data.bureau.zh in text and SEAL in text and "2025年3月1日" in text
    assert ("虚构示例" in text) == data.bureau.sample
    page = parsed(name, "zh")
    assert not list(page.iter("script", "img", "link", "iframe", "object"))
    policy = page.xpath("//meta[@http-equiv]")[0].get("content")
    assert policy.startswith("default-src 'none';")
    leading = [a.get("href") for a in page.iter("a") if not a.get("href").startswith("#")]
    assert set(leading) <= {edition.url for edition in data.editions.values()}
    assert content == file_of(DATA[name]())


def test_a_part_of_the_figures_is_told_alone() -> None:
    text = file_of(sample(), "en", year=2022, categories=["drills"]).decode()
    assert "Briefing 2022: Drills" in text
    years = {
        entry.text_content()[-4:] for entry in html.document_fromstring(text).xpath("//h4/span")
    }
    assert years == {"2020", "2021", "2022"}


def test_a_long_history_fits_by_leaving_the_oldest_years_out() -> None:
    years, metrics = range(2012, 2025), range(45)
    rows = [
        figure(f"很长的指标名称{at}", 1000 + at, year, note="说明" * 20, category="drills")
        for at in metrics
        for year in years
    ]
    content = file_of(with_rows(real(), rows))
    assert "· 2019" not in content.decode() and "· 2020" in content.decode()
    assert len(content) < MOST_BYTES
    assert "2024年" in content.decode()


def test_unkind_texts_stay_texts() -> None:
    unkind: Sequence[str] = ("<script>alert(1)</script>", '"><img src=x onerror=1>', "\u202e反\x01")
    rows = [
        figure(name, 10 + at, year, note=name, unit=name, category="drills", printed=name)
        for at, name in enumerate(unkind)
        for year in (2023, 2024)
    ]
    data = with_rows(real(), rows)
    data = replace(data, bureau=replace(data.bureau, zh=unkind[0]))
    page = html.document_fromstring(file_of(data).decode())
    assert not list(page.iter("script", "img"))
    assert unkind[0] in page.text_content() and "\u202e" not in page.text_content()


def test_a_category_that_is_silent_for_the_year_says_so() -> None:
    rows = [figure("演练", 5, 2024), figure("隐患", 7, 2020, category="hazards")]
    text = file_of(with_rows(real(), rows), "en").decode()
    assert "No figures published for 2024" in text


def test_only_markup_is_not_escaped() -> None:
    made = tag("p", "a<b", Markup("<i>c</i>"), class_="x", title="\"'", hidden=True, lang=None)
    assert made == '<p class="x" title="&quot;\'" hidden>a&lt;b<i>c</i></p>'
