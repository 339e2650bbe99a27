"""The command line of the store, and what it is made of."""

import csv
import io
import json
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from metrics.auth import Attempt, local_editor, matches
from metrics.cli import check as check_verbs
from metrics.cli import parser as command_line
from metrics.cli.answer import Answer, write_file
from metrics.cli.figure_files import FigureFile, FigureFiles
from metrics.i18n import message, words
from metrics.intake import Intake, together
from metrics.model.csv_file import csv_bytes
from metrics.model.dataset import load_words
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.model.table_source import NamedReport
from metrics.problems import Problem
from metrics.store import Store, open_store, publish
from metrics.store.audit import record_attempt
from metrics.store.published import published
from metrics.store.seed import read_seed
from tests.support.command_line import ROOT, Done, run_as_process, run_here
from tests.support.figures import figure, figures

EN = words("en")


def intake_of(
    observations: tuple[Observation, ...], problems: tuple[Problem, ...] = (), ok: bool = True
) -> Intake:
    """Return what the intake hands on."""
    return Intake(ok, "数据.csv", "ab" * 32, observations=observations, problems=problems)


def publish_file(store: Store, intake: Intake, **options: object) -> Answer:
    """Publish a file that was checked against what is published now."""
    usual = {"by": None, "note": "", "replace": False, "accept_warnings": False}
    usual |= {"report_title": "", "report_date": None, "report_url": "", "department": ""}
    return check_verbs.publish_files(
        store, read(intake), EN, Namespace(**{**usual, **options}), store.version()
    )


def read(intake: Intake) -> FigureFiles:
    """Return a file as the command line reads it."""
    return FigureFiles((FigureFile(intake),), together([intake], dataset=load_words()))


WARNING = Problem("jump", "warning", message("The value is ten times the last one"), row=3)


def run(*arguments: str, folder: Path, given: str = "") -> Done:
    return run_here(folder, *arguments, given=given.encode())


def test_from_a_new_store_to_going_back(folder: Path) -> None:
    place = str(folder / "新 库.db")
    assert run("init", "--store", place, folder=folder).returncode == 0
    again = run("init", "--store", place, folder=folder)
    assert again.returncode == 1
    assert "There is a store here already" in again.stderr.decode()
    publish(open_store(place), figures(2), editor=local_editor("李四"), base=1, note="年报")
    history = run("history", "--store", place, folder=folder).stdout.decode().splitlines()
    assert "李四" in history[0] and "+2 ~0 -0" in history[0] and "年报" in history[0]
    back = run("restore", "1", "--store", place, "--by", "张三", "--json", folder=folder)
    assert back.returncode == 0
    answer = json.loads(back.stdout)
    assert (answer["ok"], answer["version"]) == (True, 3)
    assert answer["publication"]["who"] == "张三"
    assert (answer["publication"]["restored"], answer["publication"]["withdrawn"]) == (1, 2)
    shown = json.loads(run("show", "3", "--store", place, "--json", folder=folder).stdout)
    assert [row["metric"] for row in shown["withdrawn"]] == ["指标0", "指标1"]
    assert run("show", "9", "--store", place, folder=folder).returncode == 2


def test_what_is_published_comes_out_and_makes_the_same_store_again(
    folder: Path, tmp_path: Path
) -> None:
    open_store(folder / "metrics.db", folder=folder)
    out = tmp_path / "出 口.csv"
    assert run("current", "-o", str(out), folder=folder).returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert tuple(rows[0]) == COLUMN_NAMES
    assert len(rows) == 20
    place = str(tmp_path / "again.db")
    assert run("init", str(out), "--store", place, folder=folder).returncode == 0
    assert open_store(place).current() == read_seed(folder).rows
    listed = json.loads(run("current", "--format", "json", folder=folder).stdout)
    assert listed["version"] == 1
    assert listed["rows"][0]["value"] == "1360000"
    assert run_as_process(folder, "current").stdout == out.read_bytes()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'=", "'", "''@"])
