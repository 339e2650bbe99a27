"""Goals of a report: left as targets in the queue, kept with their place, never altered."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.auth import local_editor
from metrics.extraction.proposals import LEAVE, extract
from metrics.extraction.review import Decision, attachment
from metrics.model.target_progress import TargetState, target_progress
from metrics.store import Store, open_store
from metrics.store.editions import EditionText, attach_edition
from metrics.store.published import published
from metrics.store.targets import targets_of
from tests.support.labelled_reports import INVENTED

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


def test_readers_see_them_as_goals_under_way(store: Store) -> None:
    found = target_progress(published(store, INVENTED.folder))
    assert {progress.target.printed for progress in found} == PLANNED
    drills = next(p for p in found if p.target.printed == "10次")
    assert drills.state == TargetState.UNDER_WAY and drills.result is not None
    assert (drills.result.printed, drills.share) == ("8次", Decimal("0.8"))


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
