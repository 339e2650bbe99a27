"""What the store keeps besides figures: drafts, the audit, editions with evidence, aliases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from metrics.auth import (
    Attempt,
    Editor,
    NotAllowed,
    local_editor,
    open_sign_in,
    operating_system_user,
    sign_out,
)
from metrics.model.catalogue import fold, outside
from metrics.model.dataset import load_words
from metrics.model.vocabulary import name_in
from metrics.store import (
    BaseMoved,
    Store,
    audit_lines,
    open_store,
    publish,
    restore,
    schema,
    verify,
)
from metrics.store.aliases import (
    Alias,
    AliasChanged,
    NoSuchAlias,
    confirmed_aliases,
    list_aliases,
    withdraw_alias,
)
from metrics.store.audit import read_audit, record_attempt, record_export, record_settings
from metrics.store.audit_lines import MORE_REFUSALS, note
from metrics.store.chain import chained_hash, content_hash
from metrics.store.descriptions import (
    Description,
    NotDescribed,
    describe,
    withdraw_description,
)
from metrics.store.drafts import (
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
from metrics.store.editions import (
    Attachment,
    EditionText,
    Evidence,
    LeftOut,
    attach_edition,
    evidence_of,
    left_out_of,
    list_editions,
)
from metrics.store.publications import hashed_facts
from metrics.store.published import published
from tests.support.aliases import confirm_aliases
from tests.support.figures import figure


def signed_out() -> Editor:
    editor = local_editor()
    sign_out(editor)
    return editor


def again(store: Store) -> Store:
    return open_store(store.database.path or str(store.database.engine.url))


def test_every_act_asks_for_an_editor_anew(store: Store, editor: Editor) -> None:
    kept = begin_draft(store, editor=editor, name="a", payload=b"1", state={})
    nobody = signed_out()
    acts: list[Callable[[], object]] = [
        lambda: begin_draft(store, editor=nobody, name="a", payload=b"", state={}),
        lambda: save_draft(store, kept.id, {}, editor=nobody, revision=1),
        lambda: list_drafts(store, editor=nobody),
        lambda: load_draft(store, kept.id, editor=nobody),
        lambda: load_file(store, kept.id, editor=nobody),
        lambda: check_draft(store, kept.id, editor=nobody, revision=1),
        lambda: discard_draft(store, kept.id, editor=nobody, revision=1),
        lambda: bring_back_draft(store, kept.id, editor=nobody),
        lambda: delete_draft(store, kept.id, editor=nobody, revision=1),
        lambda: read_audit(store, editor=nobody),
        lambda: attach_edition(store, Attachment(EditionText(2024, "文")), editor=nobody),
        lambda: confirm_aliases(store, [Alias("a", "b")], editor=nobody),
        lambda: withdraw_alias(store, "a", editor=nobody),
        lambda: describe(store, Description("a"), editor=nobody),
        lambda: withdraw_description(store, "a", editor=nobody),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert len(list_drafts(store, editor=editor)) == 1
    assert not list_editions(store)
    assert not confirmed_aliases(store)


def test_the_audit_tells_acts_and_refusals_in_order(store: Store, editor: Editor) -> None:
    record_attempt(store, Attempt("wrong-passcode", "李\0四", "passcode", "10.0.0.1"))
    publish(store, [figure()], editor=editor, base=1)
    with pytest.raises(NotAllowed):
        publish(store, [figure("x")], editor=signed_out(), base=2)
    restore(store, 1, editor=editor)
    lines = read_audit(store, editor=editor)
    assert [(line.event, line.outcome) for line in reversed(lines)] == [
        ("sign-in", "wrong-passcode"),
        ("publish", "done"),
        ("publish", "not-signed-in"),
        ("restore", "done"),
    ]
    assert lines[-1].source == "10.0.0.1"
    assert lines[0].detail == "version 3"
    assert len(read_audit(store, editor=editor, limit=2)) == 2


def test_refusals_do_not_fill_the_audit_and_colleagues_are_still_listed(
    store: Store, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_one, of_all = 3, 9
    monkeypatch.setattr(audit_lines, "REFUSALS_OF_ONE", of_one)
    monkeypatch.setattr(audit_lines, "REFUSALS_OF_ALL", of_all)

    def refuse(source: str, times: int) -> None:
        for number in range(times):
            attempt = Attempt("wrong-passcode", f"甲{number}", "passcode", source)
            record_attempt(store, attempt)

    def listed(source: str) -> list[str]:
        lines = read_audit(store, editor=editor, limit=500)
        return [line.outcome for line in lines if line.source == source]

    refuse("10.0.0.1", of_one + 4)
    assert listed("10.0.0.1") == [MORE_REFUSALS, *["wrong-passcode"] * of_one]
    record_attempt(store, Attempt("signed-in", "李四", "passcode", "10.0.0.1"))
    assert listed("10.0.0.1")[0] == "signed-in"
    refuse("10.0.0.2", 1)
    assert listed("10.0.0.2") == ["wrong-passcode"]
    for number in range(of_all):
        refuse(f"10.0.1.{number}", 1)
    assert len(read_audit(store, editor=editor, limit=500)) == of_all + 2


def test_the_audit_tells_who_took_figures_and_other_settings(store: Store, editor: Editor) -> None:
    record_export(store, editor, "metrics-2024.xlsx")
    for settings in ({"B": "1", "A": "***"}, {"A": "***", "B": "1"}, {"A": "***"}):
        record_settings(store, settings)
    told = [(line.event, line.who, line.detail) for line in read_audit(store, editor=editor)]
    machine = operating_system_user()
    assert told == [
        ("settings", machine, "A=***"),
        ("settings", machine, "A=***; B=1"),
        ("export", "张三", "metrics-2024.xlsx"),
    ]
    assert [line.event for line in read_audit(store, editor=editor, events=("export",))] == [
        "export"
    ]
    assert len(read_audit(store, editor=editor, who=machine)) == 2


def test_readers_see_no_account_of_the_machine_as_a_publisher(store: Store) -> None:
    publish(store, [figure("甲", 1)], editor=local_editor(), base=1)
    publish(store, [figure("乙", 1)], editor=local_editor("李四"), base=2)
    with store.database.reading() as connection:
        written = dict(connection.execute(select(schema.publications)).mappings().all()[-1])
    # As a program wrote it that still kept the account's name for a person's.
    machine = operating_system_user()
    facts = hashed_facts(written | {"version": 4, "who": machine, "base": 3, "token": None})
    facts["content_sha256"] = content_hash([])
    facts |= dict.fromkeys(("added", "changed", "withdrawn"), 0)
    links = {
        "previous_hash": written["hash"],
        "hash": chained_hash(written["hash"], hashed_facts(facts)),
    }
    with store.database.writing() as connection:
        connection.execute(insert(schema.publications).values(**facts, **links))
        note(
            connection, "publish", "done",
            who=machine, how="local", source=machine, detail="version 4",
        )  # fmt: skip
    assert [each.who for each in store.history()] == ["", "李四", "", ""]
    assert [store.publication(version).who for version in (4, 3)] == ["", "李四"]
    assert verify(store).ok


def test_a_door_that_cannot_write_its_audit_still_opens(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(attempt: Attempt) -> None:
        raise OSError("no space left")

    service = open_sign_in(failing, {"METRICS_EDITOR_PASSCODE": "很长的口令"})
    assert service.sign_in("很长的口令", name="张三", source="a").name == "张三"
    assert "could not be recorded" in caplog.text
    assert "很长的口令" not in caplog.text


TEXT = "一、工作情况\r\n全年开展演练12次,其中市级3次。\n\t𠮷"


def test_a_report_lands_with_its_figures_or_not_at_all(store: Store, editor: Editor) -> None:
    row = figure("演练", 12, printed="12次")
    start = TEXT.index("12次")
    place = Evidence(row.key, start, start + 3, "12次")
    report = EditionText(
        2025, TEXT, "报告", "Report", published=date(2026, 1, 20), url="https://a/"
    )
    wrong = Attachment(report, (Evidence(row.key, start + 1, start + 4, "12次"),))
    with pytest.raises(ValueError, match="do not read"):
        publish(store, [row], editor=editor, base=1, attachment=wrong)
    assert (store.version(), list_editions(store)) == (1, [])
    right = Attachment(report, (place,), (Alias("演练场次", "演练", "drills"),))
    publish(store, [row], editor=editor, base=1, attachment=right)
    (kept,) = list_editions(again(store))
    assert kept.year == 2025
    assert kept.text == TEXT
    assert kept.published == date(2026, 1, 20)
    (found,) = evidence_of(store, [row.key]).values()
    assert kept.text[found.start : found.end] == found.printed == "12次"
    assert found.edition == kept.number
    assert list(confirmed_aliases(store)) == ["演练场次"]
    publish(store, [row], editor=editor, base=1, attachment=right)
    assert len(list_editions(store)) == 1, "a double click attaches once"


def test_a_report_can_be_attached_to_a_year_that_is_published(store: Store, editor: Editor) -> None:
    row = store.current()[0]
    text = "开展宣贯培训136万余人次。"
    place = Evidence(row.key, 6, 13, "136万余人次")
    number = attach_edition(store, Attachment(EditionText(2024, text), (place,)), editor=editor)
    better = EditionText(2024, "据统计," + text)
    moved = Evidence(row.key, 10, 17, "136万余人次")
    second = attach_edition(store, Attachment(better, (moved,)), editor=editor)
    assert number != second
    assert evidence_of(store)[row.key].edition == second
    kept = [edition.number for edition in list_editions(store)]
    assert kept == [second, number], "the last one first, and nothing earlier is lost"
    assert evidence_of(store, []) == {}


def test_what_a_report_leaves_out_is_kept_with_its_reason(store: Store, editor: Editor) -> None:
    at = TEXT.index("3次")
    left = LeftOut(2025, "3次", "一", "市级演练", "包含在12次中", at, at + 2)
    report = EditionText(2025, TEXT)
    wrong = Attachment(report, left_out=(replace(left, start=at + 1),))
    with pytest.raises(ValueError, match="do not read"):
        attach_edition(store, wrong, editor=editor)
    with pytest.raises(ValueError, match="none"):
        attach_edition(store, Attachment(None, left_out=(left,)), editor=editor)
    assert (list_editions(store), left_out_of(store)) == ([], [])
    number = attach_edition(store, Attachment(report, left_out=(left,)), editor=editor)
    assert number is not None
    assert left_out_of(again(store)) == [replace(left, edition=number)]
    attach_edition(store, Attachment(report), editor=editor)
    assert left_out_of(store) == [], "the report brought in last says what is left out"


def test_confirmed_aliases_match_as_names_are_compared(store: Store, editor: Editor) -> None:
    confirm_aliases(store, [Alias("Ｄrill 次数", "演练", "drills", "市级")], editor=editor)
    assert confirmed_aliases(store)[fold("drill次数")].metric == "演练"
    confirm_aliases(store, [Alias("drill次数", "演习")], editor=editor)
    assert confirmed_aliases(again(store))[fold("drill次数")].metric == "演习"
    withdraw_alias(store, "DRILL次数", editor=editor)
    assert confirmed_aliases(store) == {}


def test_a_wrong_alias_is_withdrawn_by_who_saw_it_and_the_log_names_them(
    store: Store, editor: Editor
) -> None:
    confirm_aliases(store, [Alias("演练场次", "演练"), Alias("受训", "培训")], editor=editor)
    [trained, drilled] = list_aliases(store)
    assert (drilled.alias.metric, drilled.who) == ("演练", "张三")
    assert drilled.at.tzinfo is not None and trained.number > drilled.number
    assert withdraw_alias(store, "演练场次", editor=editor, number=drilled.number) == drilled
    assert list_aliases(again(store)) == [trained]
    with pytest.raises(NoSuchAlias, match="演练场次"):
        withdraw_alias(store, "演练场次", editor=editor)
    [line] = read_audit(store, editor=editor)
    assert (line.event, line.outcome, line.who) == ("withdraw-alias", "done", "张三")
    assert line.detail == "演练场次 → 演练"


def test_an_alias_confirmed_anew_is_not_withdrawn_unseen(store: Store, editor: Editor) -> None:
    confirm_aliases(store, [Alias("受训", "培训")], editor=editor)
    [seen] = list_aliases(store)
    confirm_aliases(store, [Alias("受训", "宣贯培训")], editor=local_editor("李四"))
    with pytest.raises(AliasChanged, match=r"李四.*受训.*宣贯培训"):
        withdraw_alias(store, "受训", editor=editor, number=seen.number)
    assert [each.alias.metric for each in list_aliases(store)] == ["宣贯培训"]


def test_a_report_is_not_attached_to_figures_that_changed_meanwhile(
    store: Store, editor: Editor
) -> None:
    publish(store, [figure("新指标", 8)], editor=local_editor("李四"), base=1)
    with pytest.raises(BaseMoved, match="李四"):
        attach_edition(store, Attachment(EditionText(2024, "文")), editor=editor, base=1)
    assert list_editions(store) == []
    attach_edition(store, Attachment(EditionText(2024, "文", "报告")), editor=editor, base=2)
    [line, *_earlier] = read_audit(store, editor=editor)
    assert (line.event, line.detail) == ("attach", "2024 报告")


def test_a_described_metric_has_its_english_name_from_that_version_on(
    store: Store, folder: Path, editor: Editor
) -> None:
    listed = load_words(folder).catalogue.metrics[0].zh
    new = [figure("安全夜校", 5), figure("演练", 9)]
    said = Description("安全夜校", "Safety night schools", "training", unit="期")
    publish(store, new[:1], editor=editor, base=1)
    publish(store, new[1:], editor=editor, base=2, described=[said, Description(listed, "Other")])

    def named(metric: str, version: int | None = None) -> str:
        known = published(store, folder, version).catalogue.get(metric)
        return name_in(known, "en")

    assert named("安全夜校") == "Safety night schools"
    assert named("安全夜校", 2) == "安全夜校 (untranslated)"
    assert named(listed) != "Other"  # the folder's catalogue comes first
    before = published(store, folder)
    describe(store, replace(said, definition_zh="全年期数"), editor=editor)
    known = published(store, folder).catalogue.find("安全夜校")
    assert known and known.definition_zh == "全年期数" and known.slug == outside("安全夜校").slug
    assert before.catalogue.get("安全夜校").definition_zh == ""
    withdraw_description(store, "安全夜校", editor=editor)
    assert named("安全夜校") == "安全夜校 (untranslated)"
    with pytest.raises(NotDescribed):
        withdraw_description(store, "安全夜校", editor=editor)