def test_texts_that_look_like_formulas_come_back_as_they_were(
    folder: Path, tmp_path: Path, start: str
) -> None:
    store = open_store(folder / "metrics.db", folder=folder)
    kept = [figure(value=-3, note=f"{start}1+1", section=f"{start}一"), figure(f"{start}名")]
    publish(store, kept, editor=local_editor(), base=1)
    out = tmp_path / "出口.csv"
    out.write_bytes(csv_bytes(store.current()))
    assert read_seed(folder, out).rows == store.current()


def test_a_file_with_a_header_only_makes_no_store(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.write_text(",".join(COLUMN_NAMES), encoding="utf-8")
    place = tmp_path / "new.db"
    refused = run("init", str(empty), "--store", str(place), folder=folder)
    assert refused.returncode == 1 and not place.exists()
    assert "The file holds no figures" in refused.stderr.decode()


def test_a_terminal_names_what_turns_a_text_and_a_unit_is_no_essay(folder: Path) -> None:
    head, row = "年份,类别,指标,数值,单位\n", "2024,演练,新演练,3,"
    (folder / "new.csv").write_text(f"{head}{row}{'长' * 300}\n", encoding="utf-8")
    told = run_here(folder, "publish", str(folder / "new.csv"), "--accept-warnings")
    assert told.returncode == 1 and "长" * 100 not in told.stdout.decode() + told.stderr.decode()
    (folder / "new.csv").write_text(f"{head}{row}次\n", encoding="utf-8")
    note = ("--note", "a\u202eb", "--accept-warnings")
    assert run_here(folder, "publish", str(folder / "new.csv"), *note).returncode == 0
    assert "a[U+202E]b" in run_here(folder, "history").stdout.decode()


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["dance"],
        ["show"],
        ["show", "x"],
        ["current", "--format", "xml"],
        ["history", "--store", "mysql://u@h/d"],
        ["init", "no such file.csv", "--store", "x.db"],
    ],
)
def test_a_wrong_call_ends_with_2(folder: Path, call: list[str]) -> None:
    done = run(*call, folder=folder)
    assert done.returncode == 2
    assert done.stderr


def test_a_damaged_database_ends_with_1_and_words(folder: Path) -> None:
    (folder / "metrics.db").write_bytes(b"not a database" * 500)
    done = run_here(folder, "history")
    assert done.returncode == 1
    assert "not a database of this dashboard" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_verify_and_a_hash_of_a_passcode(folder: Path) -> None:
    open_store(folder / "metrics.db", folder=folder)
    assert run("verify", folder=folder).returncode == 0
    made = run_here(folder, "hash-passcode", given="口令 1\n".encode()).stdout.decode()
    assert matches("口令 1", made)


def test_publishing_a_checked_file(store: Store) -> None:
    made = publish_file(store, intake_of(tuple(figures(2))), by="李四", note="年报")
    assert made.ok
    assert made.lines == ["Version 2 is published: added 2, changed 0, withdrawn 0"]
    assert made.as_dict()["publication"]["note"] == "年报"
    again = publish_file(store, intake_of(tuple(figures(2))))
    assert again.ok
    assert again.as_dict()["publication"] is None
    replaced = publish_file(store, intake_of((figure("指标0", 5),)), replace=True)
    assert replaced.lines == ["Version 3 is published: added 0, changed 1, withdrawn 1"]


def test_a_refused_file_and_unaccepted_warnings_publish_nothing(store: Store) -> None:
    rows = tuple(figures(1))
    refused = publish_file(store, intake_of(rows, ok=False), accept_warnings=True)
    warned = publish_file(store, intake_of(rows, (WARNING,)))
    assert (refused.ok, warned.ok, store.version()) == (False, False, 1)
    assert "--accept-warnings" in warned.lines[-1]
    assert warned.as_dict()["problems"][0]["severity"] == "warning"
    assert publish_file(store, intake_of(rows, (WARNING,)), accept_warnings=True).ok


