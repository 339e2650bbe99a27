"""Where a figure comes from, as the source panel says it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.i18n import LANGUAGES, words
from metrics.model.observation import from_table
from metrics.model.vocabulary import as_read, name_in
from metrics.wording.citations import citation, provenance, section_text
from metrics.wording.formatter import Formatter
from tests.support.sample import figure, real, sample

ZH, EN = words("zh"), words("en")
CJK = re.compile("[\u2e80-\u9fff\uff00-\uffef]")


def test_a_citation_says_what_when_whose_and_where() -> None:
    data = real()
    o = figure(data, "宣贯培训", 2024)
    edition = data.editions[2024]
    zh = citation(o, Formatter(data, ZH))
    assert zh.startswith(f"威海市2024年宣贯培训：{o.printed}。")
    for part in (edition.issuer_zh, f"《{edition.zh}》", "2025年1月22日", o.section, edition.url):
        assert part in zh
    en = citation(o, Formatter(data, EN))
    assert en.startswith("Weihai, Outreach training, 2024: 1.36 million+ person-times.")
    for part in (edition.issuer_en, f"“{edition.en}”", "January 22, 2025", "section 1(2), point 3"):
        assert part in en


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_of_a_citation_can_be_copied(language: str) -> None:
    data = real()
    for o in from_table(data.table):
        assert citation(o, Formatter(data, words(language))).endswith(data.editions[o.year].url)


def test_english_citations_are_english() -> None:
    for data in (real(), sample()):
        for o in from_table(data.table):
            assert not CJK.search(citation(o, Formatter(data, EN)))


def test_both_languages_are_offered_to_every_reader() -> None:
    data = real()
    o = figure(data, "宣贯培训", 2024)
    for language in LANGUAGES:
        found = provenance(o, Formatter(data, words(language)))
        assert found.citations == {
            one: citation(o, Formatter(data, words(one))) for one in LANGUAGES
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_holds_all_that_is_known(language: str) -> None:
    data, _ = real(), words(language)
    for o in from_table(data.table):
        found = provenance(o, Formatter(data, _))
        metric = data.catalogue.find(o.metric)
        assert found.observation is o and found.metric == metric
        assert metric is not None and found.title == name_in(metric, language)
        assert found.figure == Formatter(data, _).figure(o)
        assert found.edition == data.editions[2024]
        assert found.section and found.reading


def test_without_an_edition_there_is_no_date_and_no_link() -> None:
    data = real()
    alone = replace(data, editions={})
    o = figure(data, "宣贯培训", 2024)
    found = provenance(o, Formatter(alone, ZH))
    assert found.edition is None
    assert found.citations["zh"] == f"威海市2024年宣贯培训：{o.printed}。"
    assert found.citations["en"].endswith("person-times.")


def test_an_edition_without_a_link_has_none_in_its_citation() -> None:
    data = sample()
    o = figure(data, "宣贯培训", 2024)
    for language in LANGUAGES:
        text = citation(o, Formatter(data, words(language)))
        assert "http" not in text and not text.rstrip().endswith(",")
        assert ("虚构示例" if language == "zh" else "invented sample") in text


def test_an_edition_without_a_day_has_none_in_its_citation() -> None:
    data = real()
    o = figure(data, "宣贯培训", 2024)
    published = data.editions[2024].published
    assert published is not None
    edition = replace(data.editions[2024], published=None)
    undated = replace(data, editions={2024: edition})
    for language in LANGUAGES:
        _ = words(language)
        dated, text = citation(o, Formatter(data, _)), citation(o, Formatter(undated, _))
        day = _.date(published)
        assert day in dated and day not in text and "None" not in text
        assert name_in(edition, language) in text and text.endswith(edition.url)


def test_a_figure_without_a_section_is_cited_without_one() -> None:
    data = real()
    o = replace(figure(data, "宣贯培训", 2024), section="")
    assert "section" not in citation(o, Formatter(data, EN))
    assert ",," not in citation(o, Formatter(data, ZH))


def test_a_metric_outside_the_catalogue_is_its_own_name() -> None:
    data = real()
    o = replace(figure(data, "宣贯培训", 2024), metric="新指标")
    found = provenance(o, Formatter(data, EN))
    assert found.title == "新指标 (untranslated)" and found.metric.definition("en") == ""


def test_a_report_without_an_english_title_is_marked_once() -> None:
    data = real()
    edition = replace(data.editions[2024], en=as_read("年度报告", "en"))
    assert "“年度报告 (untranslated)”" in Formatter(data, EN).report(edition)


@pytest.mark.parametrize(
    ("section", "english"),
    [
        ("一(二)三是", "1(2), point 3"),
        ("二(一)1.", "2(1), point 1"),
        ("四(四)", "4(4)"),
        ("三", "3"),
        ("十一(二)3是", "11(2), point 3"),
        ("二十(十)三十五是", "20(10), point 35"),
        ("一(二)第十二", "1(2), point 12"),
        ("一三是", "1, point 3"),
        ("(十二)", "(12)"),
        ("十二（三）", "12(3)"),
        ("十一、", "11"),
        ("", ""),
    ],
)
def test_sections_are_written_as_readers_write_them(section: str, english: str) -> None:
    assert section_text(section, ZH) == section
    assert section_text(section, EN) == english


def han(number: int) -> str:
    """A number below 100 as headings write it: 十, 十一, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    ten = "" if not tens else f"{digits[tens] if tens > 1 else ''}十"
    return ten + (digits[ones] if ones else "")


heading_numbers = st.integers(1, 99)


@given(heading_numbers, heading_numbers, heading_numbers, st.sampled_from(["是", "第", "."]))
def test_every_number_of_a_section_is_translated(
    first: int, second: int, third: int, mark: str
) -> None:
    ends = {"是": f"{han(third)}是", "第": f"第{han(third)}", ".": f"{third}."}
    top, middle = f"{han(first)}", f"({han(second)})"
    assert section_text(top, EN) == str(first)
    assert section_text(top + middle, EN) == f"{first}({second})"
    assert section_text(top + middle + ends[mark], EN) == f"{first}({second}), point {third}"
    alone = section_text(top + ends[mark], EN)
    assert alone in (f"{first}, point {third}", top + ends[mark]), "right or left as printed"


@pytest.mark.parametrize("section", ["二十三是", "前言", "十十", "一二", "附表2", "第三章"])
def test_a_place_that_is_no_number_or_has_two_readings_stays_as_printed(section: str) -> None:
    assert section_text(section, EN) == section


@given(st.text("一二十3(().、是第章", max_size=8))
def test_no_section_is_translated_by_half(section: str) -> None:
    told = section_text(section, EN)
    assert told == section or not CJK.search(told)


def test_every_section_in_the_data_has_an_english_form() -> None:
    for data in (real(), sample()):
        sections = [o.section for o in from_table(data.table)] + [o.section for o in data.omitted]
        assert not [s for s in sections if CJK.search(section_text(s, EN))]
