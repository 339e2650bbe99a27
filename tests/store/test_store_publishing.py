"""Publishing, going back and reading as of any version, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.auth import Editor, NotAllowed, sign_out
from metrics.model.diff import all_changes, main_year, plan
from metrics.model.observation import Observation
from metrics.problems import BrokenData
from metrics.store import (
    BaseMoved,
    NoSuchVersion,
    NothingToPublish,
    Publication,
    SourceFile,
    Store,
    changes_between,
    changes_of,
    open_store,
    publish,
    restore,
    schema,
    verify,
)
from metrics.store.seed import read_seed
from tests.support.figures import figure, figures

FILE = SourceFile("2025年数据.xlsx", "ab" * 32)


def send(store: Store, rows: list[Observation], editor: Editor, **said: Any) -> Publication:
    said = {"base": store.version(), "file": FILE, **said}
    return publish(store, rows, editor=editor, **said)


def test_a_new_store_holds_the_folder_s_figures_as_publication_1(
    store: Store, folder: Path
) -> None:
    assert store.version() == 1
    assert store.current() == read_seed(folder).rows
    (first,) = store.history()
    assert (first.kind, first.file, first.added) == ("init", "metrics.csv", 20)
    assert len(first.file_sha256) == 64
    assert verify(store).ok


def test_publishing_adds_and_changes_what_the_file_names_and_no_more(
    store: Store, editor: Editor
) -> None:
    before = store.current()
    made = send(store, [figure("演练", 5), figure("演习", 6)], editor, note="年报")
    assert (made.version, made.added, made.changed, made.withdrawn) == (2, 2, 0, 0)
    assert (made.who, made.how, made.note, made.file) == ("张三", "local", "年报", FILE.name)
    made = send(store, [figure("演练", 7)], editor, file=SourceFile("b", "cd"))
    assert (made.version, made.added, made.changed, made.unchanged) == (3, 0, 1, 21)
    assert store.current() == (*before, figure("演练", 7), figure("演习", 6))
    assert store.current(2) == (*before, figure("演练", 5), figure("演习", 6))
    assert store.current(1) == before
    assert [each.version for each in store.history()] == [3, 2, 1]
    assert changes_of(store, 3).changed == ((figure("演练", 5), figure("演练", 7)),)


def test_replacing_a_year_withdraws_what_the_file_leaves_out_of_it(
    store: Store, editor: Editor
) -> None:
    before = store.current()
    send(store, figures(3), editor)
    made = send(store, figures(1, value=2), editor, replace_years=[2025])
    assert (made.added, made.changed, made.withdrawn) == (0, 1, 2)
    assert made.replaced_years == (2025,)
    assert store.current() == (*before, *figures(1, value=2))


def test_one_stray_row_does_not_replace_its_whole_year(store: Store, editor: Editor) -> None:
    rows = [*figures(3), figure("走失", 1, 2024)]
    assert main_year(rows) == 2025
    made = send(store, rows, editor, replace_years=[main_year(rows)])
    assert made.withdrawn == 0


def test_another_publication_in_between_is_refused_and_named(store: Store, editor: Editor) -> None:
    send(store, figures(1), editor, base=1)
    with pytest.raises(BaseMoved) as refused:
        send(store, figures(1, value=9), editor, base=1, file=SourceFile("other", "ef"))
    assert (refused.value.base, refused.value.current) == (1, 2)
    assert [each.who for each in refused.value.landed] == ["张三"]
    assert store.version() == 2
    with pytest.raises(BaseMoved):
        restore(store, 1, editor=editor, base=1)


def test_sent_twice_it_lands_once(store: Store, editor: Editor) -> None:
    first = send(store, figures(2), editor, base=1)
    assert send(store, figures(2), editor, base=1) == first
    assert store.version() == 2
    with pytest.raises(NothingToPublish):
        send(store, figures(2), editor)
    send(store, figures(2, value=3), editor)
    assert send(store, figures(2), editor, base=1) == first, "even after others landed"


def test_a_token_makes_sending_again_safe_whatever_happened_since(
    store: Store, editor: Editor
) -> None:
    first = send(store, figures(2), editor, token="t1")
    send(store, figures(2, value=3), editor, token="t2", file=SourceFile("b", "b"))
    assert send(store, figures(2), editor, token="t1") == first
    with pytest.raises(ValueError, match="another file"):
        send(store, figures(2), editor, token="t1", file=SourceFile("c", "c"))
    assert store.version() == 3


def test_rows_mended_on_the_page_are_not_taken_for_the_ones_sent_before(
    store: Store, editor: Editor
) -> None:
    send(store, figures(2), editor, base=1)
    with pytest.raises(BaseMoved):
        send(store, figures(2, value=8), editor, base=1)


def test_going_back_is_a_further_publication_and_gives_the_very_table(
    store: Store, editor: Editor
) -> None:
    send(store, figures(5), editor)
    third = send(store, figures(2, value=4), editor, replace_years=[2025])
    back = restore(store, 2, editor=editor, note="看错了")
    assert (back.version, back.kind, back.restored) == (4, "restore", 2)
    assert store.current() == store.current(2)
    assert restore(store, 2, editor=editor, base=3) == back, "a double click goes back once"
    with pytest.raises(NothingToPublish):
        restore(store, 4, editor=editor)
    forward = restore(store, third.version, editor=editor)
    assert store.current() == store.current(3)
    assert forward.version == 5
    assert verify(store).ok


def test_a_version_that_is_not_there_is_named(store: Store, editor: Editor) -> None:
    acts: list[Callable[[int], object]] = [
        lambda wanted: restore(store, wanted, editor=editor),
        store.current,
        store.publication,
    ]
    for wanted in (0, -1, 7):
        for act in acts:
            with pytest.raises(NoSuchVersion, match=rf"no version {wanted}.*1 to 1"):
                act(wanted)


def test_the_difference_of_any_two_versions(store: Store, editor: Editor) -> None:
    send(store, figures(3), editor)
    send(store, [figure("指标1", 5)], editor)
    there, back = changes_between(store, 1, 3), changes_between(store, 3, 1)
    assert set(there.added) == {figure("指标0"), figure("指标1", 5), figure("指标2")}
    assert set(back.withdrawn) == set(there.added)
    assert there.unchanged == back.unchanged == 20
    assert len(changes_between(store, 0, 1).added) == 20
    assert not changes_between(store, 2, 2)


EXACT = [
    ("2.7E+4", "27000"),
    ("0.1", "0.1"),
    ("-3.50", "-3.5"),
    ("0", "0"),
    ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
    ("1E-20", "0.00000000000000000001"),
]


def test_numbers_come_back_to_the_last_digit(store: Store, editor: Editor) -> None:
    send(store, [figure(f"数{value}", value) for value, _plainly in EXACT], editor)
    reopened = open_store(store.database.path or str(store.database.engine.url))
    rows = {row.metric: row for row in reopened.current()}
    for value, plainly in EXACT:
        row = rows[f"数{value}"]
        assert (row.value, row.as_text()["value"]) == (Decimal(value), plainly)


def test_texts_come_back_as_they_were(store: Store, editor: Editor) -> None:
    odd = "  =1+1\n'\"%s {x} \\ 𠮷 e\u0301 🙂\ttab\u200b"
    row = figure("奇", None, printed=odd, note=odd, section=odd)
    send(store, [row], editor, note=odd, file=SourceFile("a\u202e.csv", "x"))
    assert store.current()[-1] == row
    assert store.current()[-1].value is None
    assert store.history()[0].note == odd.strip()


def test_what_no_database_keeps_is_refused_and_nothing_lands(store: Store, editor: Editor) -> None:
    for bad in (
        figure("x", "NaN"),
        figure("x", "Infinity"),
        figure("x", "1E+100000"),
        figure("x\0y"),
        figure("x", note="\ud800"),
        figure("x", year=0),
    ):
        with pytest.raises(BrokenData) as refused:
            send(store, [figure("好"), bad], editor)
        assert len(refused.value.problems) == 1
        assert store.version() == 1


def test_a_key_named_twice_is_refused(store: Store, editor: Editor) -> None:
    with pytest.raises(BrokenData):
        send(store, [figure("x", 1), figure("x", 2)], editor)
    with pytest.raises(ValueError, match="twice"):
        plan([], [figure("x", 1), figure("x", 2)])


def test_order_comes_from_versions_when_the_clock_goes_backwards(
    store: Store, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(datetime(2020, 1, 1, tzinfo=UTC) - timedelta(days=400 * n) for n in range(99))
    monkeypatch.setattr(schema, "now", lambda: next(clock).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for value in range(1, 5):
        send(store, [figure("演练", value)], editor)
    times = [each.at for each in store.history()]
    assert times == sorted(times), "the newest publication bears the earliest date"
    assert [each.version for each in store.history()] == [5, 4, 3, 2, 1]
    assert store.current()[-1] == figure("演练", 4)
    assert verify(store).ok


def test_only_an_editor_may_publish_or_go_back(store: Store, editor: Editor) -> None:
    nobody: Any = None
    made_up = Editor("张三", "local", datetime.now(UTC) + timedelta(hours=1), "guessed")
    sign_out(editor)
    for somebody in (nobody, made_up, editor):
        with pytest.raises(NotAllowed):
            send(store, figures(1), somebody)
        with pytest.raises(NotAllowed):
            restore(store, 1, editor=somebody)
    assert store.version() == 1


def test_an_editor_who_is_signed_out_while_waiting_for_the_lock_cannot_publish(
    store: Store, editor: Editor
) -> None:
    class SigningOut(list[Observation]):
        """Rows whose reading takes so long that the session ends meanwhile."""

        def __iter__(self) -> Iterator[Observation]:
            yield from super().__iter__()
            sign_out(editor)

    with pytest.raises(NotAllowed):
        send(store, SigningOut(figures(1)), editor)
    assert store.version() == 1


def test_a_difference_says_what_turns_one_state_into_another() -> None:
    old, new = [*figures(3), figure("旧")], [*figures(2, value=2), figure("新")]
    changes = all_changes(old, new)
    assert changes.added == (figure("新"),)
    assert len(changes.changed) == 2
    assert changes.withdrawn == (figure("指标2"), figure("旧"))
    assert changes.unchanged == 0
    assert not all_changes(old, old)
