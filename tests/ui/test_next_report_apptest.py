"""The page of the next report says what is bound, missing and left to write, or what it needs."""

from dataclasses import replace
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from metrics.auth import local_editor
from metrics.extraction.target_table import read_goal_table
from metrics.i18n import LANGUAGES, words
from metrics.model.target import UNLISTED
from metrics.store import Store, publish
from metrics.store.accounts import add_account
from metrics.store.drafts import GOALS, begin_draft
from metrics.store.editions import Attachment, EditionText, Evidence, attach_edition
from metrics.store.published import published
from tests.ui.conftest import PASSCODE, Open, said, sign_in

TEXT = "某局2024年工作总结\n一年来成绩不小。\n全年开展解读宣贯8381次。\n增设救援队伍72支。"


def keep_report(store: Store) -> None:
    """Keep an invented report on 2024, and publish one of its two figures for 2025."""
    rows = {row.printed: row for row in store.current()}
    places = tuple(
        Evidence(
            rows[printed].key, TEXT.index(printed), TEXT.index(printed) + len(printed), printed
        )
        for printed in ("8381次", "72支")
    )
    editor = local_editor("王五")
    edition = EditionText(2024, TEXT, title_zh="某局2024年工作总结")
    attach_edition(store, Attachment(edition, places), editor=editor)
    new = replace(rows["8381次"], year=2025, value=Decimal(9219), printed="9219次", section="")
    publish(store, [new], editor=editor, base=store.version())


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_later_year_it_says_what_a_draft_needs(
    open_page: Open, records: Store, language: str
) -> None:
    app = open_page("next_report", lang=language)
    assert not app.exception
    assert words(language)("none yet") in app.info[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_counts_what_is_bound_missing_and_left_to_write(
    open_page: Open, records: Store, language: str
) -> None:
    _ = words(language)
    keep_report(records)
    app = open_page("next_report", lang=language)
    assert not app.exception
    names = ("bound to a published figure", "not published yet", "last year's words to be written")
    for name in names:
        assert f"{_(name)} 1" in said(app)


PASSWORD = "four plain words here"


def goals_page(open_page: Open, who: str, secret: str = PASSCODE) -> AppTest:
    """Open the entry of goals as a signed-in editor."""
    app = open_page("targets", lang="en")
    assert "2024" in said(app) and not app.exception
    app.session_state["goal_entry"] = True
    return sign_in(app.run(), secret, who)


def type_goal(app: AppTest, metric: str, goal: str) -> None:
    app.selectbox(key="goal_metric").set_value(metric)
    app.text_input(key="goal_words").set_value(goal)
    press(app, "Add the goal")


def test_an_editor_types_a_goal_and_publishes_it(open_page: Open, records: Store) -> None:
    app = goals_page(open_page, "王芳")
    app.button(key="begin_goals").click().run()
    type_goal(app, "市级应急演练", "12次以上")
    assert "+ 2025 City-level drills ≥ 12 times" in said(app)
    app.button(key="publish_goals").click().run()
    (goal,) = published(records).targets
    assert (goal.metric, int(goal.value)) == ("市级应急演练", 12)
    assert (goal.year, goal.stated_in) == (2025, 2024)
    assert records.version() == 2 and not app.exception


def test_a_metric_that_no_catalogue_lists_is_asked_about(open_page: Open, records: Store) -> None:
    """Taken as a new one of a category; named in English like that of a figure; undone."""
    table = "指标,目标,年份,报告年份\n夜间巡湖,30次,2025,2024\n".encode()
    found = read_goal_table(table, "目标.csv", published(records))
    assert not found.targets and [problem.code for problem in found.problems] == [UNLISTED]
    state = {"kind": GOALS, "rows": [], "unlisted": list(found.unlisted)}
    begin_draft(records, editor=local_editor("王芳"), name="目标.csv", payload=table, state=state)
    app = goals_page(open_page, "王芳")
    press(app, "Continue")
    asked = next(box for box in app.selectbox if "夜间巡湖" in box.label)
    asked.set_value("category:drills").run()
    app.button(key="undo_goal").click().run()
    assert not [button for button in app.button if button.key == "publish_goals"]
    app.button(key="undo_goal").click().run()
    next(box for box in app.text_input if box.label == "Name in English").set_value("Lake patrols")
    press(app, "Keep")
    app.button(key="publish_goals").click().run()
    data = published(records)
    (goal,) = data.targets
    assert (goal.metric, goal.category, goal.unit) == ("夜间巡湖", "drills", "次")
    known = data.catalogue.find("夜间巡湖")
    assert known is not None and known.en == "Lake patrols" and not app.exception


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_goals_are_released_by_another_person(
    open_page: Open, records: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_FOUR_EYES", "on")
    for name in ("王芳", "李四"):
        add_account(records, name, "approver", editor=local_editor(), password=PASSWORD)
    wang = goals_page(open_page, "王芳", PASSWORD)
    wang.button(key="begin_goals").click().run()
    type_goal(wang, "市级应急演练", "12次以上")
    wang.button(key="propose").click().run()
    assert "It waits for an approver" in said(wang)
    li = goals_page(open_page, "李四", PASSWORD)
    press(li, "Continue")
    li.text_area(key="sent_back").set_value("should be 13")
    li.button(key="send_back").click().run()
    assert "should be 13" in wang.run().warning[0].value
    type_goal(wang, "市级应急演练", "13次以上")
    wang.button(key="propose").click().run()
    li.run().button(key="publish_goals").click().run()
    assert [int(goal.value) for goal in published(records).targets] == [13]
    assert not wang.exception and not li.exception
