"""The audit finds every figure whose sentence is gone, moved, or no longer says its value."""

import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.auth import local_editor
from metrics.cli.reading import audit_store
from metrics.extraction.evidence_audit import audit
from metrics.extraction.proposals import TAKE, extract
from metrics.i18n import words
from metrics.proofreading.proofread import proofread
from metrics.readers.documents import pasted
from metrics.store import Store, create_store, publish
from metrics.store.editions import Attachment, EditionText, Evidence
from metrics.store.evidence import sentence_around, sources_of
from metrics.store.seed import Seed
from tests.support.drafts import NEW_YEAR, sample

_ = words("en")
REPORT = NEW_YEAR.replace("4800项", "91项").replace("16800台", "2900台")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in which a report's figures are published with their places."""
    made = create_store(tmp_path / "metrics.db", Seed("metrics.csv", "", ()))
    taken = [p for p in extract(pasted(REPORT), sample()).proposals if p.suggestion == TAKE]
    places = [Evidence(p.row.key, p.figure.start, p.figure.end, p.figure.printed) for p in taken]
    edition = EditionText(2025, REPORT, "临澜市应急管理局2025年工作报告")
    publish(
        made,
        [p.row for p in taken],
        editor=local_editor("tester"),
        base=made.version(),
        attachment=Attachment(edition, tuple(places)),
    )
    return made


def altered(store: Store, statement: str) -> None:
    """Change the database behind the store's back."""
    assert store.database.path is not None
    connection = sqlite3.connect(store.database.path)
    for (trigger,) in connection.execute(
        "select name from sqlite_master where type = 'trigger'"
    ).fetchall():
        connection.execute(f"drop trigger {trigger}")
    connection.execute(statement)
    connection.commit()
    connection.close()


def republished(store: Store, metric: str, **changes: object) -> None:
    row = next(row for row in store.current() if row.metric == metric)
    changed = replace(row, **changes)  # type: ignore[arg-type]
    publish(store, [changed], editor=local_editor("tester"), base=store.version())


def test_places_that_hold_are_sound(store: Store) -> None:
    found = audit(store)
    assert found.ok and found.sound == len(store.current()) == 11
    assert audit_store(store, _).ok


@pytest.mark.parametrize(
    "changes",
    [{"value": Decimal(9416)}, {"qualifier": "more_than"}, {"unit": "人次"}, {"upper": Decimal(1)}],
)
def test_a_row_changed_without_its_sentence_fails(store: Store, changes: dict[str, object]) -> None:
    republished(store, "各级各部门演练", **changes)
    answer = audit_store(store, _)
    assert not answer.ok
    (problem,) = answer.data["problems"]
    assert problem["code"] == "value-differs"
    assert "各级各部门演练" in problem["figure"] and "9146次" in problem["message"]


def test_an_altered_text_fails(store: Store) -> None:
    altered(store, "update editions set text = replace(text, '9146', '9164')")
    codes = {problem.code for problem in audit(store).problems}
    assert codes == {"edition-altered", "words-moved"}


def test_an_edition_that_is_gone_fails(store: Store) -> None:
    altered(store, "update evidence set edition = 99")
    assert {problem.code for problem in audit(store).problems} == {"no-edition"}


def test_a_figure_without_a_place_is_listed_and_no_fault(store: Store) -> None:
    row = replace(store.current()[0], metric="新指标")
    publish(store, [row], editor=local_editor("tester"), base=store.version())
    found = audit(store)
    assert found.ok
    assert [each.metric for each in found.without_place] == ["新指标"]


def test_without_any_edition_every_figure_lacks_its_sentence(store: Store, tmp_path: Path) -> None:
    rows = store.current()
    bare = create_store(tmp_path / "bare.db", Seed("metrics.csv", "", rows))
    found = audit(bare)
    assert (found.ok, found.sound, found.without_place) == (True, 0, rows)


def test_a_figure_that_is_withdrawn_is_not_asked_for(store: Store) -> None:
    publish(
        store,
        store.current()[1:],
        editor=local_editor("tester"),
        base=store.version(),
        replace_years=[2025],
    )
    assert audit(store).sound == 10


def test_sources_are_sentences_with_the_figure_in_them(store: Store) -> None:
    found = sources_of(store)
    assert set(found) == {row.key for row in store.current()}
    for source in found.values():
        assert REPORT[source.start : source.end] == source.printed
        assert source.sentence in REPORT
    (drills,) = [s for key, s in found.items() if key[-1] == "各级各部门演练"]
    assert drills.sentence.startswith("(二)强化应急准备") or "全市各级各部门" in drills.sentence


def test_proofreading_points_at_the_sentence(store: Store) -> None:
    data = replace(sample(), table=_table(store))
    found = proofread(pasted("2025年,开展应急演练9146次。"), data, sources=sources_of(store))
    (verdict,) = found.verdicts
    assert verdict.source is not None and "9146次" in verdict.source.sentence


def _table(store: Store):  # type: ignore[no-untyped-def]
    from metrics.model.observation import to_table

    return to_table(store.current())


@pytest.mark.parametrize(
    ("text", "printed", "sentence"),
    [
        ("第一句。演练9次,增长。第三句", "9次", "演练9次,增长。"),
        ("演练9次", "9次", "演练9次"),
        ("一\n  演练9次;二", "9次", "演练9次;"),
    ],
)
def test_sentences(text: str, printed: str, sentence: str) -> None:
    start = text.index(printed)
    first, last = sentence_around(text, start, start + len(printed))
    assert text[first:last] == sentence
