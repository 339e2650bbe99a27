"""Goals are told apart from results, with their deadline and direction.

`tests/labelled/plans.txt` holds invented passages: `[T year direction|figure]` is a goal,
`[R|figure]` a result, `[O|figure]` may be either; `-` is a deadline that the text leaves open.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from metrics.prose import TextFigure, read

PASSAGES = Path(__file__).parents[1] / "labelled" / "plans.txt"
LABEL = re.compile(r"\[(?P<role>[TRO]) ?(?P<year>[\d-]*) ?(?P<way>[-+~0]?)\|(?P<printed>[^\]]+)\]")
WAYS = {"+": "at_least", "-": "at_most", "~": "about", "0": ""}


def at(figures: tuple[TextFigure, ...], start: int, end: int) -> TextFigure | None:
    """Return the figure that overlaps a span, or None."""
    return next((each for each in figures if each.start < end and start < each.end), None)


@cache
def judged() -> tuple[Counter[str], list[str]]:
    """Return how often the reader agrees with the labels, and where it does not."""
    score, wrong = Counter[str](), list[str]()
    for row in PASSAGES.read_text(encoding="utf-8").splitlines():
        line = row.replace("//", "\n")
        plain = LABEL.sub(lambda match: match["printed"], line)
        figures, shift = read(plain, this_year=2026).figures, 0
        for label in LABEL.finditer(line):
            start = label.start() - shift
            shift += len(label.group()) - len(label["printed"])
            figure = at(figures, start, start + len(label["printed"]))
            goal = figure.goal if figure else None
            if label["role"] == "T":
                score["goals"] += 1
                score["found"] += goal is not None
                score["dated"] += label["year"] != "-"
                score["deadline"] += goal is not None and str(goal.deadline) == label["year"]
                score["direction"] += goal is not None and goal.direction == WAYS[label["way"]]
                if goal is None:
                    wrong.append(f"missed {label['printed']}: {plain}")
            elif label["role"] == "R" and goal is not None:
                score["false"] += 1
                wrong.append(f"no goal {label['printed']}: {plain}")
    return score, wrong


def test_goals_are_told_from_results() -> None:
    score, wrong = judged()
    assert score["found"] >= 0.95 * score["goals"], "\n".join(wrong)
    assert score["found"] >= 0.95 * (score["found"] + score["false"]), "\n".join(wrong)
    assert score["deadline"] >= 0.97 * score["dated"], "\n".join(wrong)
    assert score["direction"] >= 0.95 * score["found"]


@pytest.mark.parametrize(
    ("text", "kind", "deadline"),
    [
        ("到2027年，群众知晓率达到95%。", "level", 2027),
        ("明年事故起数下降8%。", "reduction", 2026),
        ("力争2026年演练场次增长5%以上。", "growth", 2026),
        ("“十五五”期间新建避难场所30处。", "count", 2030),
    ],
)
def test_a_goal_has_its_kind(text: str, kind: str, deadline: int) -> None:
    (figure,) = read(text, 2025).figures
    assert figure.goal is not None
    assert (figure.goal.kind, figure.goal.deadline) == (kind, deadline)


def test_work_done_by_a_plan_is_a_result() -> None:
    figures = read("按照年度检查计划，检查企业640家，应对台风3次，制定计划26份。", 2025).figures
    assert [figure.target for figure in figures] == [False, False, False]


def test_a_title_that_names_the_coming_year_reports_the_year_before() -> None:
    reading = read("岚屿市2026年应急管理工作要点\n\n一、加强演练。开展演练30场。")
    assert reading.year == 2025
    assert [(each.year, each.target) for each in reading.figures] == [(2026, True)]
    assert read("岚屿市应急局工作情况以及2026年工作安排的报告\n\n检查企业30家。").year == 2025
    assert read("岚屿市应急局2026年工作安排完成情况的报告\n\n检查企业30家。").year == 2026


def test_a_year_that_the_text_calls_gone_is_reported_whatever_the_clock() -> None:
    text = "刚刚过去的2025年，全市稳中有进，事故起数下降6%。2025年，检查企业310家。"
    reading = read(text, this_year=2025)
    assert reading.year == 2025
    assert not any(each.target for each in reading.figures)


HEADINGS = (
    "二、紧盯目标任务，狠抓责任落实",
    "二、坚持目标导向，全力完成目标任务",
    "二、放眼今后发展，夯实基础",
    "（一）健全工作目标考核体系",
    "（三）明确努力方向",
    "二、落实工作部署情况",
    "落实上级工作部署",
    "强化工作计划管理",
    "紧盯目标任务 狠抓责任落实",
)
SENTENCES = (
    "制定并落实2024年度普法工作计划和责任清单。",
    "对照2024年防汛演练计划，逐项销号。",
    "把2024年的任务目标分到各镇。",
    "2024年，将防灾知识纳入课程，要求企业落实主体责任。",
    "编制2025年监督检查计划。",
    "为2025年工作打下坚实基础。",
    "治本攻坚三年行动（2024—2026年）深入推进。",
    "落实“十四五”规划，下一步继续努力。",
    "工作计划：按月推进。",
    "拟于2025年投用的综合训练基地主体封顶。",
)
REPORT = (
    "{title}\n\n2024年，全局检查企业1,312家次，整改率98.6%。\n{heading}\n"
    "立案查处212起，移送司法机关3起。\n{sentence}建成微型消防站64座，培训网格员1,860人。"
)


@pytest.mark.parametrize(
    "title", ["临湖市应急管理局2024年工作总结", "临湖市应急管理局工作情况报告"]
)
@pytest.mark.parametrize(
    ("heading", "sentence"),
    [(each, "") for each in HEADINGS] + [("二、夯实基础", each) for each in SENTENCES],
)
def test_words_of_plans_among_results_change_no_other_figure(
    title: str, heading: str, sentence: str
) -> None:
    text = REPORT.format(title=title, heading=heading, sentence=sentence)
    reading = read(text, this_year=2026)
    assert reading.year == 2024
    assert [(each.year, each.target) for each in reading.figures] == [(2024, False)] * 6


@pytest.mark.parametrize(
    "heading",
    [
        "三、下一步打算",
        "三、存在问题及2025年工作安排",
        "三、明年主要目标任务",
        "三、2025年重点任务",
    ],
)
def test_a_heading_that_names_a_plan_plans_what_stands_below(heading: str) -> None:
    text = f"临湖市应急管理局2024年工作总结\n一、主要成效\n演练64场。\n{heading}\n演练80场。"
    figures = read(text, this_year=2026).figures
    assert [each.target for each in figures] == [False, True]
