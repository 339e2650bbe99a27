"""Goals of a report: left as targets in the queue, kept with their place, never altered."""

import json
import shutil
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.auth import local_editor
from metrics.extraction.proposals import LEAVE, extract
from metrics.extraction.review import Decision, attachment
from metrics.extraction.target_table import read_goal_table
from metrics.i18n import words
from metrics.model.figure_id import figure_at, goal_at, goal_id
from metrics.model.target_changes import TargetChanges
from metrics.model.target_progress import TargetState, target_progress
from metrics.store import Store, open_store, publish, restore
from metrics.store.editions import EditionText, attach_edition
from metrics.store.evidence import goal_sources_of
from metrics.store.published import goals_between, published
from metrics.store.targets import targets_of
from metrics.store.verifying import verify
from metrics.wording.formatter import Formatter
from tests.support.command_line import run_here
from tests.support.labelled_reports import INVENTED
from ui.blocks.goal_source import goal_source

PLANNED = {"97%以上", "10次", "12处"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that keeps the report on 2024, every proposal of its plan left as a target."""
    opened = open_store(tmp_path / "metrics.db", folder=INVENTED.folder)
    found = extract(INVENTED.document, published(opened, INVENTED.folder), 2024)
    left = [Decision(p.number, LEAVE, {}) for p in found.proposals if p.figure.target]
    edition = EditionText(2024, INVENTED.document.text, title_zh="岚屿市应急管理局2024年工作总结")
    kept = attachment(found, left, edition)
    attach_edition(opened, kept, editor=local_editor("王五"))
    return opened


def test_goals_of_the_plan_are_kept_with_deadline_and_direction(store: Store) -> None:
    kept = {target.printed: target for target in targets_of(store)}
    assert set(kept) == PLANNED
    rate = kept["97%以上"]
    assert (rate.year, rate.stated_in, rate.value) == (2025, 2024, Decimal(97))
    assert (rate.direction, rate.unit, rate.category) == ("at_least", "%", "hazards")


def test_a_goal_is_kept_under_the_name_that_the_editor_gives_it() -> None:
    found = extract(INVENTED.document, INVENTED.data, 2024)
    goal = next(p for p in found.proposals if p.figure.printed == "12处" and p.figure.target)
    named = {"metric": "基层应急救援站", "category": "equipment", "subcategory": "救援站点"}
    decided = [Decision(goal.number, LEAVE, named)]
    ((kept, start, _end),) = attachment(found, decided, EditionText(2024, "")).targets
    assert (kept.metric, kept.subcategory, kept.printed) == ("基层应急救援站", "救援站点", "12处")
    assert start == goal.figure.start


def test_readers_see_them_as_goals_under_way(store: Store) -> None:
    found = target_progress(published(store, INVENTED.folder))
    assert {progress.target.printed for progress in found} == PLANNED
    drills = next(p for p in found if p.target.printed == "10次")
    assert drills.state == TargetState.UNDER_WAY and drills.result is not None
    assert (drills.result.printed, drills.share) == ("8次", Decimal("0.8"))


def test_a_goal_opens_the_sentence_that_sets_it(store: Store) -> None:
    data, sentences = published(store, INVENTED.folder), goal_sources_of(store)
    for goal in data.targets:
        place = goal_id(goal)
        assert goal_at(place, data) == goal and figure_at(place, data) is None
        panel = goal_source(goal, sentences, Formatter(data, words("en")))
        assert panel.quote[1] == goal.printed and "".join(panel.quote) in INVENTED.text


def test_work_to_be_done_is_not_held_against_what_there_is(store: Store) -> None:
    """12 stations are to be built; 37 stand there: neither reached nor missed."""
    built = next(
        p for p in target_progress(published(store, INVENTED.folder)) if p.target.unit == "处"
    )
    assert built.result is None


def test_a_kept_goal_is_never_altered(store: Store) -> None:
    assert store.database.path is not None
    connection = sqlite3.connect(store.database.path)
    for statement in ("UPDATE targets SET value = '1'", "DELETE FROM targets"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


TABLE = """指标,目标,期限,报告年份
市级综合演练,12次以上,2025年,2024
重大事故隐患整改率,不低于98%,2025,2024
各级各部门应急演练,,2025,2024
没有的指标,5个,2025,2024
"""


def test_a_table_of_goals_is_read_as_reports_write_them(store: Store) -> None:
    data = published(store, INVENTED.folder)
    found = read_goal_table(TABLE.encode(), "目标.csv", data)
    assert [(t.metric, t.value, t.direction) for t in found.targets] == [
        ("市级综合演练", Decimal(12), "at_least"),
        ("重大事故隐患整改率", Decimal(98), "at_least"),
    ]
    assert {(p.row, p.column) for p in found.problems} == {(4, "value"), (5, "metric")}
    taken = read_goal_table(TABLE.encode(), "目标.csv", data, {"没有的指标": "drills"})
    assert (taken.targets[-1].metric, taken.targets[-1].category) == ("没有的指标", "drills")
    wrong = read_goal_table(TABLE.encode(), "目标.csv", data, {"没有的指标": "nothing"}).problems
    assert (5, "category") in {(p.row, p.column) for p in wrong}


def test_published_goals_stand_over_those_of_the_report_and_go_back(store: Store) -> None:
    """What an editor publishes is a version of its own, sealed by its hash, and can go back."""
    data, editor = published(store, INVENTED.folder), local_editor("王五")
    drills = next(goal for goal in data.targets if goal.printed == "10次")
    more = replace(drills, value=Decimal(15), printed="15次")
    gone = next(goal for goal in data.targets if goal.printed == "12处")
    changes = TargetChanges((), ((drills, more),), (gone,))
    made = publish(store, (), editor=editor, base=data.version, goals=changes)
    again = publish(store, (), editor=editor, base=data.version, goals=changes)
    assert (made.version, again.version) == (data.version + 1, data.version + 1)
    now = published(store, INVENTED.folder)
    assert {goal.printed for goal in now.targets} == {"97%以上", "15次"}
    assert published(store, INVENTED.folder, data.version).targets == data.targets
    back = goals_between(store, made.version, data.version, INVENTED.folder)
    restore(store, data.version, editor=editor, goals=back)
    assert set(published(store, INVENTED.folder).targets) == set(data.targets)
    assert verify(store).ok
    with store.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER target_changes_no_update")
        connection.exec_driver_sql("UPDATE target_changes SET value = '99' WHERE version = 2")
    assert not verify(store).ok


def test_the_command_line_publishes_a_table_of_goals(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(INVENTED.folder, folder)
    (folder / "目标.csv").write_text("\n".join(TABLE.splitlines()[:3]), encoding="utf-8")
    call = ("publish-targets", str(folder / "目标.csv"), "--store", str(tmp_path / "metrics.db"))
    planned = json.loads(run_here(folder, *call, "--dry-run", "--json").stdout)
    done = json.loads(run_here(folder, *call, "--json").stdout)
    assert [len(planned[each]) for each in ("added", "changed")] == [0, 2]
    assert (planned["version"], done["version"]) == (1, 2)
    shown = run_here(folder, "show", "2", "--store", str(tmp_path / "metrics.db")).stdout.decode()
    assert "~ 2025 City-level drills ≥ 12 times, “10 times” before" in shown
