"""What readers see follows the store, is shared between them, and can be taken away whole."""

import gc
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, current_thread

import pytest

from metrics.auth import Editor
from metrics.export.history import everything_zip
from metrics.model.csv_file import parse_rows
from metrics.model.observation import COLUMN_NAMES, Observation, from_table
from metrics.store import NoSuchVersion, SourceFile, Store, open_store, publish, restore
from metrics.store.editions import Attachment, EditionText, LeftOut, attach_edition, newest_edition
from metrics.store.publication import full_dict, public_dict
from metrics.store.published import published, with_rows
from tests.store.test_store_faults import address
from tests.support.figures import figures


def test_what_is_published_follows_the_store(store: Store, folder: Path, editor: Editor) -> None:
    first = published(store, folder)
    assert (first.version, tuple(from_table(first.table))) == (1, store.current())
    publish(store, figures(3), editor=editor, base=1)
    second = published(store, folder)
    assert (second.version, tuple(from_table(second.table))) == (2, store.current())
    assert len(second.table) == len(first.table) + 3
    assert second.years[-1] == 2025 and first.years[-1] == 2024
    restore(store, 1, editor=editor)
    third = published(store, folder)
    assert third.version == 3
    assert third.table.equals(first.table)


def test_readers_share_one_data_set_for_each_version(
    store: Store, folder: Path, editor: Editor
) -> None:
    first = published(store, folder)
    assert published(store, folder) is first
    publish(store, figures(3), editor=editor, base=1)
    second = published(store, folder)
    assert second is not first
    assert published(store, folder) is second
    assert published(store, folder, version=1) is first
    with pytest.raises(NoSuchVersion):
        published(store, folder, version=9)


def test_who_walks_through_old_versions_leaves_the_current_one_alone(
    store: Store, folder: Path, editor: Editor
) -> None:
    for base in range(1, 9):
        publish(store, figures(base), editor=editor, base=base)
    current = published(store, folder)
    walked = [published(store, folder, version=version) for version in range(1, 9)]
    assert [one.version for one in walked] == list(range(1, 9))
    assert published(store, folder) is current


def test_readers_who_come_together_get_one_data_set(store: Store, folder: Path) -> None:
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _reader: published(store, folder), range(8)))
    assert len({id(one) for one in found}) == 1


def test_a_reader_whose_database_is_slow_holds_up_nobody(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(store, folder)
    waits, asked, go_on = Event(), Event(), newest_edition

    def slow(asking: Store) -> int:
        if current_thread().name.startswith("slow"):
            asked.set()
            assert waits.wait(20)
        return go_on(asking)

    monkeypatch.setattr("metrics.store.published.newest_edition", slow)
    with ThreadPoolExecutor(2, "slow") as slow_ones, ThreadPoolExecutor(1, "quick") as quick:
        try:
            late = slow_ones.submit(published, store, folder)
            assert asked.wait(20)
            assert quick.submit(published, store, folder).result(timeout=5) is first
        finally:
            waits.set()
        assert late.result(timeout=20) is first


def test_readers_who_find_new_words_together_load_them_once(store: Store, folder: Path) -> None:
    (folder / "bureau.toml").write_bytes((folder / "bureau.toml").read_bytes() + b"\n# new\n")
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _reader: published(store, folder), range(16)))
    assert len({id(one) for one in found}) == 1


