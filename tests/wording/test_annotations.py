"""What is said beside the figures: changed definitions and units, notes, restatements."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.analysis.findings import findings
from metrics.analysis.selection import Filters, select
from metrics.auth import Editor
from metrics.i18n import words
from metrics.model.diff import Earlier
from metrics.model.figure_id import figure_at, figure_id
from metrics.model.observation import Observation, from_table
from metrics.model.series import series_of_row
from metrics.store import NoSuchVersion, Store, publish, restore
from metrics.store.published import published
from metrics.store.restatements import restatements
from metrics.wording.definitions import propose_definition
from metrics.wording.english_names import propose_english
from metrics.wording.formatter import Formatter
from metrics.wording.notes import annotation_words, annotations_of, mark, marks_by_year
from tests.support.figures import figure
from tests.support.made_series import everything, made, row
from tests.support.sample import sample

ZH, EN = words("zh"), words("en")


def send(store: Store, *rows: Observation, editor: Editor, **said: Any) -> None:
    publish(store, rows, editor=editor, base=store.version(), **said)


def test_a_restatement_keeps_every_figure_that_was_published_before(
    store: Store, editor: Editor
) -> None:
    assert restatements(store) == {}
    send(store, figure("演练", 5), figure("演习", 6), editor=editor)
    assert restatements(store) == {}
    send(store, figure("演练", 7), editor=editor)
    send(store, figure("演练", 7, note="更正"), figure("新", 1), editor=editor)
    send(store, figure("演练", 9, qualifier="more_than"), editor=editor)
    key = figure("演练", 5).key
    ((found, earlier),) = restatements(store).items()
    assert found == key
    assert [(one.version, one.observation.value) for one in earlier] == [
        (2, Decimal(5)),
        (3, Decimal(7)),
    ]
    times = {publication.version: publication.at for publication in store.history()}
    assert [one.at for one in earlier] == [times[2], times[3]]
    assert [one.version for one in restatements(store, 4)[key]] == [2]
    assert restatements(store, 2) == {} == restatements(store, 1)
    with pytest.raises(NoSuchVersion):
        restatements(store, 99)


def test_withdrawn_figures_and_going_back(store: Store, editor: Editor) -> None:
    send(store, figure("演练", 5), figure("演习", 6), editor=editor)
    send(store, figure("演练", 7), editor=editor, replace_years=[2025])
    assert set(restatements(store)) == {figure("演练").key}
    send(store, figure("演习", 8), editor=editor)
    earlier = restatements(store)[figure("演习").key]
    assert [(one.version, one.observation.value) for one in earlier] == [(2, Decimal(6))]
    restore(store, 2, editor=editor)
    now = {o.key: o for o in store.current()}
    for key, before in restatements(store).items():
        said = [one.observation for one in before]
        assert now[key].value in (5, 6) and said[-1].value in (7, 8)
    assert restatements(store) is restatements(store)


def test_readers_are_told_both_figures(store: Store, folder: Path, editor: Editor) -> None:
    send(store, figure("演练", 5), editor=editor)
    send(store, figure("演练", 7), editor=editor)
    data = published(store, folder)
    row_now = next(o for o in from_table(data.table) if o.metric == "演练")
    one = series_of_row(data, row_now)
    assert one is not None
    (note,) = annotations_of([one], [2025], Formatter(data, ZH), restatements(store))
    assert (note.kind, note.year) == ("restatement", 2025)
    assert note.address == figure_id(row_now, data)
    for told in ("7", "5", "2"):
        assert told in note.text
    said = list(findings(select(data, Filters()), EN, restatements(store)))
    assert [f.address for f in said if f.kind == "restatement"] == [note.address]


def test_definitions_units_and_notes_are_quoted() -> None:
    data = made(
        [
            row("甲", 2020, 5),
            row("甲", 2021, 6, note="口径调整"),
            row("甲", 2022, 6, unit="人", note="补报"),
        ]
    )
    chosen = everything(data)
    notes = annotations_of(chosen.series, chosen.years, Formatter(data, EN))
    assert [(note.year, note.kind) for note in notes] == [
        (2021, "definition"),
        (2022, "note"),
        (2022, "unit"),
    ]
    assert "口径调整" in notes[0].text and "补报" in notes[1].text
    assert "6 times" in notes[2].text and "6 people" in notes[2].text
    for note in notes:
        assert figure_at(note.address, data) == chosen.series[0].at(note.year)
    assert marks_by_year(notes) == {2021: "①", 2022: "②–③"}
    assert [line[0] for line in annotation_words(notes)] == ["①", "②", "③"]
    assert [mark(20), mark(21)] == ["⑳", "(21)"]


def test_the_notes_of_the_sample_are_all_told() -> None:
    chosen = everything(sample())
    notes = annotations_of(chosen.series, chosen.years, Formatter(chosen.dataset, ZH))
    noted = [o for o in chosen.rows() if o.note]
    assert sorted(note.address for note in notes) == sorted(
        figure_id(o, chosen.dataset) for o in noted
    )
    assert all(any(o.note in note.text for note in notes) for o in noted)


def test_the_day_of_an_earlier_version_is_that_of_china() -> None:
    data = sample()
    o = next(one for one in from_table(data.table) if one.value is not None)
    evening = datetime(2026, 3, 5, 17, 30, tzinfo=UTC)
    one = series_of_row(data, o)
    assert one is not None
    for _ in (ZH, EN):
        restated = {o.key: (Earlier(1, evening, o),)}
        notes = annotations_of([one], [o.year], Formatter(data, _), restated)
        (told,) = [note.text for note in notes if note.kind == "restatement"]
        assert _.date(date(2026, 3, 6)) in told


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("检查企业", "Enterprises inspected"),
        ("重大事故隐患整改率", "Major accident hazard rectification rate"),
        ("玻璃栈道检修", ""),  # an unknown word: no proposal rather than half a one
    ],
)
def test_an_english_name_is_proposed_from_known_words(name: str, english: str) -> None:
    assert propose_english(name) == english


@pytest.mark.parametrize(
    ("name", "unit", "english", "zh", "en"),
    [
        ("新建消防站", "处", "Fire stations built", "数量，单位：处", "Number"),
        ("救灾资金", "元", "Disaster relief funds", "金额，单位：元", "Amount"),
        ("整改率", "%", "Rectification rate", "整改率，单位：%", "Rectification rate"),
        ("绿化", "畦", "", "数量，单位：畦", ""),
    ],
)
def test_a_definition_is_proposed_from_name_and_unit(
    name: str, unit: str, english: str, zh: str, en: str
) -> None:
    vocabulary = sample().vocabulary
    said = propose_definition(figure(name, 1, unit=unit), english, vocabulary)
    assert said[0].endswith(zh) and name in said[0]
    assert said[1].startswith(en) and bool(said[1]) == bool(english)
    assert ("untranslated" in vocabulary.unit(unit).en) == (unit == "畦")
