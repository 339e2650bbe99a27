"""The verbs that read documents: exact answers and exit codes."""

import csv
import io
import json
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.auth import local_editor
from metrics.extraction.proposals import TAKE, extract
from metrics.extraction.review import Decision, attachment, rows_taken
from metrics.model.observation import COLUMN_NAMES
from metrics.readers.documents import pasted
from metrics.store import open_store, publish
from metrics.store.editions import EditionText
from tests.support.command_line import Done, run_as_process, run_here
from tests.support.drafts import sample
from tests.support.reports import REPORT
from tests.support.sample import SAMPLE_FOLDER

FIGURE_KEYS = [
    "start", "end", "printed", "kind", "value", "upper", "qualifier", "unit", "metric",
    "category", "change", "year", "target", "rule",
]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that holds the invented bureau's data, the report, and later a store."""
    copy = tmp_path / "数据 夹"
    shutil.copytree(SAMPLE_FOLDER, copy, ignore=shutil.ignore_patterns("*.db*"))
    (copy / "报告 2025.txt").write_text(REPORT, encoding="utf-8")
    return copy


def run(place: Path, *arguments: str, given: bytes = b"") -> Done:
    done = run_here(place, *arguments, given=given)
    assert b"Traceback" not in done.stderr
    return done


def lines(done: Done) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def answer(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_figures_are_json_lines_in_the_order_of_the_text(place: Path) -> None:
    found = lines(run(place, "figures", str(place / "报告 2025.txt"), "--json"))
    assert all(list(each) == FIGURE_KEYS for each in found)
    assert all(REPORT[each["start"] : each["end"]] == each["printed"] for each in found)
    assert [each["start"] for each in found] == sorted(each["start"] for each in found)
    assert {each["kind"] for each in found} == {"figure", "rejected"}
    assert all(each["rule"] for each in found)
    numerals = [place for place, c in enumerate(REPORT) if c.isdigit()]
    covered = {at for each in found for at in range(each["start"], each["end"])}
    assert set(numerals) <= covered, "every digit is accounted for"


def test_figures_from_standard_input_are_the_same(place: Path) -> None:
    from_file = run(place, "figures", str(place / "报告 2025.txt"))
    from_input = run(place, "figures", "-", given=REPORT.encode())
    assert from_file.stdout == from_input.stdout != b""


def test_a_process_ends_with_the_code_and_says_why(place: Path) -> None:
    refused = run_as_process(place, "figures", "-", "--jsonl", "text", given=b"\xff\xfe\xfd")
    wrong = run(place, "figures", "没有.txt")
    assert (refused.returncode, wrong.returncode) == (1, 2)
    for done in (refused, wrong):
        assert done.stderr.strip() and b"Traceback" not in done.stderr and not done.stdout
    assert "没有.txt" in wrong.stderr.decode()


def test_a_figure_s_value_is_a_decimal_text(place: Path) -> None:
    text = "2025年,培训105万余人次,整改率97.2%,组建3至5支队伍。二、2026年计划\n2026年计划演练12次。"
    found = {
        each["printed"]: each
        for each in lines(run(place, "figures", "-", given=text.encode()))
        if each["kind"] == "figure"
    }
    assert found["105万余人次"]["value"] == "1050000"
    assert found["105万余人次"]["qualifier"] == "more_than"
    assert (found["97.2%"]["value"], found["97.2%"]["unit"]) == ("97.2", "%")
    assert [found["3至5支"][name] for name in ("value", "upper", "unit")] == ["3", "5", "支"]
    assert found["12次"]["target"] is True and found["97.2%"]["target"] is False
    assert all(each["upper"] is None for each in found.values() if each["printed"] != "3至5支")


def test_lines_of_many_texts_carry_the_id_of_theirs(place: Path) -> None:
    texts = [
        {"id": "甲", "body": "演练9次"},
        {"id": 2, "body": "平稳有序"},
        {"id": None, "body": "培训8次"},
    ]
    given = "\n".join(json.dumps(each, ensure_ascii=False) for each in texts).encode()
    found = lines(run(place, "figures", "-", "--jsonl", "body", given=given))
    assert all(list(each) == ["id", *FIGURE_KEYS] for each in found)
    assert [(each["id"], each["value"]) for each in found] == [("甲", "9"), (None, "8")]


@pytest.mark.parametrize(
    "given", [b'{"id": 1, "text": 5}', b"no json", b'["text"]', b'{"id": 1}', b"\xff\xfe\xfd"]
)
def test_lines_that_are_none_are_refused(place: Path, given: bytes) -> None:
    done = run(place, "figures", "-", "--jsonl", "text", given=given)
    assert done.returncode == 1 and done.stderr.strip()


def test_every_bad_line_is_told_and_the_good_ones_are_read(place: Path) -> None:
    given = '{"id": 1, "text": "演练9次"}\nno json\n[1]\n{"id": 2}\n{"id": 3, "text": "8次"}\n'
    done = run(place, "figures", "-", "--jsonl", "text", given=given.encode())
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [(each["id"], each["value"]) for each in found] == [(1, "9"), (3, "8")]
    assert len(done.stderr.decode().splitlines()) == 3


@pytest.mark.parametrize("verb", ["check", "figures", "extract", "match", "proofread", "init"])
def test_a_missing_file_is_named_in_words(place: Path, verb: str) -> None:
    missing = str(place / "没有.txt")
    done = run(place, verb, missing)
    assert done.returncode == 2
    said = done.stderr.decode()
    assert f"The file {missing} cannot be read" in said and "Errno" not in said


def test_a_file_that_cannot_be_written_is_named_in_words(place: Path) -> None:
    out = str(place / "没有" / "出口.csv")
    done = run(place, "extract", str(place / "报告 2025.txt"), "--csv", out)
    assert done.returncode == 2
    assert f"The file {out} cannot be written" in done.stderr.decode()


@pytest.mark.parametrize("verb", ["check", "figures"])
def test_standard_input_is_promised_only_where_it_is_read(place: Path, verb: str) -> None:
    promised = b"standard input" in run(place, verb, "--help").stdout
    read = run(place, verb, "-", given=REPORT.encode()).returncode == 0
    assert promised == read


def test_extract_answers_with_every_numeral(place: Path) -> None:
    done = run(place, "extract", str(place / "报告 2025.txt"), "--json")
    assert done.returncode == 0
    data = answer(done)
    assert (data["ok"], data["year"], data["region"]) == (True, 2025, "临澜市")
    assert data["title"] == REPORT.splitlines()[0]
    assert set(data["coverage"]) == {"taken", "left_out", "undecided", "rejected"}
    for each in [*data["proposals"], *data["rejected"]]:
        assert REPORT[each["start"] : each["end"]] == each["printed"]
    assert all(each["printed"] in each["sentence"] for each in data["proposals"])
    assert {each["suggestion"] for each in data["proposals"]} <= {"take", "leave", ""}
    assert data["proposals"][0]["contradictions"][0]["code"] == "parts"
    assert "演练参演人数" in {row["metric"] for row in data["missing"]}
    assert not (place / "metrics.db").exists(), "looking makes nothing"


def test_the_extracted_csv_is_checked_and_published_as_it_is(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "出 口.csv"
    done = run(place, "extract", str(place / "报告 2025.txt"), "--csv", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert list(rows[0])[: len(COLUMN_NAMES)] == list(COLUMN_NAMES)
    for row in rows:
        assert REPORT[int(row["start"]) : int(row["end"])] == row["printed"]
        assert row["printed"] in row["sentence"]
    checked = answer(run(place, "check", str(out), "--json"))
    understood = {(row["metric"], Decimal(row["value"])) for row in checked["rows"]}
    assert understood == {(row["metric"], Decimal(row["value"])) for row in rows}
    assert not [p for p in checked["problems"] if p["severity"] == "error"], checked["problems"]
    made = answer(run(place, "publish", str(out), "--accept-warnings", "--json"))
    assert made["ok"] and made["publication"]["added"] == len(rows)
    published = {row.metric: row for row in open_store(place / "metrics.db").current()
                 if (row.year, row.region) == (2025, "临澜市")}  # fmt: skip
    assert {name: row.printed for name, row in published.items()} == {
        row["metric"]: row["printed"] for row in rows
    }


def test_another_year_and_region_can_be_asked_for(place: Path) -> None:
    call = ["extract", "-", "--year", "2023", "--region", "望潮区", "--json"]
    data = answer(run(place, *call, given="开展应急演练3300次。".encode()))
    (proposal,) = data["proposals"]
    assert (proposal["row"]["year"], proposal["row"]["region"]) == (2023, "望潮区")
    assert run(place, "extract", "-", given="演练3300次。".encode()).returncode == 1


def test_a_self_test_counts_hits(place: Path) -> None:
    text = "2024年,管控重大事故隐患4453项,增设救援队伍32支。"
    done = run(place, "extract", "-", "--self-test", "--json", given=text.encode())
    counts = answer(done)["self_test"]["counts"]
    assert (counts["hit"], counts["wrong"]) == (1, 1) and counts["miss"] > 10


def test_match_answers_for_every_label_of_this_year(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "labels.json"
    left = ["市级应急演练(次)", {"metric": "隐患整改率", "unit": "%"}, "救援队伍(支)"]
    right = ["重大隐患整改率(%)", "市级应急演练(次)", "接待群众(人次)"]
    file.write_text(json.dumps({"left": left, "right": right}), encoding="utf-8")
    data = answer(run(place, "match", "--json", str(file)))
    assert data["ok"]
    assert [each["right"] for each in data["matches"]] == right
    assert [each["best"] for each in data["matches"]] == [left[1], left[0], None]
    assert [each["best_index"] for each in data["matches"]] == [1, 0, None]
    assert data["matches"][1]["score"] == 1 and data["matches"][2]["score"] is None
    for each in data["matches"]:
        scores = [candidate["score"] for candidate in each["candidates"]]
        assert scores == sorted(scores, reverse=True)
        assert all(candidate["reason"] for candidate in each["candidates"])


@pytest.mark.parametrize("given", [b"", b"[]", b'{"left": []}', b'{"left": [1], "right": []}'])
def test_labels_that_are_none_are_refused(place: Path, given: bytes) -> None:
    assert run(place, "match", "-", "--json", given=given).returncode == 1


RIGHT = "2024年,全市管控重大事故隐患4453项,市级应急演练9次,宣贯培训约118万人次。"


def test_proofreading_ends_with_0_when_everything_stands(place: Path) -> None:
    done = run(place, "proofread", "-", "--json", given=RIGHT.encode())
    assert done.returncode == 0, done.stderr.decode()
    data = answer(done)
    assert data["ok"] and sum(data["counts"].values()) == len(data["figures"]) == 3
    for each in data["figures"]:
        assert RIGHT[each["start"] : each["end"]] == each["printed"]


def test_proofreading_ends_with_1_when_a_figure_differs(place: Path, tmp_path: Path) -> None:
    wrong = RIGHT.replace("4453", "4435")
    page = tmp_path / "copy.html"
    done = run(place, "proofread", "-", "--json", "--html", str(page), given=wrong.encode())
    assert done.returncode == 1
    data = answer(done)
    assert not data["ok"]
    (bad,) = [each for each in data["figures"] if each["outcome"] == "differing"]
    assert bad["printed"] == "4435项"
    assert "4435项" in page.read_text(encoding="utf-8")
    told = run(place, "proofread", "-", given=wrong.encode())
    assert told.returncode == 1 and "4453项" in told.stdout.decode()


@pytest.mark.parametrize("verb", ["extract", "proofread", "figures"])
def test_a_file_that_cannot_be_read_is_explained(place: Path, tmp_path: Path, verb: str) -> None:
    picture = tmp_path / "报告.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    done = run(place, verb, str(picture))
    assert done.returncode == 1 and done.stderr.strip() and not done.stdout
    assert run(place, verb, str(tmp_path / "no such file.txt")).returncode == 2


@pytest.fixture
def read_store(place: Path) -> Path:
    """A store in which the report's figures are published with their sentences."""
    file = place / "metrics.db"
    store = open_store(file, folder=place)
    extraction = extract(pasted(REPORT), sample())
    made = [Decision(p.number, TAKE, {}) for p in extraction.proposals if p.suggestion == TAKE]
    publish(
        store,
        rows_taken(extraction, made),
        editor=local_editor("李四"),
        base=store.version(),
        attachment=attachment(extraction, made, EditionText(2025, REPORT)),
    )
    store.database.close()
    return file


def test_the_audit_ends_with_0_when_every_sentence_says_its_value(
    place: Path, read_store: Path
) -> None:
    done = run(place, "audit", "--store", str(read_store), "--json")
    assert done.returncode == 0, done.stdout.decode()
    data = answer(done)
    assert data["ok"] and data["sound"] == 12 and data["problems"] == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("update editions set text = replace(text, '8956', '8965')", "words-moved"),
        ("update evidence set start_offset = start_offset + 1 where metric = '隐患整改率'",
         "words-moved"),
        ("update evidence set edition = 77 where metric = '隐患整改率'", "no-edition"),
    ],
)  # fmt: skip
def test_the_audit_ends_with_1_when_a_sentence_no_longer_says_its_value(
    place: Path, read_store: Path, tmp_path: Path, statement: str, code: str
) -> None:
    copy = tmp_path / "copy.db"
    source, target = sqlite3.connect(read_store), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    named = target.execute("select name from sqlite_master where type = 'trigger'").fetchall()
    for (trigger,) in named:
        target.execute(f'drop trigger "{trigger}"')
    target.execute(statement)
    target.commit()
    target.close()
    done = run(place, "audit", "--store", str(copy), "--json")
    assert done.returncode == 1
    assert code in {problem["code"] for problem in answer(done)["problems"]}
    assert run(place, "audit", "--store", str(read_store)).returncode == 0
