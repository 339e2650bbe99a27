"""A bureau's folder: checked as a whole, and taken from nothing to its first published year."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from metrics.folders.new_folder import (
    NewBureau,
    region_in,
    subject_in,
    with_any_category,
    with_categories_of,
)
from metrics.model.csv_file import read_rows
from metrics.readers.documents import pasted
from tests.support.command_line import Done, run_here
from tests.support.sample import SAMPLE_FOLDER

EDUCATION = ("--bureau", "云汀市教育局", "--bureau-en", "Yunting Education Bureau")
CATEGORIES = ("--category", "学校=Schools", "--category", "师资=Teachers", "--category", "资助=Aid")
TABLE = """云汀市教育事业统计
类别,指标,单位,2022年,2023年
学校,义务教育学校,所,312,318
学校,在校学生,人,"186,200","188,950"
师资,专任教师,人,12040,12388
师资,教师培训,人次,21000,2.3万余
"""
REPORT = """云汀市教育局2024年教育工作报告
一、基本情况
2024年，全市共有义务教育学校321所，在校学生19.2万人，专任教师12560人。全年开展教师培训2.5万余人次，
资助家庭经济困难学生8600人次。
二、下一步打算
2025年，教师培训达到2.6万人次以上，在校学生增长2%，新建学校6所，公用经费增长5%。
"""


def answer(done: Done) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_a_bureau_goes_from_a_table_and_a_report_to_pages_of_its_own(home: Path) -> None:
    folder = home / "education"
    made = run_here(
        home, "new-bureau", str(folder), *EDUCATION, "--district", "澄江区", "--json",
        "--table", str(home / "table.csv"), "--report", str(home / "report.txt"),
    )  # fmt: skip
    told = answer(made)
    assert made.returncode == 0 and (told["figures"], told["metrics"]) == (13, 5)
    assert not [each for each in told["problems"] if each["severity"] == "error"]
    assert run_here(folder, "check-data").returncode == 0
    briefing = home / "briefing.html"
    done = run_here(folder, "brief", "--year", "2024", "--format", "html", "-o", str(briefing))
    assert done.returncode == 0, done.stderr.decode()
    page = briefing.read_text(encoding="utf-8")
    assert "Yunting Education Bureau" in page and "Weihai" not in page and "mergency" not in page
    rows = answer(run_here(folder, "current", "--format", "json"))["rows"]
    of_2024 = {row["metric"]: row["category"] for row in rows if row["year"] == 2024}
    assert of_2024["在校学生"] == of_2024["义务教育学校"] != of_2024["专任教师"]
    goals = answer(run_here(folder, "targets", "--json"))["targets"]
    asked = {(g["metric"], g["kind"], g["printed"], g["year"], g["stated_in"]) for g in goals}
    assert asked == {
        ("教师培训", "level", "2.6万人次以上", 2025, 2024),
        ("在校学生", "growth", "2%", 2025, 2024),
        ("新建学校", "count", "6所", 2025, 2024),
    }


def test_a_bureau_without_figures_publishes_its_first_year(home: Path) -> None:
    folder = home / "education"
    assert run_here(home, "new-bureau", str(folder), *EDUCATION, *CATEGORIES).returncode == 0
    assert answer(run_here(folder, "init", "--json"))["publications"][0]["added"] == 0
    published = run_here(folder, "publish", str(home / "table.csv"), "--json")
    assert answer(published)["publication"]["added"] == 8, published.stdout.decode()
    assert run_here(folder, "site", "-o", str(home / "site")).returncode == 0
    exported = answer(run_here(folder, "export", "--format", "json", "--category", "teachers"))
    assert {row["metric"] for row in exported["rows"]} == {"专任教师", "教师培训"}
    read = answer(run_here(folder, "extract", str(home / "report.txt"), "--json"))
    assert {each["row"]["category"] for each in read["proposals"]} <= {"schools", "teachers", "aid"}


def test_what_a_table_leaves_open_is_asked_and_nothing_is_made(home: Path) -> None:
    folder, table = home / "education", home / "plain.csv"
    table.write_text("指标,单位,2023年\n学校数,所,318\n专任教师,人,12388\n", encoding="utf-8")
    call = ("new-bureau", str(folder), *EDUCATION, *CATEGORIES, "--table", str(table), "--json")
    asked = answer(run_here(home, *call))
    assert not asked["ok"] and not folder.exists()
    ids = {each["id"] for each in asked["questions"]}
    answers = [part for name in ids for part in ("--answer", f"{name}=teachers")]
    assert answer(run_here(home, *call, *answers))["figures"] == 2
    assert run_here(home, *call, *answers).returncode == 2, "a folder that is there is kept"


def test_categories_of_a_table_stand_beside_those_that_are_named(home: Path) -> None:
    folder, table = home / "education", home / "keys.csv"
    rows = ("aid,资助学生,人,9", "学校,义务教育学校,所,7", "safety,演练,次,5")
    lines = ["类别,指标,单位,2023年", *rows]
    table.write_text("\n".join(lines), encoding="utf-8")
    call = ("new-bureau", str(folder), *EDUCATION, *CATEGORIES, "--table", str(table), "--json")
    made = answer(run_here(home, *call))
    assert made["figures"] == 3
    assert not [each for each in made["problems"] if each["column"] == "category"]
    listed = [row["key"] for row in read_rows(folder / "categories.csv")]
    assert listed == ["schools", "teachers", "aid", "safety"]


def test_headings_of_a_report_are_categories_where_its_figures_fit_none(home: Path) -> None:
    folder, report = home / "markets", home / "report.txt"
    report.write_text(
        "澄江市市场监督管理局2024年工作总结\n一、守牢食品安全底线\n抽检粮油1200批次，罚没款30万元。\n"
        "二、质量与标准，全面提升\n新增商标2600件。\n三、食品安全宣传\n举办讲座60场。\n"
        "四、以人民为中心，着力优化营商环境\n登记个体工商户42100户。\n"
        "五、坚持立德树人\n（一）队伍教育\n培训干部310人次。\n",
        encoding="utf-8",
    )
    call = ("--bureau", "澄江市市场监督管理局", "--category", "食品安全", "--report", str(report))
    assert run_here(home, "new-bureau", str(folder), *call).returncode == 0
    names = {row["key"]: row["zh"] for row in read_rows(folder / "categories.csv")}
    placed = {row["metric"]: names[row["category"]] for row in read_rows(folder / "metrics.csv")}
    assert set(names.values()) == {"食品安全", "质量与标准", "营商环境", "队伍教育"}
    slogans = placed.pop("登记个体工商户"), placed.pop("培训干部")
    assert slogans == ("营商环境", "队伍教育")
    assert placed.pop("新增商标") == "质量与标准" and set(placed.values()) == {"食品安全"}


def test_a_table_says_region_and_category_where_nobody_did(home: Path) -> None:
    folder, table = home / "fire", home / "plain.csv"
    lines = "年份,地区,指标,数值,单位,link\n2022,香港,火警,5,宗,x\n2023,香港,火警,7,宗,y\n"
    table.write_text(lines, encoding="utf-8")
    call = ("new-bureau", str(folder), "--bureau", "香港消防處", "--table", str(table))
    told = run_here(home, *call).stdout.decode()
    assert "“link”" in told and "Categories: 消防" in told
    assert {row["region"] for row in read_rows(folder / "metrics.csv")} == {"香港"}
    table.write_text(lines.replace("2023,香港", "2023,九龍"), encoding="utf-8")
    refused = run_here(home, *call[:1], str(home / "other"), "--bureau", "消防處", *call[4:])
    assert refused.returncode == 2 and "--region" in refused.stderr.decode()


def test_what_lacks_in_many_rows_is_one_line(home: Path) -> None:
    folder = home / "education"
    call = ("new-bureau", str(folder), *EDUCATION, "--table", str(home / "table.csv"))
    assert run_here(home, *call).returncode == 0
    lines = run_here(folder, "check-data").stdout.decode().splitlines()
    [names] = [line for line in lines if line.startswith("Warning | catalog.csv")]
    assert "(4 times, rows 2–5)" in names


def test_each_metric_of_a_first_table_has_a_category_of_its_own(home: Path) -> None:
    folder, table = home / "education", home / "plain.csv"
    names = {f"指标{sign}项数": key for sign, key in zip("甲乙丙丁戊", "saatt", strict=True)}
    table.write_text("指标,单位,2023年\n" + "".join(f"{name},项,7\n" for name in names))
    keys = {"s": "schools", "t": "teachers", "a": "aid"}
    answers = [f"category:{name}={keys[key]}" for name, key in names.items()]
    call = ("new-bureau", str(folder), *EDUCATION, *CATEGORIES, "--table", str(table), "--json")
    asked = answer(run_here(home, *call))["questions"]
    assert [each["id"] for each in asked] == [each.partition("=")[0] for each in answers]
    options = [part for each in answers for part in ("--answer", each)]
    assert answer(run_here(home, *call, *options))["figures"] == 5
    rows = answer(run_here(folder, "current", "--format", "json"))["rows"]
    assert {row["metric"]: row["category"] for row in rows} == {
        name: keys[key] for name, key in names.items()
    }


WRONG = (
    ("catalog.csv", "outreach-training,", "Outreach Training,", 2, "slug"),
    ("catalog.csv", "人次,yes,,学习", "人次,maybe,,学习", 2, "additive"),
    ("catalog.csv", "实操培训人次", "企业轮训场次", 5, "aliases"),
    ("categories.csv", ",outreach-training,", ",drills-all-levels,", 2, "lead"),
    ("categories.csv", ",outreach-training,", ",no-such,", 2, "lead"),
    ("categories.csv", "drills,演练", "training,演练", 3, "key"),
    ("categories.csv", "#2a6bb0", "blue", 2, "color"),
    ("relations.csv", "part_of", "part", 2, "kind"),
    ("relations.csv", "市级应急演练,", "市级演练,", 3, "one"),
    ("phrases.csv", "培训{figure}", "培训", 3, "zh"),
    ("editions.csv", "\n2021,", "\n2020,", 3, "year"),
    ("bureau.toml", "districts", "district", None, "district"),
    ("bureau.toml", '"emergency"', '"emergencies"', None, "field"),
    ("bureau.toml", '["望潮区", ', "[", None, "region"),
    ("metrics.csv", "人次,more_than", "人次,roughly", None, "qualifier"),
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample, mended again after each test."""
    folder = tmp_path_factory.mktemp("broken") / "sample"
    ignored = shutil.ignore_patterns("hong-kong", "*.db*")
    return Path(shutil.copytree(SAMPLE_FOLDER, folder, ignore=ignored))


