"""Unfinished imports: kept whole, saved by who saw the last state, discarded and brought back."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from metrics.auth import Editor, local_editor
from metrics.i18n import words
from metrics.store import Store, drafts, open_store, schema
from metrics.store.audit import read_audit
from metrics.store.drafts import (
    DAYS_KEPT,
    Draft,
    DraftChanged,
    JoiningFile,
    TooMuchDraft,
    begin_draft,
    bring_back_draft,
    check_draft,
    delete_draft,
    discard_draft,
    list_drafts,
    load_draft,
    load_file,
    save_draft,
)
from metrics.store.errors import NoSuchDraft
from metrics.store.verifying import verify


def again(store: Store) -> Store:
    return open_store(store.database.path or str(store.database.engine.url))


def begun(store: Store, editor: Editor, payload: bytes = b"1", **state: object) -> Draft:
    return begin_draft(store, editor=editor, name="年度.csv", payload=payload, state=state)


def test_a_draft_survives_with_its_bytes_and_decisions(store: Store, editor: Editor) -> None:
    payload = random.Random(1).randbytes(70_000) + b"\0\xff"
    state = {"列": {"数值": "value"}, "行": [1, None, "跳过\ud800"], "ok": True}
    kept = begin_draft(store, editor=editor, name="2025年\0.xlsx", payload=payload, state=state)
    assert (kept.who, kept.saved_by, kept.revision) == ("张三", "张三", 1)
    reopened = again(store)
    assert list_drafts(reopened, editor=editor) == [kept]
    assert load_draft(reopened, kept.id, editor=editor).state == state
    assert load_file(reopened, kept.id, editor=editor) == payload


def test_a_save_names_its_revision_and_leaves_the_file_alone(store: Store, editor: Editor) -> None:
    first = begun(store, editor, b"the file", n=1)
    second = save_draft(store, first.id, {"n": 2}, editor=local_editor("李四"), revision=1)
    assert (second.id, second.revision, second.saved_by) == (first.id, 2, "李四")
    assert second.who == "张三", "who began it stays"
    assert load_draft(store, first.id, editor=editor).state == {"n": 2}
    assert load_file(store, first.id, editor=editor) == b"the file"
    with pytest.raises(NoSuchDraft):
        save_draft(store, "none", {}, editor=editor, revision=1)


def test_the_second_of_two_editors_is_refused_and_told_who_saved(
    store: Store, editor: Editor
) -> None:
    mine = begun(store, editor)
    theirs = save_draft(store, mine.id, {"row": 2}, editor=local_editor("李四"), revision=1)
    acts: list[Callable[[], object]] = [
        lambda: save_draft(store, mine.id, {"row": 3}, editor=editor, revision=1),
        lambda: check_draft(store, mine.id, editor=editor, revision=1),
        lambda: discard_draft(store, mine.id, editor=editor, revision=1),
        lambda: delete_draft(store, mine.id, editor=editor, revision=1),
    ]
    for act in acts:
        with pytest.raises(DraftChanged) as refused:
            act()
        assert refused.value.theirs == theirs
    for language in ("zh", "en"):
        assert "李四" in words(language).say(refused.value.problem.message)
    assert load_draft(store, mine.id, editor=editor).state == {"row": 2}
    taken_over = save_draft(store, mine.id, {"row": 3}, editor=editor, revision=theirs.revision)
    assert (taken_over.revision, taken_over.saved_by) == (3, "张三")


def test_a_file_joins_a_draft_with_the_decisions_that_name_it(
    store: Store, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begun(store, editor, b"one")
    joining = JoiningFile("年度.csv、二.csv", b"two")
    grown = save_draft(store, draft.id, {"n": 2}, editor=editor, revision=1, joining=joining)
    assert (grown.name, grown.revision) == ("年度.csv、二.csv", 2)
    assert load_file(store, draft.id, editor=editor) == b"onetwo"
    assert verify(store).faults == ()
    monkeypatch.setattr(drafts, "MOST_BYTES", 6)
    with pytest.raises(TooMuchDraft):
        save_draft(store, draft.id, {}, editor=editor, revision=2, joining=joining)
    with pytest.raises(DraftChanged):
        save_draft(store, draft.id, {}, editor=editor, revision=1, joining=joining)
    assert load_draft(store, draft.id, editor=editor).state == {"n": 2}
    assert load_file(store, draft.id, editor=editor) == b"onetwo"


def test_of_saves_at_the_same_moment_one_lands(store: Store, editor: Editor) -> None:
    draft = begun(store, editor)
    landed: list[int] = []
    refused: list[int] = []
    start = threading.Barrier(4)

    def save(number: int) -> None:
        start.wait()
        try:
            save_draft(store, draft.id, {"n": number}, editor=editor, revision=1)
            landed.append(number)
        except DraftChanged:
            refused.append(number)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(landed), len(refused)) == (1, 3)
    assert load_draft(store, draft.id, editor=editor).state == {"n": landed[0]}


def test_a_discarded_draft_is_brought_back_whole(store: Store, editor: Editor) -> None:
    draft = begun(store, editor, b"bytes", n=1)
    discard_draft(store, draft.id, editor=editor, revision=1)
    discard_draft(store, draft.id, editor=editor, revision=1)
    assert list_drafts(store, editor=editor) == []
    assert [each.id for each in list_drafts(store, editor=editor, discarded=True)] == [draft.id]
    for act in (
        lambda: load_draft(store, draft.id, editor=editor),
        lambda: load_file(store, draft.id, editor=editor),
        lambda: save_draft(store, draft.id, {}, editor=editor, revision=1),
    ):
        with pytest.raises(NoSuchDraft):
            act()
    bring_back_draft(store, draft.id, editor=editor)
    assert load_draft(store, draft.id, editor=editor).state == {"n": 1}
    assert load_file(store, draft.id, editor=editor) == b"bytes"
    with pytest.raises(NoSuchDraft):
        bring_back_draft(store, draft.id, editor=editor)
    told = [(line.event, line.detail) for line in read_audit(store, editor=editor)]
    acts = ("bring-back-draft", "discard-draft", "begin-draft")
    assert told == [(act, "年度.csv") for act in acts]


def test_what_was_discarded_long_ago_is_gone(store: Store, editor: Editor) -> None:
    old, other = begun(store, editor), begun(store, editor)
    discard_draft(store, old.id, editor=editor, revision=1)
    long_ago = schema.moment(schema.now()) - timedelta(days=DAYS_KEPT, seconds=1)
    with store.database.writing() as connection:
        connection.execute(
            update(schema.drafts)
            .where(schema.drafts.c.id == old.id)
            .values(discarded=schema.written(long_ago))
        )
    assert list_drafts(store, editor=editor, discarded=True) == []
    with pytest.raises(NoSuchDraft):
        bring_back_draft(store, old.id, editor=editor)
    discard_draft(store, other.id, editor=editor, revision=1)
    with store.database.reading() as connection:
        kept = connection.execute(schema.draft_files.select()).all()
    assert [row.draft for row in kept] == [other.id]


def test_a_deleted_draft_leaves_nothing(store: Store, editor: Editor) -> None:
    draft = begun(store, editor)
    delete_draft(store, draft.id, editor=editor, revision=1)
    delete_draft(store, draft.id, editor=editor, revision=1)
    assert list_drafts(store, editor=editor, discarded=True) == []
    with store.database.reading() as connection:
        assert connection.execute(schema.draft_files.select()).all() == []


def test_limits_of_drafts_are_named(
    store: Store, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_BYTES", 2**20)
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    with pytest.raises(TooMuchDraft, match=r"1\.0 MB, at most 1 MB"):
        begun(store, editor, bytes(2**20 + 1))
    first, second = begun(store, editor), begun(store, editor)
    with pytest.raises(TooMuchDraft, match="2 drafts already"):
        begun(store, editor)
    save_draft(store, first.id, {"n": 2}, editor=editor, revision=1)
    discard_draft(store, second.id, editor=editor, revision=1)
    begun(store, editor)
    with pytest.raises(TooMuchDraft, match="2 drafts already"):
        bring_back_draft(store, second.id, editor=editor)
