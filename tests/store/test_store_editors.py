"""Who is let in: passcodes, the limit of attempts, sessions that end, the list of editors."""

import dataclasses
import pickle
from datetime import UTC, datetime, timedelta

import pytest

from metrics import auth
from metrics.auth import (
    Attempt,
    NotAllowed,
    SignIn,
    hash_passcode,
    is_editor,
    issue_ticket,
    local_editor,
    matches,
    open_sign_in,
    require,
    sign_out,
)
from metrics.store import Store
from metrics.store.audit import provider_sign_in_holds, record_attempt, require_fresh

CODE = "秘密 Passcode-1"


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_passcode(CODE)


def sign_in_with(hashed: str, **said: object) -> tuple[SignIn, list[Attempt]]:
    attempts: list[Attempt] = []
    service = open_sign_in(attempts.append, {"METRICS_EDITOR_PASSCODE_HASH": hashed})
    for name, value in said.items():
        setattr(service, name, value)
    return service, attempts


def code_of(refused: pytest.ExceptionInfo[NotAllowed]) -> str:
    return refused.value.problem.code


def test_the_right_passcode_lets_in_and_is_recorded(hashed: str) -> None:
    service, attempts = sign_in_with(hashed)
    editor = service.sign_in(CODE, name="  张\n三 ", source="10.0.0.1")
    assert require(editor) is editor
    assert (editor.name, editor.how) == ("张 三", "passcode")
    assert [(a.outcome, a.who, a.source) for a in attempts] == [("signed-in", "张 三", "10.0.0.1")]
    service.sign_out(editor, source="10.0.0.1")
    assert not is_editor(editor)
    assert attempts[-1].outcome == "signed-out"


def test_letters_of_a_chinese_keyboard_mean_the_same(hashed: str) -> None:
    assert matches(" 秘密 Ｐａｓｓｃｏｄｅ－１", hashed)


@pytest.mark.parametrize("wrong", ["", CODE[:-1], CODE + "x", CODE.upper(), "\ud800", "x" * 10**6])
def test_a_wrong_passcode_is_refused_and_recorded(hashed: str, wrong: str) -> None:
    service, attempts = sign_in_with(hashed)
    with pytest.raises(NotAllowed) as refused:
        service.sign_in(wrong, name="张三", source="a")
    assert code_of(refused) == "wrong-passcode"
    assert [a.outcome for a in attempts] == ["wrong-passcode"]
    assert CODE not in repr(attempts) and wrong not in (attempts[0].who, attempts[0].source)