def test_a_difference_in_words_and_for_programs(store: Store) -> None:
    publish_file(store, intake_of((figure("甲", 1), figure("乙", 2))))
    after = intake_of((figure("甲", 3), figure("丙", None, printed="")))
    answer = check_verbs.diff_files(store, read(after), EN, replace=True)
    assert answer.lines == [
        "+ 2025 威海市 丙: not published",
        "~ 2025 威海市 甲: 1次 (1 次) → 3次 (3 次)",
        "- 2025 威海市 乙: 2次 (2 次)",
        "Added 1, changed 1, withdrawn 1, unchanged 20",
    ]
    data = answer.as_dict()
    assert data["base"] == 2 == store.version()
    assert data["changed"][0]["old"]["value"] == "1"
    assert data["added"][0]["value"] is None


def test_the_verbs_hand_the_file_to_the_intake(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METRICS_DATA", str(folder))
    monkeypatch.delenv("METRICS_DATABASE_URL", raising=False)
    handed = []

    def checked(options: Namespace, published: Sequence[Observation], _: Store) -> FigureFiles:
        handed.append((options.files[0].name, options.sheet, len(published)))
        return read(intake_of(tuple(figures(1))))

    monkeypatch.setattr(check_verbs, "read_files", checked)
    call = ["x.xlsx", "--sheet", "表1", "--lang", "en", "--json"]
    assert command_line.main(["diff", *call]) == 0
    assert command_line.main(["publish", *call, "--by", "李四"]) == 0
    assert handed == [("x.xlsx", "表1", 20)] * 2
    answers = capsys.readouterr().out
    assert '"who": "李四"' in answers
    assert open_store(folder=folder).version() == 2


def test_a_file_of_today_goes_in_and_out_through_the_intake(folder: Path, tmp_path: Path) -> None:
    text = "年份,指标,数值,类别,单位\n2025,宣贯培训,150万余,培训,人次\n"
    path = tmp_path / "2025年 数据.csv"
    path.write_bytes(text.encode("gb18030"))
    checked = run("check", str(path), "--json", folder=folder)
    assert checked.returncode == 0, checked.stderr.decode()
    answer = json.loads(checked.stdout)
    assert [row["value"] for row in answer["rows"]] == ["1500000"]
    assert not (folder / "metrics.db").exists(), "looking makes nothing"
    named = ["--report-title", "年报", "--report-date", "2026-01-20", "--department", "宣教科"]
    call = ["publish", str(path), "--accept-warnings", "--json", *named]
    made = json.loads(run(*call, folder=folder).stdout)
    assert (made["ok"], made["version"], made["publication"]["added"]) == (True, 2, 1)
    assert json.loads(run(*call, folder=folder).stdout)["publication"] is None
    (source,) = published(open_store(folder / "metrics.db")).table_sources.values()
    assert (source.file, source.cell) == ("2025年 数据.csv", "C2")
    assert source.report == NamedReport("年报", date(2026, 1, 20), "", "宣教科")
    wrong = run(*call, "--report-url", "javascript:1", folder=folder)
    assert (wrong.returncode, b"web address" in wrong.stderr) == (2, True)


def test_several_files_are_one_publication_read_as_the_last_of_their_form(
    folder: Path, tmp_path: Path
) -> None:
    def file(name: str, year: int, *cells: str) -> str:
        path = tmp_path / name
        head = f"{year}年统计表\n指标,单位,上报数,核定数\n"
        path.write_text(head + "".join(cell + "\n" for cell in cells), encoding="utf-8")
        return str(path)

    first = file("a.csv", 2025, "宣贯培训,人次,3000,3100", "解读宣贯,次,1286,1290")
    second = file("b.csv", 2025, "解读宣贯,次,1286,1300")
    asked = json.loads(run("check", first, second, "--json", folder=folder).stdout)
    assert not asked["ok"] and {q["id"][:2] for q in asked["questions"]} == {"1/", "2/"}
    settled = [f"--answer={asked['questions'][0]['id'].removeprefix('1/')}=D"]
    differ = json.loads(run("check", first, second, *settled, "--json", folder=folder).stdout)
    (question,) = differ["questions"]
    assert [option["value"] for option in question["options"]] == ["1", "2", "leave"]
    call = ["publish", first, second, *settled, "--answer=files=2", "--accept-warnings", "--json"]
    made = json.loads(run(*call, folder=folder).stdout)
    assert made["version"] == 2, made
    sources = published(open_store(folder / "metrics.db")).table_sources
    assert {key[4]: (one.file, one.cell) for key, one in sources.items()} == {
        "宣贯培训": ("a.csv", "D3"),
        "解读宣贯": ("b.csv", "D3"),
    }
    later = file("c.csv", 2026, "宣贯培训,人次,4000,4100")
    again = json.loads(run("check", later, "--json", folder=folder).stdout)
    assert [row["value"] for row in again["rows"]] == ["4100"] and again["remembered"]["answers"]
    told = run("check", later, folder=folder)
    assert b"--afresh" in told.stdout + told.stderr
    assert not json.loads(run("check", later, "--afresh", "--json", folder=folder).stdout)["ok"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    there = tmp_path / "a.csv"
    write_file(there, b"old")
    with pytest.raises(OSError):
        write_file(tmp_path / "missing" / "a.csv", b"new")
    with pytest.raises(TypeError):
        write_file(there, "not bytes")  # type: ignore[arg-type]
    assert there.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_an_export_of_any_text_is_read_back_identically(store: Store, folder: Path) -> None:
    odd = 'a,"b"\r\nc;\td'
    publish(store, [figure("奇", 1, note=odd)], editor=local_editor(), base=1)
    (folder / "metrics.csv").write_bytes(csv_bytes(store.current()))
    assert read_seed(folder).rows == store.current()


def test_every_verb_explains_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in command_line.VERBS:
        with pytest.raises(SystemExit) as ended:
            command_line.main([verb, "--help"])
        assert ended.value.code == 0
        assert "--lang" in capsys.readouterr().out, verb


def test_a_fault_of_the_product_is_a_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret cell")

    monkeypatch.setattr(check_verbs, "read_files", fail)
    assert command_line.main(["check", "any.csv", "--lang", "en"]) == 1
    written = capsys.readouterr().err
    assert "This failed unexpectedly (ZeroDivisionError, test_store_commands.py:" in written
    assert "Traceback" not in written and "secret cell" not in written


def test_a_reader_of_the_output_may_stop_early(folder: Path) -> None:
    many = "应急演练 120 次。\n" * 2_500  # more than a pipe holds
    call = [sys.executable, "-m", "metrics", "figures", "-"]
    with subprocess.Popen(
        call, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(many.encode())
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_store_is_held_against_a_backup_kept_elsewhere(folder: Path, tmp_path: Path) -> None:
    assert run_here(folder, "init").returncode == 0
    backup, longer = tmp_path / "backup.zip", tmp_path / "longer.db"
    shutil.copy(folder / "metrics.db", longer)
    record_attempt(open_store(longer), Attempt("not-listed", "", "oidc", ""))
    assert run_here(folder, "backup", "--store", str(longer), "-o", str(backup)).returncode == 0
    call = ("verify", "--against", str(backup), "--store")
    assert run_here(folder, *call, str(longer)).returncode == 0
    cut_off = run_here(folder, *call, str(folder / "metrics.db"))
    assert cut_off.returncode == 1 and b"holds what this store no longer does" in cut_off.stdout


def test_a_backup_that_cannot_be_written_names_the_file_that_was_asked_for(folder: Path) -> None:
    assert run_here(folder, "init").returncode == 0
    done = run_here(folder, "backup", "-o", str(folder / "nowhere" / "backup.zip"))
    assert done.returncode == 2
    assert f"{folder / 'nowhere' / 'backup.zip'} cannot be written" in done.stderr.decode()


@pytest.mark.parametrize(
    "verb",
    [
        *(("verify",), ("history",), ("show", "1"), ("audit",), ("aliases",), ("current",)),
        *(("export",), ("publish", "metrics.csv"), ("brief", "--format", "html", "-o", "x.html")),
    ],
)
def test_asking_of_a_store_makes_none(tmp_path: Path, verb: tuple[str, ...]) -> None:
    store = tmp_path / "typo.db"
    for there in (False, True):
        if there:
            store.touch()  # as a file that was cut to nothing
        asked = run_here(ROOT / "examples", *verb, "--store", str(store))
        assert asked.returncode == 1 and b"There is no store here" in asked.stderr
        assert store.exists() == there and (not there or not store.stat().st_size)