@pytest.mark.parametrize(("name", "right", "wrong", "row", "column"), WRONG)
def test_whatever_is_wrong_in_a_folder_is_placed(
    broken: Path, name: str, right: str, wrong: str, row: int | None, column: str | None
) -> None:
    path = broken / name
    whole = path.read_text(encoding="utf-8")
    assert right in whole
    path.write_text(whole.replace(right, wrong, 1), encoding="utf-8")
    try:
        told = answer(run_here(broken, "check-data", str(broken), "--json"))["problems"]
    finally:
        path.write_text(whole, encoding="utf-8")
    at = "metrics.csv" if column == "region" else name
    assert [
        each
        for each in told
        if each["file"] == at
        and row in (None, each["row"])
        and column in (None, each["column"])
        and each["message"]
        and each["fix"]
    ], told


def test_a_folder_that_is_right_has_nothing_to_tell(broken: Path) -> None:
    for folder in (broken, SAMPLE_FOLDER / "hong-kong", SAMPLE_FOLDER.parent / "data"):
        told = answer(run_here(broken, "check-data", str(folder), "--json"))
        assert told == {"ok": True, "folder": str(folder), "problems": []}


def test_a_link_to_nothing_and_a_misspelt_file_are_told(broken: Path) -> None:
    lost, misspelt = broken / "notes.csv", broken / "categorys.csv"
    lost.symlink_to(broken / "nowhere.csv")
    misspelt.write_text("key\n", encoding="utf-8")
    told = answer(run_here(broken, "check-data", "--json"))
    lost.unlink()
    misspelt.unlink()
    assert {each["file"] for each in told["problems"]} == {lost.name, misspelt.name}
    assert not told["ok"] and any("categories.csv" in each["fix"] for each in told["problems"])


