"""Accounts: who may do what, how a password is refused, when a session ends."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from metrics.auth import Editor, NotAllowed, Role, issue_ticket
from metrics.store import Store, open_store, publish, schema
from metrics.store.account_sessions import IDLE_MINUTES, browser_hash
from metrics.store.accounts import (
    FREE_ATTEMPTS,
    AccountRefused,
    add_account,
    change_password,
    has_accounts,
    list_accounts,
    reset_password,
    resume_session,
    session_holds,
    set_disabled,
    set_role,
    sign_in_account,
    sign_out_account,
)
from metrics.store.audit import read_audit
from metrics.store.drafts import (
    begin_draft,
    bring_back_draft,
    delete_draft,
    discard_draft,
    list_drafts,
    load_draft,
    load_file,
    propose_draft,
    save_draft,
    send_back_draft,
)
from metrics.store.errors import NoSuchDraft
from metrics.store.passwords import hashed_password
from tests.support.command_line import run_here
from tests.support.figures import figure

PASSWORD = "four plain words here"
OWN, OTHER = browser_hash("a cookie"), browser_hash("another")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes guessing slow makes tests slow, too."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("metrics.store.passwords._hasher", cheap)


def signed_in(
    store: Store, name: str = "王芳", browser: str = OWN, source: str = "10.0.0.1"
) -> Editor:
    return sign_in_account(store, name, PASSWORD, source=source, browser=browser)


def refused(error: pytest.ExceptionInfo[NotAllowed]) -> str:
    return error.value.problem.code


def move_sessions_back(store: Store, minutes: int) -> None:
    then = schema.written(datetime.now(UTC) - timedelta(minutes=minutes))
    with store.database.writing() as connection:
        connection.execute(schema.account_sessions.update().values(seen=then))


def test_an_account_signs_in_and_its_role_says_what_it_may(store: Store, editor: Editor) -> None:
    assert not has_accounts(store)
    add_account(store, "王芳", "drafter", editor=editor, password=PASSWORD)
    assert has_accounts(store)
    drafter = signed_in(store)
    assert (drafter.name, drafter.how, drafter.role) == ("王芳", "account", "drafter")
    begin_draft(store, editor=drafter, name="a.csv", payload=b"1", state={})
    rows = store.current()
    for act in (
        lambda: publish(store, rows, editor=drafter, base=1),
        lambda: read_audit(store, editor=drafter),
        lambda: add_account(store, "李四", "reader", editor=drafter),
    ):
        with pytest.raises(NotAllowed) as error:
            act()
        assert refused(error) == "not-in-this-role"
    set_role(store, "王芳", "approver", editor=editor)
    with pytest.raises(NotAllowed) as error:
        begin_draft(store, editor=drafter, name="b.csv", payload=b"1", state={})
    assert refused(error) == "session-over", "a changed role ends what was signed in before"
    assert signed_in(store).role == "approver"
    names = {(line.event, line.outcome) for line in read_audit(store, editor=editor)}
    assert {("add-account", "done"), ("set-role", "done"), ("publish", "not-in-this-role")} <= names


def test_names_are_one_however_they_are_typed(store: Store, editor: Editor) -> None:
    add_account(store, "Wang Fang", "drafter", editor=editor, password=PASSWORD)
    for name in ("wang fang", "ＷＡＮＧ　ＦＡＮＧ", " Wang  Fang "):
        with pytest.raises(AccountRefused):
            add_account(store, name, "reader", editor=editor)
        assert signed_in(store, name).name == "Wang Fang"


@pytest.mark.parametrize(
    "weak",
    ["short1A!", "aaaaaaaaaaaaaa", "abcdefghijklmnop", "qwertyuiop[]asdf", "Password2024!!",
     "woaini1314520", "wangfang-2024-x", "1234567890123"],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused(weak: str) -> None:
    with pytest.raises(NotAllowed) as error:
        hashed_password(weak, "wangfang")
    assert refused(error) == "weak-password"
    assert hashed_password("清晨去海边看日出和渔船归来", "wangfang").startswith("$argon2id$")


def test_wrong_passwords_slow_down_the_account_and_no_colleague(
    store: Store, editor: Editor
) -> None:
    for name in ("王芳", "李四"):
        add_account(store, name, "drafter", editor=editor, password=PASSWORD)
    for _attempt in range(FREE_ATTEMPTS):
        with pytest.raises(NotAllowed) as error:
            sign_in_account(store, "王芳", "not this one at all", source="10.0.0.1", browser=OWN)
        assert refused(error) == "wrong-password"
    with pytest.raises(NotAllowed) as error:
        signed_in(store)
    assert refused(error) == "too-many-attempts"
    assert signed_in(store, "李四").name == "李四", "the same gateway"
    assert signed_in(store, source="10.0.0.2").name == "王芳", "another address"
    reset_password(store, "王芳", editor=editor, password=PASSWORD)
    assert signed_in(store).name == "王芳"


def test_an_unknown_name_is_refused_in_the_same_words(store: Store, editor: Editor) -> None:
    add_account(store, "王芳", "drafter", editor=editor, password=PASSWORD)
    said = set()
    for name, password in (("王芳", "not this one at all"), ("nobody", PASSWORD), ("", "")):
        with pytest.raises(NotAllowed) as error:
            sign_in_account(store, name, password, source="10.0.0.9", browser=OWN)
        said.add((refused(error), str(error.value)))
    assert len(said) == 1


def test_a_password_that_somebody_else_made_serves_for_some_days(
    store: Store, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = add_account(store, "王芳", "drafter", editor=editor)
    with monkeypatch.context() as later:
        later.setattr("metrics.store.passwords.TEMPORARY_FOR", timedelta(seconds=-1))
        with pytest.raises(NotAllowed) as error:
            change_password(store, "王芳", given, PASSWORD, source="10.0.0.1", browser=OWN)
    assert refused(error) == "password-expired" and resume_session(store, OWN) is None
    change_password(store, "王芳", given, PASSWORD, source="10.0.0.1", browser=OWN)
    assert signed_in(store).name == "王芳"


def test_a_password_that_somebody_else_made_serves_once(store: Store, editor: Editor) -> None:
    given = add_account(store, "王芳", "drafter", editor=editor)
    assert [each.temporary for each in list_accounts(store, editor=editor)] == [True]
    place = {"source": "10.0.0.1", "browser": OWN}
    with pytest.raises(NotAllowed) as error:
        sign_in_account(store, "王芳", given, **place)
    assert refused(error) == "password-to-change" and resume_session(store, OWN) is None
    for new, code in ((given, "same-password"), ("王芳的口令2024", "weak-password")):
        with pytest.raises(NotAllowed) as error:
            change_password(store, "王芳", given, new, **place)
        assert refused(error) == code
    with pytest.raises(NotAllowed) as error:
        change_password(store, "王芳", "not this one at all", PASSWORD, **place)
    assert refused(error) == "wrong-password"
    chosen = change_password(store, "王芳", given, PASSWORD, **place)
    assert session_holds(store, chosen) and signed_in(store).name == "王芳"
    with pytest.raises(NotAllowed):
        sign_in_account(store, "王芳", given, **place)
    told = {(line.event, line.outcome, line.who) for line in read_audit(store, editor=editor)}
    assert ("change-password", "done", "王芳") in told


def test_accounts_are_never_left_without_an_administrator(store: Store, editor: Editor) -> None:
    outside = issue_ticket("甲", "passcode")
    with pytest.raises(AccountRefused) as error:
        add_account(store, "王芳", "drafter", editor=outside)
    assert error.value.problem.code == "no-administrator"
    add_account(store, "王芳", "administrator", editor=outside, password=PASSWORD)
    wang = signed_in(store)
    with pytest.raises(AccountRefused):
        set_disabled(store, "王芳", True, editor=wang)
    with pytest.raises(AccountRefused):
        set_role(store, "王芳", "reader", editor=wang)
    add_account(store, "李四", "administrator", editor=wang, password=PASSWORD)
    set_role(store, "王芳", "reader", editor=wang)
    with pytest.raises(NotAllowed):
        list_accounts(store, editor=wang)
    set_disabled(store, "李四", True, editor=editor)  # whoever has the shell makes another


def test_a_session_is_known_to_every_process_and_ends_everywhere(
    target: str, folder: Path, editor: Editor
) -> None:
    here, elsewhere = (open_store(target, folder=folder) for _each in range(2))
    add_account(here, "王芳", "drafter", editor=editor, password=PASSWORD)

    def again() -> tuple[Editor, Editor]:
        first = signed_in(here)
        resumed = resume_session(elsewhere, OWN)
        assert resumed is not None and (resumed.name, resumed.role) == ("王芳", "drafter")
        assert resume_session(elsewhere, OTHER) is None and resume_session(elsewhere, "") is None
        assert session_holds(here, first) and session_holds(elsewhere, resumed)
        return first, resumed

    def assert_it_is_over(*those: Editor) -> None:
        assert resume_session(here, OWN) is None
        for one in those:
            assert not session_holds(elsewhere, one)
            with pytest.raises(NotAllowed):
                begin_draft(elsewhere, editor=one, name="a.csv", payload=b"1", state={})

    first, resumed = again()
    sign_out_account(elsewhere, resumed, source="10.0.0.1")
    assert_it_is_over(first, resumed)

    first, resumed = again()
    reset_password(here, "王芳", editor=editor, password=PASSWORD)
    assert_it_is_over(first, resumed)

    first, resumed = again()
    at_another = {"source": "10.0.0.2", "browser": OTHER}
    change_password(here, "王芳", PASSWORD, PASSWORD + " again", **at_another)
    assert_it_is_over(first, resumed)
    reset_password(here, "王芳", editor=editor, password=PASSWORD)

    first, resumed = again()
    move_sessions_back(here, IDLE_MINUTES + 1)
    assert_it_is_over(first, resumed)

    first, resumed = again()
    seen = begin_draft(here, editor=first, name="a.csv", payload=b"1", state={})
    set_disabled(elsewhere, "王芳", True, editor=editor)
    assert_it_is_over(first, resumed)
    looks: list[Callable[[], object]] = [
        lambda: list_drafts(here, editor=first),
        lambda: load_draft(here, seen.id, editor=first),
        lambda: load_file(here, seen.id, editor=first),
    ]
    for look in looks:
        with pytest.raises(NotAllowed) as error:
            look()
        assert refused(error) == "session-over"
    with pytest.raises(NotAllowed):
        signed_in(here)
    set_disabled(here, "王芳", False, editor=editor)
    again()
    for store in (here, elsewhere):
        store.database.close()


def test_nobody_releases_what_they_drafted(
    store: Store, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_FOUR_EYES", "on")
    people: dict[str, Role] = {"王芳": "approver", "李四": "approver", "赵六": "drafter"}
    for name, role in people.items():
        add_account(store, name, role, editor=editor, password=PASSWORD)
    wang, li = signed_in(store), signed_in(store, "李四", OTHER)
    zhao = signed_in(store, "赵六", browser_hash("a third"))
    rows = [figure("演练", 3)]

    def release(who: Editor, draft: str | None) -> str:
        try:
            return str(publish(store, rows, editor=who, base=1, draft=draft).version)
        except NotAllowed as error:
            return error.problem.code

    made = begin_draft(store, editor=wang, name="a.csv", payload=b"1", state={})
    assert release(issue_ticket("丁", "passcode"), made.id) == "no-person"
    assert release(li, None) == release(li, made.id) == "not-proposed"
    made = propose_draft(store, made.id, editor=wang, revision=made.revision)
    assert release(wang, made.id) == "own-draft"
    with pytest.raises(NotAllowed):
        send_back_draft(store, made.id, "看错了", editor=zhao, revision=made.revision)
    made = send_back_draft(store, made.id, "看错了", editor=li, revision=made.revision)
    assert (made.sent_back, made.proposed_by) == ("看错了", "")
    assert release(li, made.id) == "not-proposed"
    made = save_draft(store, made.id, {}, editor=zhao, revision=made.revision)
    assert made.sent_back == ""
    made = propose_draft(store, made.id, editor=wang, revision=made.revision)
    assert release(li, made.id) == "2"
    told = [(line.event, line.outcome, line.who) for line in read_audit(store, editor=editor)]
    assert sorted(told[:2]) == [("publish", "done", "李四"), ("release-draft", "done", "李四")]
    assert ("publish", "own-draft", "王芳") in told and ("continue-draft", "done", "赵六") in told


def test_a_colleague_s_draft_is_deleted_by_an_approver_only(store: Store, editor: Editor) -> None:
    people: dict[str, Role] = {"王芳": "drafter", "李四": "drafter", "赵六": "approver"}
    for name, role in people.items():
        add_account(store, name, role, editor=editor, password=PASSWORD)
    wang, li, zhao = (signed_in(store, name, browser_hash(name)) for name in people)
    made = begin_draft(store, editor=wang, name="a.csv", payload=b"1", state={})
    for act in (discard_draft, delete_draft):
        with pytest.raises(NotAllowed) as error:
            act(store, made.id, editor=li, revision=1)
        assert refused(error) == "not-your-draft"
    discard_draft(store, made.id, editor=zhao, revision=1)
    bring_back_draft(store, made.id, editor=li)
    discard_draft(store, made.id, editor=wang, revision=1)
    assert list_drafts(store, editor=li) == []
    with pytest.raises(NoSuchDraft):  # nobody publishes from a draft that is deleted
        publish(store, [figure("演练", 3)], editor=zhao, base=1, draft=made.id)
    assert store.version() == 1
    told = [(line.event, line.outcome, line.who) for line in read_audit(store, editor=editor)]
    assert ("discard-draft", "not-your-draft", "李四") in told


def test_the_command_line_makes_lists_and_closes_accounts(folder: Path) -> None:
    def called(*call: str) -> tuple[int, dict[str, Any]]:
        done = run_here(folder, "accounts", *call, "--json")
        return done.returncode, json.loads(done.stdout) if done.stdout else {}

    code, made = called("add", "王芳", "--role", "approver")
    assert code == 0 and len(made["password"]) > 20
    assert called("add", "王芳")[0] == 1
    assert called("disable", "王芳")[0] == 0
    (one,) = called("list")[1]["accounts"]
    assert (one["name"], one["role"]) == ("王芳", "approver") and one["disabled"]
    assert called("reset", "王芳")[1]["password"] != made["password"]
    assert called("reset")[0] == 2


def test_roles_are_listed_from_least_to_most(store: Store, editor: Editor) -> None:
    roles: tuple[Role, ...] = ("reader", "drafter", "approver", "administrator")
    for role in roles:
        add_account(store, f"account of {role}", role, editor=editor, password=PASSWORD)
    assert [each.role for each in list_accounts(store, editor=editor)] == sorted(roles)
