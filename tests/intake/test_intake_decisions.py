"""What a person decides of a file: rows left out, the whole file's year, the form remembered."""

from metrics.i18n import words
from metrics.intake import Intake, together
from metrics.intake.result import form_of
from metrics.model.dataset import load
from metrics.model.observation import Observation
from tests.support.intake_files import checked, codes, lines, published, workbook


def test_a_problem_names_its_metric_and_what_to_write() -> None:
    row = max(published(), key=lambda o: o.year)
    head = ("年份", "指标", "数值", "单位")
    text = lines(
        head, ("2025", row.metric, "一百五十八", row.unit), ("2025", "宣贯陪训", "3", "人次")
    )
    problems = checked(text, published=published()).problems
    assert {p.metric for p in problems if p.row == 2} == {row.metric}
    near = [p.suggested for p in problems if p.found == "宣贯陪训" and p.suggested]
    assert near == ["宣贯培训"] or not near, "the table reader asks instead"


def test_a_doubt_of_a_table_stands_at_its_sheet_and_cell() -> None:
    head = ("指标", "单位", "2024年", "2025年")
    rows = [
        ("市级应急演练", "次", 10, 12),
        ("市级应急演练", "次", 10, 13),
        ("解读宣贯", "次", 8, 8),
    ]
    content = workbook([("2025年情况",), head, *rows], ["甲", "乙"])
    problems = checked(content, "a.xlsx", published=published()).problems
    placed = {(p.code, p.sheet, p.row, p.column) for p in problems if p.severity != "info"}
    assert ("repeated", "甲", 4, "D") in placed
    assert not [place for place in placed if place[2] and not place[1]]


def test_a_row_is_left_out_and_the_file_gets_its_unit() -> None:
    text = lines(("年份", "指标", "数值"), ("2025", "宣贯培训", "3"), ("2025", "市级应急演练", "x"))
    assert not checked(text, published=published()).ok
    kept = checked(text, published=published(), roles={"3": "ignore"})
    assert kept.ok and [one.metric for one in kept.observations] == ["宣贯培训"]
    assert kept.grids[0].rows[3] == "ignore"


def test_what_is_said_of_the_whole_file_stands_above_its_titles() -> None:
    text = lines(("指标", "单位", "完成"), ("宣贯培训", "人次", "3000"))
    open_ = checked(text, published=published())
    assert not open_.observations and [q.id for q in open_.questions] == ["year"]
    given = checked(text, published=published(), answers={"file:year": "2025"})
    assert [(o.year, o.metric) for o in given.observations] == [(2025, "宣贯培训")]


def test_files_of_a_form_share_its_name_whatever_their_year() -> None:
    def form(year: int, last: str) -> str:
        head = ("指标", "单位", f"{year - 1}年", f"{year}年", last)
        text = lines((f"{year}年统计表",), head, ("宣贯培训", "人次", "3000", "4000", "5"))
        return form_of(checked(text, published=published()))

    assert form(2025, "备注") == form(2026, "备注") != form(2026, "同比")
    assert form(2025, "备注")


def test_what_a_correction_does_not_name_stays_and_is_not_listed() -> None:
    known = published()
    row = max(known, key=lambda o: o.year)
    head = ("年份", "地区", "指标", "数值", "单位")
    text = lines(head, (str(row.year), row.region, row.metric, "5", row.unit))
    assert "vanished" not in {p.code for p in checked(text, published=known).problems}


def test_what_two_files_give_between_them_is_missing_in_neither() -> None:
    known = published()
    newest = max(o.year for o in known)
    rows = [o for o in known if o.year == newest and o.value is not None]

    def file(name: str, part: list[Observation]) -> Intake:
        head = ("年份", "地区", "类别", "子类", "指标", "数值", "单位")
        cells = [
            (str(newest + 1), o.region, o.category, o.subcategory, o.metric, str(o.value), o.unit)
            for o in part
        ]
        return checked(lines(head, *cells), name, published=known)

    half = len(rows) // 2
    first, second = file("a.csv", rows[:half]), file("b.csv", rows[half:])
    assert "vanished" in codes(first)
    whole = together([first, second], dataset=load(), published=known)
    assert whole.ok and len(whole.observations) == len(rows)
    assert "vanished" not in {p.code for p in whole.all_problems()}
    less = together([first, first], dataset=load(), published=known)
    assert len(less.observations) == half, "what both state alike counts once"
    assert "vanished" in {p.code for p in less.all_problems()}


def test_two_spellings_of_one_name_are_one_metric() -> None:
    def file(*names: str) -> Intake:
        head = ("年份", "类别", "指标", "数值", "单位")
        rows = [("2025", "训练", name, "12", "人次") for name in names]
        return checked(lines(head, *rows))

    spellings = (
        "新培训人次(企业)",
        "新培训人次（企业）",
        "新培训 人次（企业）",
        "新培训人次（企业)",
    )
    one = file(*spellings)
    assert [o.metric for o in one.observations] == [spellings[0]], one.problems
    assert {p.found for p in one.problems if p.code == "alias"} == set(spellings[1:])
    whole = together([file(name) for name in spellings], dataset=load())
    assert [o.metric for o in whole.observations] == [spellings[0]]
    differing = checked(
        lines(
            ("年份", "指标", "数值", "单位"),
            ("2025", "ＡＩ巡查", "3", "次"),
            ("2025", "AI巡查", "4", "次"),
        )
    )
    assert not differing.ok, "two values of one metric are asked for"


def test_messages_name_what_is_known_in_the_readers_language_and_quote_the_file() -> None:
    rows = (("指标", "单位", "2025年"), ("市级应急演练", "次", "9"), ("新名", "次", "2"))
    intake = checked(lines(("2025年情况",), *rows), published=published())
    english, chinese = words("en"), words("zh")
    (jump,) = [p for p in intake.problems if p.code == "vanished"]
    assert "Outreach training" in english.say(jump.message)
    assert "宣贯培训" in chinese.say(jump.message)
    (question,) = intake.questions
    assert "新名" in english.say(question.ask)
    labels = [english.say(option.label) for option in question.options]
    assert "Training" in labels and "培训" not in labels
