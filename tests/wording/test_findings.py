"""What the dashboard says of the figures, in both languages, for the cases of the sample."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from metrics.analysis.findings import findings
from metrics.charts.change_heatmap import change_heatmap
from metrics.i18n import LANGUAGES, words
from metrics.model.observation import Observation, from_table
from metrics.model.series import published_in, series_of
from metrics.numbers import plain
from metrics.wording.formatter import Formatter
from metrics.wording.series import (
    category_sentence,
    change_words,
    comparison_text,
    series_sentence,
    years_alt,
)
from tests.support.made_series import everything, made
from tests.support.made_series import row as figure_row
from tests.support.sample import figure, real, sample, series

ZH, EN = words("zh"), words("en")
CJK = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
FIGURES = [
    (data, row) for data in (real(), sample()) for row in from_table(data.table) if row.printed
]


def shown(name: str, year: int, language: str) -> str:
    data = sample()
    return Formatter(data, words(language)).figure(figure(data, name, year))


def growth(name: str, year: int) -> str:
    """The growth of a metric in per cent with one decimal, worked out here."""
    new, old = (figure(sample(), name, y).value for y in (year, year - 1))
    assert new is not None and old is not None
    rate = (new - old) * 100 / old
    return f"{abs(rate).quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


# One figure


def test_chinese_shows_what_is_printed_and_nothing_else() -> None:
    for data, row in FIGURES:
        shown_figure = Formatter(data, ZH).figure(row)
        assert shown_figure.replace(",", "") == row.printed.replace(",", "")


def test_english_figures_and_readings_are_english() -> None:
    for data, row in FIGURES:
        for text in (Formatter(data, EN).figure(row), Formatter(data, EN).reading(row)):
            assert not CJK.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reading_gives_every_digit(language: str) -> None:
    for data, row in FIGURES:
        reading = Formatter(data, words(language)).reading(row).replace(",", "")
        for bound in (row.value, row.upper):
            assert bound is None or plain(bound) in reading


@pytest.mark.parametrize(
    ("printed", "value", "unit", "number", "beside"),
    [
        ("12192次", "12192", "次", "12,192", "次"),
        ("136万余人次", "1360000", "人次", "136万余", "人次"),
        ("900个左右", "900", "个", "900个左右", ""),
        ("2.5个百分点", "2.5", "百分点", "2.5", "个百分点"),
        ("90%以上", "90", "%", "90%以上", ""),
        ("90", "90", "%", "90%", ""),
        ("720", "720", "人", "720", "人"),
        ("1400余台套", "1400", "台(套)", "1,400余", "台套"),
        ("58312台（套）", "58312", "台(套)", "58,312", "台（套）"),
        ("900余名", "900", "人", "900余", "名"),
    ],
)
def test_a_printed_figure_is_split_before_its_unit(
    printed: str, value: str, unit: str, number: str, beside: str
) -> None:
    row = Observation(2024, "", "", "", "", Decimal(value), unit, printed=printed)
    fmt = Formatter(real(), ZH)
    assert fmt.number(row) == number
    assert fmt.number_unit(row) == beside


def test_one_is_singular_in_english() -> None:
    assert shown("较大及以上生产安全事故", 2024, "en") == "1 case"
    assert shown("较大及以上生产安全事故", 2023, "en") == "2 cases"
    assert shown("较大及以上生产安全事故", 2022, "en") == "0 cases"


@pytest.mark.parametrize(
    ("name", "year", "zh", "en"),
    [
        ("宣贯培训", 2024, "118万余人次", "1.18 million+ person-times"),
        ("宣贯培训", 2020, "近30万人次", "nearly 300,000 person-times"),
        ("普法知识竞赛参加人数", 2020, "约5,000人", "≈ 5,000 people"),
        ("市级专项应急预案", 2021, "3至5个", "3–5 items"),
        ("增设救援队伍", 2021, "不超过30支", "≤ 30 teams"),
        ("挂牌督办重大事故隐患", 2023, "不足100项", "< 100 items"),
        ("市级执法人员下沉一线比例", 2023, "不低于85%", "≥ 85%"),
        ("隐患整改率提高幅度", 2024, "2.5个百分点", "2.5 percentage points"),
        ("应急物资储备总值", 2024, "1.2亿元", "120 million yuan"),
        ("新增救援装备", 2021, "未公布", "not published"),
    ],
)
def test_every_qualifier_is_said(name: str, year: int, zh: str, en: str) -> None:
    assert (shown(name, year, "zh"), shown(name, year, "en")) == (zh, en)


# One metric and the year before


def test_growth_is_told_with_both_values() -> None:
    data, name = sample(), "各级各部门演练"
    rate = growth(name, 2024)
    zh = series_sentence(series(data, name), 2024, Formatter(data, ZH))
    assert zh == f"{name}{shown(name, 2024, 'zh')}，较2023年的{shown(name, 2023, 'zh')}增长{rate}%"
    en = series_sentence(series(data, name), 2024, Formatter(data, EN))
    assert en == (
        f"Drills at all levels: {shown(name, 2024, 'en')}, up {rate}% on the "
        f"{shown(name, 2023, 'en')} of 2023"
    )


def test_a_fall_is_told_without_a_minus() -> None:
    data, name = sample(), "各级各部门演练"
    rate = growth(name, 2023)
    assert f"下降{rate}%" in series_sentence(series(data, name), 2023, Formatter(data, ZH))
    assert f"down {rate}% on" in series_sentence(series(data, name), 2023, Formatter(data, EN))
    assert comparison_text(series(data, name), 2023, Formatter(data, ZH)) == f"较2022年下降{rate}%"
    assert comparison_text(series(data, name), 2023, Formatter(data, EN)) == f"down {rate}% on 2022"


def test_qualifiers_make_a_change_approximate() -> None:
    data, name = sample(), "宣贯培训"
    rate = growth(name, 2024)
    assert f"增长约{rate}%" in series_sentence(series(data, name), 2024, Formatter(data, ZH))
    assert f"up about {rate}%" in series_sentence(series(data, name), 2024, Formatter(data, EN))
    assert (
        comparison_text(series(data, name), 2024, Formatter(data, ZH)) == f"较2023年增长约{rate}%"
    )


def test_shares_change_by_percentage_points() -> None:
    data, name = sample(), "隐患整改率"
    new, old = (figure(data, name, year).value for year in (2024, 2023))
    assert new is not None and old is not None
    points = new - old
    label_zh = comparison_text(series(data, name), 2024, Formatter(data, ZH))
    label_en = comparison_text(series(data, name), 2024, Formatter(data, EN))
    assert label_zh == f"较2023年提高{points}个百分点"
    assert label_en == f"higher by {points} pp on 2023"


@pytest.mark.parametrize(
    ("name", "year", "zh", "en"),
    [
        ("管控重大事故隐患", 2020, "", ""),
        ("推进长期任务", 2023, "首次公布", "first published figure"),
        ("新增救援装备", 2022, "2021年未公布", "2021 not published"),
        ("解读宣贯", 2023, "2022年未公布", "2022 not published"),
        ("较大及以上生产安全事故", 2023, "2022年为0，不计增幅", "was 0 in 2022"),
        ("实操培训", 2023, "口径有变，不可比", "definition changed, not comparable"),
        ("新增救援装备", 2021, "未公布", "not published"),
        ("专题培训班参训人员", 2024, "未公布", "not published"),
    ],
)
def test_what_cannot_be_compared_says_why(name: str, year: int, zh: str, en: str) -> None:
    data = sample()
    one = series(data, name)
    assert one.change(year).amount is None
    assert Formatter(data, ZH).change(one.change(year)) == "—"
    assert comparison_text(one, year, Formatter(data, ZH)) == zh
    assert comparison_text(one, year, Formatter(data, EN)) == en


@pytest.mark.parametrize(
    ("old", "new", "upper", "zh", "en"),
    [
        (-15, -3, None, "2023年为负，不计增幅", "was below 0 in 2023"),
        (848, -12, None, "2024年为负，不计增幅", "below 0 in 2024, no rate"),
        (5, 3, 5, "区间数，不计增幅", "a range has no rate"),
    ],
    ids=["negative", "sign", "range"],
)
def test_a_rate_that_would_mislead_is_left_out_of_every_text(
    old: int, new: int, upper: int | None, zh: str, en: str
) -> None:
    most = None if upper is None else Decimal(upper)
    last_year = figure_row("演练", 2023, old)
    data = made([last_year, figure_row("演练", 2024, new, upper=most)])
    (one,) = everything(data).series
    for _, why in ((ZH, zh), (EN, en)):
        assert comparison_text(one, 2024, Formatter(data, _)) == why
        told = [
            series_sentence(one, 2024, Formatter(data, _)),
            change_heatmap(everything(data).series, [2023, 2024], Formatter(data, _)).alt,
        ]
        assert all(why in text for text in told)
        assert not any(f.kind in ("rise", "fall") for f in findings(everything(data), _))


def test_no_change_is_called_so() -> None:
    data = sample()
    zh, en = Formatter(data, ZH), Formatter(data, EN)
    same = series(data, "各级各部门演练").change(2024)
    still = type(same)("growth", Decimal(0), same.old, same.new, about=False)
    nearly = type(same)("growth", Decimal(0), same.old, same.new, about=True)
    assert change_words(still, zh) == "持平" and change_words(still, en) == "unchanged"
    assert change_words(nearly, zh) == "基本持平" and change_words(nearly, en) == "about the same"
    assert "±0%" in en.change(still)


def test_one_year_alone_is_not_called_the_first() -> None:
    data = real()
    for one in series_of(data, "training"):
        assert comparison_text(one, data.years[-1], Formatter(data, ZH)) == ""
        said = series_sentence(one, data.years[-1], Formatter(data, EN))
        assert "first" not in said and "not published" not in said


def test_a_silent_year_is_said_in_the_sentence() -> None:
    data = sample()
    one = series(data, "新增救援装备")
    assert series_sentence(one, 2021, Formatter(data, ZH)) == "新增救援装备：2021年未公布"
    assert series_sentence(one, 2021, Formatter(data, EN)) == (
        "Rescue equipment added: not published for 2021"
    )


# Categories


@pytest.mark.parametrize("year", sample().years)
def test_a_category_counts_every_metric_once(year: int) -> None:
    data = sample()
    for category in data.vocabulary.categories:
        all_series = series_of(data, category)
        published = published_in(all_series, year)
        for _, total in ((ZH, r"公布(\d+)项指标"), (EN, r"^(\d+) metrics? in")):
            said = category_sentence(all_series, year, Formatter(data, _))
            stated = re.search(total, said)
            assert stated is not None and int(stated[1]) == len(published)
            head, colon, tail = said.partition("：" if _ is ZH else ":")
            parts = re.findall(r"(\d+) ?(?:项|up|down|unchanged|without)", tail)
            assert sum(map(int, parts)) == len(published)
            assert "0" not in parts and bool(colon) == bool(parts), head


def test_one_year_of_a_category_is_only_counted() -> None:
    data = real()
    training = series_of(data, "training")
    assert (
        category_sentence(training, 2024, Formatter(data, ZH)) == f"2024年公布{len(training)}项指标"
    )
    assert (
        category_sentence(training, 2024, Formatter(data, EN)) == f"{len(training)} metrics in 2024"
    )


# In place of pictures


def test_the_words_of_a_chart_name_every_year() -> None:
    data = sample()
    one = series(data, "新增救援装备")
    zh, en = (years_alt(one, data.years, Formatter(data, _)) for _ in (ZH, EN))
    assert zh == (
        "新增救援装备逐年：2020 1,150台(套)、2021年未公布、2022 2,460台(套)、"
        "2023 3,000余台(套)、2024 2,780台(套)"
    )
    assert en.startswith("Rescue equipment added by year: 2020 1,150 sets, 2021 not published, ")
    assert all(str(year) in zh and str(year) in en for year in data.years)
