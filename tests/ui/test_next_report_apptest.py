"""The page of the next report says what is bound, missing and left to write, or what it needs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from metrics.auth import local_editor
from metrics.i18n import LANGUAGES, words
from metrics.store import Store, publish
from metrics.store.editions import Attachment, EditionText, Evidence, attach_edition
from metrics.store.published import published
from tests.ui.conftest import Open
from tests.ui.test_upload_apptest import said, sign_in

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


def test_an_editor_types_a_goal_and_publishes_it(open_page: Open, records: Store) -> None:
    app = open_page("targets", lang="en")
    assert "2024" in said(app) and not app.exception
    app.session_state["goal_entry"] = True
    sign_in(app.run())
    app.button(key="begin_goals").click().run()
    app.selectbox(key="goal_metric").set_value("市级应急演练")
    app.text_input(key="goal_words").set_value("12次以上")
    app.button[next(n for n, b in enumerate(app.button) if b.label == "Add the goal")].click().run()
    assert "+ 2025 City-level drills ≥ 12 times" in said(app)
    app.button(key="publish_goals").click().run()
    (goal,) = published(records).targets
    assert (goal.metric, int(goal.value)) == ("市级应急演练", 12)
    assert (goal.year, goal.stated_in) == (2025, 2024)
    assert records.version() == 2 and not app.exception
