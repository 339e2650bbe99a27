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


@pytest.mark.parametrize(
    "words",
    [
        "制定并落实2024年度普法工作计划和责任清单",
        "对照2024年防汛演练计划,逐项销号",
        "把2024年的任务目标分到各镇",
        "按2024年的安排要统筹推进",
    ],
)
def test_a_past_year_beside_a_plan_leaves_the_report_of_that_year_its_results(words: str) -> None:
    text = (
        f"法治建设情况报告\n{words}。组织参加2024年度知识竞赛，1.3万余人参加。"
        "入选2024年度优秀账号，2部作品获奖。"
    )
    reading = read(text, this_year=2026)
    assert reading.year == 2024
    assert [each.target for each in reading.figures] == [False, False]
