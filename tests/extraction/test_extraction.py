"""A new year's report becomes proposed rows; what is left out says why, and nothing is lost."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.cli.reading import extraction_dict, figure_lines
from metrics.extraction.proposals import LEAVE, TAKE, Extraction, Proposal, extract
from metrics.extraction.results import EXTRA, HIT, MISS, WRONG, SelfTest, proposal_csv, self_test
from metrics.i18n import words
from metrics.model.csv_file import parse_rows
from metrics.model.observation import COLUMN_NAMES, Observation, to_table
from metrics.problems import BrokenData
from metrics.prose import read
from metrics.readers.documents import parse, pasted
from tests.support import papers
from tests.support.drafts import NEW_YEAR, sample
from tests.support.labelled_reports import LabelledReport, each_report

_ = words("en")


def new_year(text: str = NEW_YEAR) -> Extraction:
    return extract(pasted(text), sample())


def of(extraction: Extraction, printed: str) -> Proposal:
    (found,) = [p for p in extraction.proposals if p.figure.printed == printed]
    return found


@each_report
def test_every_figure_of_a_labelled_report_becomes_its_published_row(
    report: LabelledReport,
) -> None:
    extraction = extract(report.document, report.data)
    assert sorted(extraction.rows, key=str) == sorted(report.read_rows, key=str)
    assert extraction.missing == ()


def as_web_page(text: str) -> bytes:
    body = "".join(f"<p>{line.strip()}</p>" for line in text.splitlines())
    return f'<html><head><meta charset="gb2312"></head><body>{body}</body></html>'.encode("gb18030")


def as_pdf(text: str) -> bytes:
    """A PDF whose lines are as short as printed ones, with a head and a number on each page."""
    lines = [
        line.strip()[at : at + 38]
        for line in text.splitlines()
        for at in range(0, len(line.strip()), 38)
    ]
    pages = [lines[at : at + 34] for at in range(0, len(lines), 34)]
    return papers.pdf([["临澜市", *page, f"— {n} —"] for n, page in enumerate(pages, 1)])


def said_by(text: str, year: int) -> list[tuple[object, ...]]:
    """What a text says of each figure: value, unit, name, year, and whether it is a goal."""
    return [
        (each.value, each.upper, each.unit, each.qualifier, each.metric, each.year, each.target)
        for each in read(text, year).figures
    ]


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: papers.word(text.splitlines()),
        as_web_page,
        as_pdf,
    ],
    ids=["gbk", "utf-16", "docx", "html", "pdf"],
)
@each_report
def test_a_report_says_the_same_however_it_is_saved(
    report: LabelledReport, saved: Callable[[str], bytes]
) -> None:
    document = parse(saved(report.document.text))
    found = self_test(document, report.data, report.year)
    assert_only_known_misses(found, report)
    assert said_by(document.text, report.year) == said_by(report.document.text, report.year)


def assert_only_known_misses(found: SelfTest, report: LabelledReport) -> None:
    """Every published figure is a hit but those that the reader is known to miss."""
    other = [result for result in found.results if result.outcome != HIT]
    assert [result.outcome for result in other] == [MISS] * len(report.missed)
    assert {result.published and result.published.printed for result in other} == report.missed


@each_report
def test_a_second_mention_is_left_as_one(report: LabelledReport) -> None:
    proposals = extract(report.document, report.data).proposals
    twice = [p for p in proposals if p.figure.printed == report.repeated]
    first, second = sorted(twice, key=lambda p: p.number)
    assert (first.suggestion, second.suggestion) == (TAKE, LEAVE)
    assert first.row.metric in _.say(second.why)


def test_a_table_below_a_paragraph_about_a_district_keeps_its_city() -> None:
    city, *districts = (sample().bureau.region, *sample().bureau.districts)
    first = districts[0] if districts else "湾东区"
    prose = f"2025年，全市办结投诉862件。其中，{first}办结305件，较好。"
    rows = ("区县\t办结投诉（件）", f"{first}\t307", "湾西区\t555", "全市\t862")
    text = "\n".join((f"{city}2025年工作总结", "", prose, "", "各区县情况", *rows))
    found = [p for p in extract(pasted(text), sample(), 2025).proposals if p.figure.value == 862]
    assert {p.row.region for p in found} == {city}
    assert [p.suggestion for p in found].count(TAKE) == 1, "the table repeats the paragraph"


@pytest.mark.parametrize(
    ("issuer", "region", "warned"),
    [
        ("临澜市应急管理局", "临澜市", False),
        ("海东省临澜市松岭县应急管理局", "松岭县", False),
        ("云汀市应急管理局", "云汀市", True),
        ("海东省应急管理厅", "海东省", True),
        ("全市安全生产", "临澜市", False),
    ],
)
def test_a_report_is_read_for_the_region_of_its_issuer(
    issuer: str, region: str, warned: bool
) -> None:
    found = new_year(NEW_YEAR.replace("临澜市应急管理局", issuer, 1))
    assert {p.row.region for p in found.proposals if "市级" not in p.row.metric} == {region}
    assert [p.code for p in found.problems] == ["another-issuer"] * warned
    chosen = extract(pasted(NEW_YEAR.replace("临澜市", "云汀市", 1)), sample(), region="临澜市")
    assert chosen.region == "临澜市"


def test_a_table_gives_the_same_rows_however_it_is_set() -> None:
    """By tabs in a text or in paragraphs, as a table of Word, of a page, of a printed one."""
    title, points = "临澜市应急管理局2025年工作报告", "分乡镇执法情况见下表："
    rows = [
        ("乡镇", "检查企业（家次）", "立案（起）"),
        ("青柯镇", "318", "24"),
        ("沙埠镇", "276", "0"),
    ]
    tabbed = [title, "", points, *map("\t".join, rows), ""]
    cells = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    drawn = [
        papers.Text(60 + 150 * column, 660 - 20 * line, text)
        for line, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    heads = [papers.Text(60, 760, title), papers.Text(60, 710, points)]
    for saved in (
        "\n".join(tabbed).encode(),
        papers.word(tabbed),
        papers.word([title, points], rows),
        f"<html><body><p>{title}</p><p>{points}</p><table>{cells}</table></body></html>".encode(),
        papers.drawn_pdf([papers.Page([*heads, *drawn], ())]),
    ):
        found = extract(parse(saved), sample(), 2025).rows
        assert [(o.region, o.metric, str(o.value), o.unit) for o in found] == [
            ("青柯镇", "检查企业", "318", "家次"),
            ("青柯镇", "立案", "24", "起"),
            ("沙埠镇", "检查企业", "276", "家次"),
            ("沙埠镇", "立案", "0", "起"),
        ]


def test_known_metrics_go_on_under_their_names() -> None:
    found = {p.figure.printed: p.row.metric for p in new_year().proposals if p.how != "none"}
    assert found == {
        "9120次": "解读宣贯",
        "102万余人次": "宣贯培训",
        "21.4万人次": "实操培训",
        "9146次": "各级各部门演练",
        "9次": "市级应急演练",
        "26架": "新购消防无人机",
        "4602项": "管控重大事故隐患",
        "4800项": "挂牌督办重大事故隐患",
        "97.1%": "隐患整改率",
        "1.1个百分点": "隐患整改率提高幅度",
        "16800台(套)": "新增救援装备",
    }


def test_a_row_is_complete() -> None:
    row = of(new_year(), "102万余人次").row
    assert row == Observation(
        2025, "临澜市", "training", "宣贯活动", "宣贯培训", Decimal(1020000), "人次",
        "more_than", None, "102万余人次", "一(一)一是",
    )  # fmt: skip


def test_a_new_metric_has_its_unit_and_a_category_that_exists() -> None:
    new = of(new_year(), "26架")
    assert new.how == "new"
    assert (new.row.unit, new.row.category) == ("架", "equipment")
    assert new.row.category in sample().vocabulary.categories


def test_targets_and_rates_are_left_with_a_reason() -> None:
    extraction = new_year()
    for printed in ("12次", "10.0%"):
        assert of(extraction, printed).suggestion == LEAVE
    assert "target" in _.say(of(extraction, "12次").why)


def test_contradictory_ones_come_first_and_sure_ones_last() -> None:
    queue = new_year().proposals
    marked = [bool(p.contradictions) for p in queue]
    assert marked == sorted(marked, reverse=True)
    assert {p.figure.printed for p in queue if p.contradictions} == {
        "4602项", "4800项", "16800台(套)"}  # fmt: skip
    undisputed = [p.certainty for p in queue if not p.contradictions]
    assert undisputed == sorted(undisputed)


def test_a_rate_is_held_against_last_year_s_row() -> None:
    assert of(new_year(), "10.0%").contradictions == ()
    wrong = of(new_year(NEW_YEAR.replace("增长10.0%", "增长12.0%")), "12.0%")
    assert [c.code for c in wrong.contradictions] == ["growth"]
    assert "(9,146 − 8,317) ÷ 8,317 = 9.97%" in _.say(wrong.contradictions[0].text)


def test_what_last_year_had_and_this_report_does_not_is_listed() -> None:
    missing = {row.metric for row in new_year().missing}
    assert {"企业人员轮训", "增设救援队伍", "演练参演人数"} <= missing
    assert not missing & {p.row.metric for p in new_year().proposals if p.suggestion == TAKE}


def test_confirmed_choices_are_exact_from_then_on() -> None:
    from metrics.model.catalogue import fold
    from metrics.store.aliases import Alias

    before = of(new_year(), "9120次")
    alias = Alias(before.figure.metric, "解读宣贯", "training", "宣贯活动")
    after = of(extract(pasted(NEW_YEAR), sample(), aliases={fold(alias.alias): alias}), "9120次")
    assert (before.how, after.how) == ("similar", "alias")
    assert after.row == before.row


def test_a_figure_of_a_named_region_is_that_region_s() -> None:
    report = "2025年,全市各级各部门开展应急演练9146次。其中,望潮区开展应急演练3300次。"
    regions = {p.figure.printed: p.row.region for p in new_year(report).proposals}
    assert regions == {"9146次": "临澜市", "3300次": "望潮区"}


def test_a_report_of_a_published_year_is_held_against_what_is_published() -> None:
    report = "2024年,管控重大事故隐患4453项,增设救援队伍32支。"
    extraction = extract(pasted(report), sample())
    assert of(extraction, "4453项").contradictions == ()
    assert [c.code for c in of(extraction, "32支").contradictions] == ["published"]


def test_the_coverage_counts_every_figure_once() -> None:
    extraction = new_year()
    coverage = extraction.coverage()
    assert (coverage.taken, coverage.left_out, coverage.undecided) == (11, 2, 0)
    assert extraction.coverage({0: TAKE, 1: LEAVE}).undecided == 11


def test_no_figure_is_taken_from_running_heads() -> None:
    pages = [["临澜市2024年简报 共48期", f"管控隐患{n}453项。", f"- {n} -"] for n in range(1, 5)]
    extraction = extract(parse(papers.pdf(pages), "x.pdf"), sample(), year=2024)
    assert not [p for p in extraction.proposals if "48" in p.figure.printed]
    assert "furniture" in {problem.code for problem in extraction.problems}


def test_a_report_that_names_no_year_asks_for_one() -> None:
    with pytest.raises(BrokenData) as broken:
        extract(pasted("开展应急演练9146次。"), sample())
    assert [problem.code for problem in broken.value.problems] == ["no-year"]
    assert extract(pasted("开展应急演练9146次。"), sample(), 2025).rows[0].year == 2025


def test_the_csv_uploads_as_it_is_and_carries_its_evidence() -> None:
    extraction = new_year()
    content = proposal_csv(extraction, _)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = parse_rows(content.decode("utf-8-sig"), "x.csv")
    assert list(rows[0])[: len(COLUMN_NAMES)] == list(COLUMN_NAMES)
    assert [{name: row[name] for name in COLUMN_NAMES} for row in rows] == [
        row.as_text() for row in extraction.rows
    ]
    for row in rows:
        assert NEW_YEAR[int(row["start"]) : int(row["end"])] == row["printed"]
        assert row["printed"] in row["sentence"]
        assert row["match"] and row["reason"] and row["rules"]


def test_no_cell_of_the_csv_is_a_formula() -> None:
    text = "2025年\n=HYPERLINK开展演练9146次。\n"
    for cells in csv.reader(io.StringIO(proposal_csv(new_year(text), _).decode("utf-8-sig"))):
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_the_self_test_tells_hits_misses_and_wrong_ones() -> None:
    report = "2024年,管控重大事故隐患4453项,增设救援队伍32支,新购无人机9架。"
    found = self_test(pasted(report), sample(), 2024)
    told = {result.metric: result.outcome for result in found.results}
    assert told["管控重大事故隐患"] == HIT
    assert told["增设救援队伍"] == WRONG
    assert told["实操培训"] == MISS
    assert [r.metric for r in found.results if r.outcome == EXTRA] == ["新购无人机"]
    assert found.count(HIT) == found.count(WRONG) == 1


@each_report
def test_the_self_test_on_a_labelled_report_has_hits_only(report: LabelledReport) -> None:
    assert_only_known_misses(self_test(report.document, report.data, report.year), report)


def test_the_command_answers_with_offsets_that_hold() -> None:
    extraction = extract(parse(NEW_YEAR.encode(), "x.txt"), sample())
    data = extraction_dict(extraction, _)
    assert data["ok"] and len(data["proposals"]) == len(extraction.proposals)
    for each in data["proposals"]:
        assert NEW_YEAR[each["start"] : each["end"]] == each["printed"]
        assert Decimal(each["row"]["value"]) == of(extraction, each["printed"]).figure.value
    json.dumps(data)


def test_figures_are_json_lines_and_carry_the_id_of_their_record() -> None:
    lines = [json.loads(line) for line in figure_lines(NEW_YEAR.encode(), "-")]
    assert all(NEW_YEAR[each["start"] : each["end"]] == each["printed"] for each in lines)
    assert {each["kind"] for each in lines} == {"figure", "rejected"}
    texts = [
        {"id": 7, "text": "演练9次"},
        {"id": "b", "text": "没有"},
        {"id": "c", "text": "培训8次"},
    ]
    content = "\n".join(json.dumps(each) for each in texts).encode()
    lines = [json.loads(line) for line in figure_lines(content, "-", "text")]
    assert [(each["id"], each["value"]) for each in lines] == [(7, "9"), ("c", "8")]
    with pytest.raises(BrokenData) as broken:
        list(figure_lines(b'{"id": 1}\nno json', "-", "text"))
    assert broken.value.problems[0].row == 1


def test_an_empty_data_set_takes_everything_as_new() -> None:
    empty = replace(sample(), table=to_table([]), catalogue=replace(sample().catalogue, metrics=()))
    extraction = extract(pasted(NEW_YEAR), empty)
    assert {p.how for p in extraction.proposals} == {"new", "none"}


PIECES = "演练 培训 隐患 其中 增长 去年 12 万 次 % 人 、 , 。 望潮区 2024年 计划 至 余"


@given(st.lists(st.sampled_from([*PIECES.split(), "\n"])))
@settings(max_examples=80, deadline=None)
def test_no_text_raises_and_all_offsets_hold(pieces: list[str]) -> None:
    text = "".join(pieces) or "次"
    if not text.strip():
        return
    extraction = extract(pasted(text), sample(), 2025)
    for proposal in extraction.proposals:
        figure = proposal.figure
        assert extraction.document.text[figure.start : figure.end] == figure.printed
        assert proposal.suggestion == LEAVE or proposal.row.year == 2025
    keys = [row.key for row in extraction.rows]
    assert len(keys) == len(set(keys))


def test_a_district_s_figures_are_proposed_with_it_and_compared_within_it() -> None:
    text = (
        "临澜市应急管理局2025年工作总结\n\n全市排查治理隐患3000项，其中青屿区1203项、松岭县980项。"
        "市本级检查企业86家，望潮区检查企业230家。全市合计培训群众15万人次。"
    )
    found = new_year(text)
    assert {p.figure.printed: p.row.region for p in found.proposals} == {
        "3000项": "临澜市",
        "1203项": "青屿区",
        "980项": "松岭县",
        "86家": "市本级",
        "230家": "望潮区",
        "15万人次": "临澜市",
    }
    assert not any(p.row.region in p.row.metric for p in found.proposals)
    codes = {c.code for p in found.proposals for c in p.contradictions}
    assert not codes & {"parts", "said-twice"}


def test_an_english_report_is_refused_and_not_read_in_part() -> None:
    text = "In 2025 the city held 8,317 emergency drills and trained 1.18 million person-times."
    with pytest.raises(BrokenData) as refused:
        extract(pasted(text), sample())
    assert [problem.code for problem in refused.value.problems] == ["english"]
