"""Where a figure comes from, as the source panel says it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from metrics.i18n import LANGUAGES, words
from metrics.model.observation import from_table
from metrics.model.vocabulary import name_in
from metrics.wording.citations import citation, provenance, section_text
from metrics.wording.figures import figure_text
from tests.support.sample import figure, real, sample

ZH, EN = words("zh"), words("en")
CJK = re.compile("[\u2e80-\u9fff\uff00-\uffef]")


def test_a_citation_says_what_when_whose_and_where() -> None:
    data = real()
    o = figure(data, "宣贯培训", 2024)
    edition = data.editions[2024]
    zh = citation(data, o, ZH)
    assert zh.startswith(f"威海市2024年宣贯培训:{o.printed}。")
    for part in (edition.issuer_zh, f"《{edition.zh}》", "2025年1月22日", o.section, edition.url):
        assert part in zh
    en = citation(data, o, EN)
    assert en.startswith("Weihai, Outreach training, 2024: 1.36 million+ person-times.")
    for part in (edition.issuer_en, f"“{edition.en}”", "January 22, 2025", "section 1(2), point 3"):
        assert part in en


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_of_a_citation_can_be_copied(language: str) -> None:
    data = real()
    for o in from_table(data.table):
        assert citation(data, o, words(language)).endswith(data.editions[o.year].url)


def test_english_citations_are_english() -> None:
    for data in (real(), sample()):
        for o in from_table(data.table):
            assert not CJK.search(citation(data, o, EN))


def test_both_languages_are_offered_to_every_reader() -> None:
    data = real()
    o = figure(data, "宣贯培训", 2024)
    for language in LANGUAGES:
        found = provenance(data, o, words(language))
        assert found.citations == {one: citation(data, o, words(one)) for one in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_holds_all_that_is_known(language: str) -> None:
    data, _ = real(), words(language)
    for o in from_table(data.table):
        found = provenance(data, o, _)
        metric = data.catalogue.find(o.metric)
        assert found.observation is o and found.metric == metric
        assert metric is not None and found.title == name_in(metric, language)
        assert found.figure == figure_text(o, data.vocabulary, _)
        assert found.edition == data.editions[2024]
        assert found.section and found.reading


def test_without_an_edition_there_is_no_date_and_no_link() -> None:
    data = real()
    alone = replace(data, editions={})
    o = figure(data, "宣贯培训", 2024)
    found = provenance(alone, o, ZH)
    assert found.edition is None
    assert found.citations["zh"] == f"威海市2024年宣贯培训:{o.printed}。"
    assert found.citations["en"].endswith("person-times.")


def test_an_edition_without_a_link_has_none_in_its_citation() -> None:
    data = sample()
    o = figure(data, "宣贯培训", 2024)
    for language in LANGUAGES:
        text = citation(data, o, words(language))
        assert "http" not in text and not text.rstrip().endswith(",")
        assert ("虚构示例" if language == "zh" else "invented sample") in text


def test_an_edition_without_a_day_has_none_in_its_citation() -> None:
    data = real()
    o = figure(data, "宣贯培训", 2024)
    edition = replace(data.editions[2024], published=None)
    undated = replace(data, editions={2024: edition})
    for language in LANGUAGES:
        _ = words(language)
        dated, text = citation(data, o, _), citation(undated, o, _)
        day = _.date(data.editions[2024].published)
        assert day in dated and day not in text and "None" not in text
        assert name_in(edition, language) in text and text.endswith(edition.url)


def test_a_figure_without_a_section_is_cited_without_one() -> None:
    data = real()
    o = replace(figure(data, "宣贯培训", 2024), section="")
    assert "section" not in citation(data, o, EN)
    assert ",," not in citation(data, o, ZH)


def test_a_metric_outside_the_catalogue_is_its_own_name() -> None:
    data = real()
    o = replace(figure(data, "宣贯培训", 2024), metric="新指标")
    found = provenance(data, o, EN)
    assert found.title == "新指标" and found.metric.definition("en") == ""


@pytest.mark.parametrize(
    ("section", "english"),
    [
        ("一(二)三是", "1(2), point 3"),
        ("二(一)1.", "2(1), point 1"),
        ("四(四)", "4(4)"),
        ("三", "3"),
        ("", ""),
    ],
)
def test_sections_are_written_as_readers_write_them(section: str, english: str) -> None:
    assert section_text(section, ZH) == section
    assert section_text(section, EN) == english


def test_every_section_in_the_data_has_an_english_form() -> None:
    for data in (real(), sample()):
        sections = [o.section for o in from_table(data.table)] + [o.section for o in data.omitted]
        assert not [s for s in sections if CJK.search(section_text(s, EN))]
