"""A draft between two editors, two presses, and deletion, run as its page runs."""

from types import SimpleNamespace
from typing import cast

import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from metrics.auth import local_editor
from metrics.i18n import words
from metrics.store import Store
from metrics.store.drafts import (
    OpenDraft,
    begin_draft,
    list_drafts,
    load_draft,
    load_file,
    save_draft,
)
from tests.support.intake_files import HEADER, ROWS, lines
from tests.ui.conftest import Open, said, sign_in
from ui.session.view import View
from ui.views.publishing import desk

CONTENT = lines(HEADER, *ROWS).encode("gb18030")
WRONG_CELLS = lines(
    HEADER[:7],
    ("2025", "威海市", "培训", "", "宣贯培训", "十几万", "人次"),
    ("2025", "威海市", "装备", "", "新增救援装备", "几百", "台(套)"),
).encode()


def mend(app: AppTest, row: int, value: str) -> Button:
    """Write a value in place of a wrong one, and check again."""
    next(one for one in app.text_input if one.label.startswith(f"Row {row},")).set_value(value)
    return next(b for b in app.button if b.proto.is_form_submitter and "Mend" in b.label).click()


def rows_to_mend(app: AppTest) -> list[str]:
    return [one.label.split(",")[0] for one in app.text_input if one.label.startswith("Row ")]


@pytest.fixture
def two_editors(open_page: Open, records: Store) -> tuple[AppTest, AppTest]:
    """Two editors who look at one draft, each before the other has decided anything."""
    first = sign_in(open_page(lang="en"), name="李四")
    first.file_uploader(key="upload_file").upload("两人.csv", WRONG_CELLS, "text/csv").run()
    assert rows_to_mend(first) == ["Row 2", "Row 3"]
    second = sign_in(open_page(lang="en"), name="王五")
    next(b for b in second.button if b.label == "Continue").click().run()
    assert rows_to_mend(second) == ["Row 2", "Row 3"]
    return first, second


def test_the_second_of_two_editors_is_told_and_loads_theirs(
    two_editors: tuple[AppTest, AppTest], records: Store
) -> None:
    first, second = two_editors
    mend(first, 2, "1510000").run()
    assert rows_to_mend(first) == ["Row 3"]
    mend(second, 3, "1650").run()
    assert not second.exception
    assert "李四 saved this draft at" in second.warning[0].value
    assert rows_to_mend(second) == [], "nothing more is decided before the choice"
    [draft] = list_drafts(records, editor=local_editor())
    assert load_draft(records, draft.id, editor=local_editor()).state["edits"] == [
        [2, "数值", "1510000"]
    ]
    second.button(key="load_theirs").click().run()
    assert rows_to_mend(second) == ["Row 3"]
    mend(second, 3, "1650").run()
    assert rows_to_mend(second) == [] and not second.warning
    mend(first, 3, "999").run()
    assert "王五 saved this draft at" in first.warning[0].value, "and so it goes the other way"


def test_taking_over_puts_ones_own_state_in_place(
    two_editors: tuple[AppTest, AppTest], records: Store
) -> None:
    first, second = two_editors
    mend(first, 2, "1510000").run()
    mend(second, 3, "1650").run()
    second.button(key="take_over").click().run()
    assert rows_to_mend(second) == ["Row 2"]
    [draft] = list_drafts(records, editor=local_editor())
    assert (draft.revision, draft.saved_by) == (3, "王五")


def test_a_draft_is_not_published_over_what_a_colleague_decided(
    open_page: Open, records: Store
) -> None:
    app = sign_in(open_page(lang="en"))
    app.file_uploader(key="upload_file").upload("2025.csv", CONTENT, "text/csv").run()
    for box in app.checkbox:
        box.check().run()
    editor = local_editor("王五")
    [draft] = list_drafts(records, editor=editor)
    state = load_draft(records, draft.id, editor=editor).state
    save_draft(records, draft.id, state, editor=editor, revision=draft.revision)
    app.button(key="publish").click().run()
    assert records.version() == 1 and "王五" in app.warning[0].value
    app.button(key="load_theirs").click().run()
    app.button(key="publish").click().run()
    assert records.version() == 2 and list_drafts(records, editor=editor) == []


def test_a_press_right_after_another_is_no_conflict_with_oneself(
    records: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamlit, "session_state", {})
    editor = local_editor("李四")
    draft = begin_draft(records, editor=editor, name="a.csv", payload=b"", state={})
    view = SimpleNamespace(store=records, words=words("en"))
    drawn = desk.Desk(OpenDraft(draft, {}), cast(View, view), editor)
    desk.keep(drawn, edits=[1])
    desk.keep(drawn, ticked=["x"])  # from a page that was drawn before the first was kept
    kept = load_draft(records, draft.id, editor=editor)
    assert kept.state == drawn.state == {"edits": [1], "ticked": ["x"]}
    assert not desk.is_current(drawn), "nobody publishes what they have not seen"
    assert desk.is_current(desk.Desk(kept, drawn.view, editor))
    save_draft(records, draft.id, {}, editor=local_editor("王五"), revision=3)
    desk.keep(drawn, edits=[2])
    assert load_draft(records, draft.id, editor=editor).state == {}


def test_deleting_asks_and_can_be_undone(open_page: Open, records: Store) -> None:
    app = sign_in(open_page(lang="en"))
    app.file_uploader(key="upload_file").upload("年度.csv", CONTENT, "text/csv").run()
    app.button(key="upload_other").click().run()
    assert "Delete this draft? It can be brought back for 7 days." in said(app)
    next(b for b in app.button if b.label == "Yes, delete it").click().run()
    assert not [b for b in app.button if b.label == "Continue"]
    assert list_drafts(records, editor=local_editor()) == []
    next(b for b in app.button if b.label == "Bring back").click().run()
    assert [b for b in app.button if b.label == "Continue"]
    [draft] = list_drafts(records, editor=local_editor())
    assert load_file(records, draft.id, editor=local_editor()) == CONTENT