def test_of_a_large_table_no_second_copy_is_kept(
    store: Store,
    folder: Path,
    editor: Editor,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    def rows_alive() -> int:
        gc.collect()
        return sum(type(one) is Observation for one in gc.get_objects())

    monkeypatch.setattr("metrics.store.published.MANY_ROWS", 2)
    store.forget()
    gc.freeze()  # only what is made from here on is counted
    request.addfinalizer(gc.unfreeze)
    first = published(store, folder)
    assert len(first.table) > 2 and not rows_alive()
    publish(store, figures(3), editor=editor, base=1)
    second = published(store, folder)
    assert not rows_alive()
    assert tuple(from_table(second.table)) == store.current()
    assert published(store, folder, version=1) is first


def test_another_process_s_publication_is_seen(store: Store, folder: Path, editor: Editor) -> None:
    assert published(store, folder).version == 1
    other = open_store(address(store))
    publish(other, figures(2), editor=editor, base=1)
    other.database.close()
    seen = published(store, folder)
    assert seen.version == 2 and 2025 in seen.years


def test_a_report_that_is_brought_in_is_where_its_figures_come_from(
    store: Store, folder: Path, editor: Editor
) -> None:
    before = published(store, folder)
    report = EditionText(2025, "演练12次", "年报", "", "某局", "", date(2026, 1, 20), "https://a/")
    attach_edition(store, Attachment(report), editor=editor)
    seen = published(store, folder)
    assert seen is not before and published(store, folder) is seen
    found = seen.editions[2025]
    assert (found.zh, found.issuer_zh, found.published, found.url) == (
        report.title_zh, report.issuer_zh, report.published, report.url,
    )  # fmt: skip
    assert (found.en, found.issuer_en) == ("年报 (untranslated)", "某局 (untranslated)")
    attach_edition(store, Attachment(EditionText(2025, "演练12次", "年报", "A")), editor=editor)
    last = published(store, folder).editions[2025]
    assert (last.en, last.published, last.url) == ("A", None, ""), "the last one brought in"


def test_what_a_report_leaves_out_stands_beside_the_folder_s_own(
    store: Store, folder: Path, editor: Editor
) -> None:
    own = published(store, folder).omitted
    known = LeftOut(own[0].year, own[0].printed, own[0].section, "同一处", "重复", 0, 0)
    at = len(known.printed)
    new = LeftOut(own[0].year, "3次", "一", "市级演练", "已计入12次", at, at + 2)
    text = EditionText(own[0].year, f"{known.printed}3次", "年报")
    left = (replace(known, end=at), new)
    attach_edition(store, Attachment(text, left_out=left), editor=editor)
    *before, last = published(store, folder).omitted
    assert tuple(before) == own, "the folder tells of it already"
    assert (last.year, last.printed, last.section) == (new.year, new.printed, new.section)
    assert (last.what_zh, last.what_en) == (new.what, f"{new.what} (untranslated)")
    assert last.reason_zh == last.reason_en == new.reason


def test_the_folder_s_own_word_on_a_report_wins(store: Store, folder: Path, editor: Editor) -> None:
    own = published(store, folder).editions[2024]
    attach_edition(store, Attachment(EditionText(2024, "演练12次", "别的标题")), editor=editor)
    assert published(store, folder).editions == {2024: own}


def test_the_words_stay_when_the_rows_are_others(store: Store, folder: Path) -> None:
    data = published(store, folder)
    other = with_rows(data, figures(2))
    assert from_table(other.table) == figures(2)
    assert (other.vocabulary, other.catalogue, other.bureau) == (
        data.vocabulary, data.catalogue, data.bureau,
    )  # fmt: skip
    assert len(data.table) == 20, "and the published one is not touched"


def test_everything_ever_published_opens_again(store: Store, editor: Editor) -> None:
    publish(store, figures(3), editor=editor, base=1, note="年报，第二次")
    publish(store, figures(1, value=9), editor=editor, base=2, replace_years=[2025])
    restore(store, 2, editor=editor, note='=HYPERLINK("x")')
    with zipfile.ZipFile(io.BytesIO(everything_zip(store))) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("history.json"))
        tables = {
            name: parse_rows(archive.read(name).decode("utf-8-sig"), name, COLUMN_NAMES)
            for name in archive.namelist()
            if name.startswith("versions/")
        }
    assert list(tables) == [f"versions/{number:06d}.csv" for number in range(1, 5)]
    for number, rows in enumerate(tables.values(), start=1):
        assert rows == [row.as_text() for row in store.current(number)]
    history = store.history()
    assert [(p["version"], p["who"], p["note"], p["hash"]) for p in told] == [
        (p.version, p.who, p.note, p.hash) for p in history
    ]


def test_the_whole_history_discloses_no_more_than_the_interface(
    store: Store, editor: Editor
) -> None:
    source = SourceFile("年报.csv", "ab" * 32)
    publish(store, figures(3), editor=editor, base=1, file=source)
    with zipfile.ZipFile(io.BytesIO(everything_zip(store))) as archive:
        text = archive.read("history.json").decode()
    told = [public_dict(publication) for publication in store.history()]
    assert json.loads(text) == told
    assert not told[0].keys() & {"how", "file_sha256", "base"} and source.sha256 not in text
    assert full_dict(store.history()[0])["file_sha256"] == source.sha256