def test_an_editor_has_a_name(hashed: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        sign_in_with(hashed)[0].sign_in(CODE, name=" \u200b\n", source="a")
    assert code_of(refused) == "no-name"


def test_wrong_attempts_are_limited_by_source_and_forgotten_with_time(
    hashed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "matches", lambda passcode, hashed: passcode == CODE)
    service, attempts = sign_in_with(hashed, clock=lambda: 9.0)
    for _ in range(auth.ATTEMPTS):
        with pytest.raises(NotAllowed):
            service.sign_in("x", name="a", source="one")
    with pytest.raises(NotAllowed) as refused:
        service.sign_in(CODE, name="a", source="one")
    assert code_of(refused) == "too-many-attempts", "the right one too, or guessing would pay"
    assert is_editor(service.sign_in(CODE, name="b", source="another"))
    service.clock = lambda: 9.0 + auth.WINDOW_SECONDS
    assert is_editor(service.sign_in(CODE, name="a", source="one"))
    assert "refused-for-now" in [a.outcome for a in attempts]


def test_guesses_lock_out_neither_colleagues_at_one_address_nor_everybody(
    hashed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "matches", lambda passcode, hashed: passcode == CODE)
    service, _ = sign_in_with(hashed, clock=lambda: 5.0)

    def tried(passcode: str, source: str, browser: str) -> str:
        try:
            service.sign_in(passcode, name="a", source=source, browser=browser)
        except NotAllowed as refused:
            return refused.problem.code
        return "in"

    assert tried(CODE, "gateway", "of a colleague") == "in"
    forgetful = [tried("x", "gateway", "forgetful") for _ in range(auth.ATTEMPTS + 1)]
    assert forgetful[-2:] == ["wrong-passcode", "too-many-attempts"]
    assert tried(CODE, "gateway", "another") == "in"
    guessed = [tried("x", "gateway", f"made up {n}") for n in range(auth.ATTEMPTS_OF_SOURCE)]
    assert guessed.count("wrong-passcode") == auth.ATTEMPTS_OF_SOURCE - auth.ATTEMPTS
    assert tried(CODE, "gateway", "new") == "too-many-attempts"
    assert tried(CODE, "gateway", "of a colleague") == "in", "known from before"

    for number in range(auth.ATTEMPTS_OF_ALL):
        tried("x", f"address {number}", "")
    assert tried(CODE, "address 1", "") == "too-many-attempts"
    assert tried(CODE, "a calm one", "") == "in", "who has not failed is not locked out by others"


def test_guesses_from_ever_new_addresses_end_and_take_no_room(
    hashed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "matches", lambda passcode, hashed: False)
    monkeypatch.setattr(auth, "SOURCES_KEPT", 10)
    monkeypatch.setattr(auth, "ATTEMPTS_AT_MOST", 70)
    service, _ = sign_in_with(hashed, clock=lambda: 5.0)
    codes = []
    for number in range(75):
        with pytest.raises(NotAllowed) as refused:
            service.sign_in("x", name="a", source=str(number))
        codes.append(code_of(refused))
    assert codes.count("wrong-passcode") == 70 and codes[-1] == "too-many-attempts"
    assert len(service._failures) <= 10


def test_without_a_passcode_one_is_generated_for_the_terminal() -> None:
    first, second = open_sign_in(environment={}), open_sign_in(environment={})
    assert first.generated and second.generated and first.generated != second.generated
    assert is_editor(first.sign_in(first.generated, name="张三", source="a"))
    assert open_sign_in(environment={"METRICS_EDITOR_PASSCODE": "x"}).generated is None


@pytest.mark.parametrize(
    "environment",
    [
        {"METRICS_EDITOR_PASSCODE": "a", "METRICS_EDITOR_PASSCODE_HASH": "scrypt$2$8$1$AA==$AA=="},
        {"METRICS_EDITOR_PASSCODE_HASH": "my passcode"},
        {"METRICS_EDITOR_PASSCODE_HASH": "scrypt$3$8$1$AA==$AA=="},
        {"METRICS_EDITOR_PASSCODE_HASH": "scrypt$1073741824$8$1$AA==$AA=="},
        {"METRICS_EDITOR_PASSCODE_HASH": "md5$1$1$1$AA==$AA=="},
    ],
)
def test_a_contradictory_configuration_is_refused_without_showing_it(
    environment: dict[str, str],
) -> None:
    with pytest.raises(ValueError, match="METRICS_EDITOR_PASSCODE") as refused:
        open_sign_in(environment=environment)
    assert "my passcode" not in str(refused.value)


def test_a_session_ends_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr("metrics.auth.time.monotonic", lambda: moment)
    editor = local_editor()
    moment += auth.SESSION_HOURS * 3600 - 1
    require(editor)
    moment += 2
    with pytest.raises(NotAllowed) as refused:
        require(editor)
    assert code_of(refused) == "session-over"


def test_an_editor_cannot_be_made_up_or_changed() -> None:
    editor = local_editor("张三")
    forged = [
        None,
        "张三",
        dataclasses.replace(editor, ticket="guess"),
        dataclasses.replace(editor, name="局长"),
        dataclasses.replace(editor, how="oidc"),
        dataclasses.replace(editor, expires=editor.expires + timedelta(days=999)),
    ]
    for each in forged:
        assert not is_editor(each)  # type: ignore[arg-type]
    assert editor.ticket not in repr(editor)
    sign_out(editor)
    sign_out(editor)
    sign_out(None)
    assert not is_editor(pickle.loads(pickle.dumps(editor)))


def test_an_account_must_be_verified_and_listed_now(
    hashed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "METRICS_EDITORS", "Zhang@weihai.gov.cn, li@weihai.gov.cn, boss@weihai.gov.cn"
    )
    service, attempts = sign_in_with(hashed)
    editor = service.sign_in_by_oidc("ZHANG@weihai.gov.cn", verified=True, source="a")
    assert (require(editor).name, editor.how) == ("zhang@weihai.gov.cn", "oidc")
    for email, verified in [("li@weihai.gov.cn", False), ("boß@weihai.gov.cn", True), ("", True)]:
        with pytest.raises(NotAllowed) as refused:
            service.sign_in_by_oidc(email, verified=verified, source="a")
        assert code_of(refused) == "not-listed"
    monkeypatch.setenv("METRICS_EDITORS", "li@weihai.gov.cn")
    assert not is_editor(editor), "struck off the list while signed in"
    assert [a.outcome for a in attempts] == ["signed-in", *["not-listed"] * 3]


def test_what_a_provider_issued_ends_at_sign_out_and_after_a_day_s_work(store: Store) -> None:
    email, now = "zhang@weihai.gov.cn", datetime.now(UTC)
    before, long_ago = now - timedelta(minutes=5), now - timedelta(hours=9)
    require_fresh(store, email, before)
    editor = issue_ticket(email, "oidc")
    earlier = dataclasses.replace(editor, expires=editor.expires - timedelta(minutes=5))
    assert provider_sign_in_holds(store, earlier)
    record_attempt(store, Attempt("signed-out", email, "oidc", "a"))
    assert not provider_sign_in_holds(store, earlier), "at another browser or server too"
    assert provider_sign_in_holds(store, dataclasses.replace(editor, name="li@weihai.gov.cn"))
    for issued in (before, long_ago, None):
        with pytest.raises(NotAllowed) as refused:
            require_fresh(store, f" {email.upper()}", issued)
        assert code_of(refused) == "session-over"
    require_fresh(store, email, now + timedelta(seconds=5))
    require_fresh(store, "li@weihai.gov.cn", before)


def test_the_command_line_names_a_person_or_nobody() -> None:
    assert (local_editor().name, local_editor("李四").name) == ("", "李四")
    assert local_editor().recorded_name == auth.operating_system_user()
    assert local_editor("李四").recorded_name == "李四"
    assert local_editor().how == "local"
