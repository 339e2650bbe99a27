"""The verbs of editors: confirmed names are listed and withdrawn, and the log of acts is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from metrics import FOLDER_VARIABLE
from metrics.auth import Attempt, local_editor
from metrics.cli import parser
from metrics.store import open_store, publish
from metrics.store.aliases import Alias, list_aliases
from metrics.store.audit import record_attempt
from tests.support.aliases import confirm_aliases
from tests.support.command_line import Done, run_here
from tests.support.figures import figure


@pytest.fixture
def place(folder: Path) -> str:
    """A store with two confirmed names."""
    place = str(folder / "新 库.db")
    store = open_store(place, folder=folder)
    choices = [Alias("演练场次", "演练", "drills", "市级"), Alias("受训", "培训")]
    confirm_aliases(store, choices, editor=local_editor("张三"))
    store.database.close()
    return place


def answer(done: Done) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_confirmed_names_are_listed_with_who_and_when(folder: Path, place: str) -> None:
    lines = run_here(folder, "aliases", "--store", place).stdout.decode().splitlines()
    assert "受训 → 培训" in lines[0] and "张三" in lines[0]
    assert "演练场次 → 演练" in lines[1] and "drills / 市级" in lines[1]
    listed = answer(run_here(folder, "aliases", "--store", place, "--json"))["aliases"]
    assert isinstance(listed, list)
    assert [(each["alias"], each["metric"], each["who"]) for each in listed] == [
        ("受训", "培训", "张三"),
        ("演练场次", "演练", "张三"),
    ]
    assert listed[0]["at"].endswith("+00:00")


def test_a_wrong_name_is_withdrawn_and_the_log_says_by_whom(folder: Path, place: str) -> None:
    call = ["aliases", "--store", place, "--withdraw", "受训"]
    gone = answer(run_here(folder, *call, "--by", "李四", "--json"))["withdrawn"]
    assert isinstance(gone, dict) and gone["metric"] == "培训"
    assert [each.alias.alias for each in list_aliases(open_store(place))] == ["演练场次"]
    again = run_here(folder, *call)
    assert again.returncode == 1 and "“受训” is not a confirmed name" in again.stderr.decode()
    [entry] = answer(run_here(folder, "audit-log", "--store", place, "--json"))["entries"]
    assert (entry["event"], entry["who"], entry["detail"]) == (
        "withdraw-alias",
        "李四",
        "受训 → 培训",
    )


def test_the_log_is_in_the_reader_s_words(
    folder: Path,
    place: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = open_store(place)
    record_attempt(store, Attempt("wrong-passcode", "王五", "passcode", "10.0.0.1"))
    publish(store, [figure()], editor=local_editor("李四"), base=1)
    lines = run_here(folder, "audit-log", "--store", place).stdout.decode().splitlines()
    assert "李四 | publication | done | version 2 | on the command line" in lines[0]
    assert "王五 | sign-in | refused: wrong passcode | by passcode, 10.0.0.1" in lines[1]
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    assert parser.main(["audit-log", "--store", place, "--limit", "1"]) == 0
    assert "李四 | 发布 | 完成 | 第2版 | 命令行" in capsys.readouterr().out
    assert run_here(folder, "audit-log", "--store", place, "--limit", "0").returncode == 2


def test_a_metric_is_described_listed_and_undescribed(folder: Path, place: str) -> None:
    store = open_store(place, folder=folder)
    publish(store, [figure("安全夜校", 5)], editor=local_editor(), base=1)
    store.database.close()
    call = ["describe", "--store", place, "--json"]
    said = answer(run_here(folder, *call, "安全夜校", "--english", "Night schools"))["described"]
    assert said["metric"] == "安全夜校" and said["category"]
    listed = answer(run_here(folder, *call))["descriptions"]
    assert [each["english"] for each in listed] == ["Night schools"]
    assert answer(run_here(folder, *call, "安全夜校", "--withdraw"))["withdrawn"]
    assert answer(run_here(folder, *call))["descriptions"] == []
    assert run_here(folder, *call, "没有的", "--english", "None").returncode == 2