@pytest.mark.parametrize(
    ("name", "region", "subject"),
    [
        ("云汀市市场监督管理局", "云汀市", "市场监督管理"),
        ("渚阳县应急管理局", "渚阳县", "应急管理"),
        ("澄江省教育厅", "澄江省", "教育"),
    ],
)
def test_a_bureau_s_name_says_where_it_is_and_what_it_does(
    name: str, region: str, subject: str
) -> None:
    assert (region_in(name), subject_in(name, region)) == (region, subject)


def test_pages_set_a_bureau_up_with_the_categories_of_a_report() -> None:
    report = pasted(REPORT.replace("一、基本情况", "一、着力提升义务教育学位"))
    described = NewBureau("云汀市教育局", "云汀市", subject="教育")
    assert [*with_categories_of(described, report).names] == ["义务教育学位"]
    assert [*with_any_category(described).names] == ["教育"]


def test_what_no_name_places_goes_with_the_figure_before_it(home: Path) -> None:
    folder, report = home / "education", home / "report.txt"
    assert run_here(home, "new-bureau", str(folder), *EDUCATION, *CATEGORIES).returncode == 0
    report.write_text(
        "云汀市教育局2024年工作总结\n一、教育资源\n全市共有学校486所，其中幼儿园212所、初中64所。\n"
        "二、教师队伍\n招聘师资862人，培训覆盖率99%。\n",
        encoding="utf-8",
    )
    read = answer(run_here(folder, "extract", str(report), "--json"))["proposals"]
    placed = {each["row"]["metric"]: each["row"]["category"] for each in read}
    assert placed.pop("招聘师资") == "teachers" and placed.pop("师资培训覆盖率") == "teachers"
    assert placed == {"学校": "schools", "幼儿园": "schools", "初中": "schools"}
