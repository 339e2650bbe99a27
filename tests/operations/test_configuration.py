"""Settings: all that is wrong is said at once, no secret is shown, nothing opens by a mistake."""

import json
import re
from pathlib import Path

import pytest

from metrics.auth import hash_passcode
from metrics.cli.parser import main
from metrics.i18n import words
from metrics.operations.settings import (
    SETTINGS,
    check_configuration,
    reading_is_closed,
    slow_milliseconds,
    summary,
)
from tests.house.test_house_rules import own_files

ROOT = Path(__file__).resolve().parents[2]
NAMES = {setting.name for setting in SETTINGS}
SECRET = "Regenschirm"

WRONG = [
    ("METRICS_READING", "close", "open, closed"),
    ("METRICS_READING", "closed;", "open, closed"),
    ("METRICS_DATA", "/none/such", "no folder /none/such"),
    ("METRICS_DATA", str(ROOT / "README.md"), "no folder"),
    ("METRICS_DATABASE_URL", f"mysql://a:{SECRET}@h/d", "postgresql://HOST/DATABASE"),
    ("METRICS_DATABASE_URL", f"postgresql://a:{SECRET}@h:port/d", "postgresql://HOST/DATABASE"),
    ("METRICS_DATABASE_URL", "sqlite:////none/such/metrics.db", "no folder for the database"),
    ("METRICS_EDITOR_PASSCODE_HASH", SECRET, "hash-passcode"),
    ("METRICS_EDITOR_PASSCODE_HASH", f"scrypt$1$2$3${SECRET}$", "hash-passcode"),
    ("METRICS_EDITORS", "zhang, li@bureau.gov.cn", "addresses"),
    ("METRICS_LOG", "xml", "json, text"),
    ("METRICS_LOG_LEVEL", "loud", "debug, info"),
    ("METRICS_SLOW_MS", "1s", "milliseconds"),
    ("METRICS_SLOW_MS", "-1", "milliseconds"),
    ("METRICS_SLOW_MS", "९", "milliseconds"),
]
RIGHT = {
    "METRICS_READING": "Closed",
    "METRICS_DATA": str(ROOT / "examples"),
    "METRICS_DATABASE_URL": f"postgresql://a:{SECRET}@db.intranet/metrics",
    "METRICS_EDITOR_PASSCODE_HASH": hash_passcode("x"),
    "METRICS_EDITORS": "zhang@bureau.gov.cn li@bureau.gov.cn",
    "METRICS_LOG": "json",
    "METRICS_LOG_LEVEL": "warning",
    "METRICS_SLOW_MS": "500",
    "PATH": "/usr/bin",
}


def said(environment: dict[str, str]) -> list[str]:
    """All problems as English sentences."""
    _ = words("en")
    return [
        f"{problem.severity} {problem.file}: {_.say(problem.message)}. "
        + (_.say(problem.fix) if problem.fix else "")
        for problem in check_configuration(environment)
    ]


@pytest.mark.parametrize(("name", "value", "told"), WRONG)
def test_a_wrong_value_is_named_with_what_to_do(name: str, value: str, told: str) -> None:
    [line] = said({name: value})
    assert line.startswith(f"error {name}:") and told in line
    assert SECRET not in line
    assert SECRET not in str(summary({name: value}))


def test_everything_wrong_is_said_at_once_and_what_is_right_is_not() -> None:
    assert said(RIGHT) == [] and said({}) == []
    together = {name: value for name, value, _told in WRONG}
    assert len(said(together)) == len(together)
    assert SECRET not in str(summary(RIGHT)) and summary(RIGHT)["METRICS_EDITORS"] == "2"


def test_a_passcode_and_a_hash_do_not_go_together_and_a_short_one_is_warned_of() -> None:
    both = {"METRICS_EDITOR_PASSCODE": "kurz", "METRICS_EDITOR_PASSCODE_HASH": hash_passcode("x")}
    lines = said(both)
    assert [line.split()[0] for line in lines] == ["error", "warning"]
    assert not any("kurz" in line for line in [*lines, str(summary(both))])
    (token,) = said({"METRICS_API_TOKEN": "kurz"})
    assert token.startswith("warning") and "kurz" not in token


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("METRICS_READNG", "METRICS_READING"),
        ("METRICS_EDITOR_PASCODE", "METRICS_EDITOR_PASSCODE"),
        ("METRICS_DB_URL", "METRICS_DATABASE_URL"),
        ("Metrics_Log", "METRICS_LOG"),
    ],
)
def test_a_mistyped_name_is_told_with_the_nearest(typed: str, meant: str) -> None:
    [line] = said({typed: "x"})
    assert line.startswith(f"warning {typed}") and f"Did you mean {meant}?" in line
    [far] = said({"METRICS_ZZZZZZ": "x"})
    assert all(name in far for name in NAMES)


@pytest.mark.parametrize("value", ["close", "no", "1", "CLOSED", "关闭", " closed "])
def test_a_word_that_is_not_known_closes_rather_than_opens(value: str) -> None:
    assert reading_is_closed({"METRICS_READING": value})
    assert not reading_is_closed({}) and not reading_is_closed({"METRICS_READING": "Open"})


def test_a_threshold_that_is_none_is_the_default() -> None:
    assert slow_milliseconds({"METRICS_SLOW_MS": "7"}) == 7
    assert slow_milliseconds({"METRICS_SLOW_MS": "x"}) == slow_milliseconds({})


def test_every_setting_in_the_code_is_checked_and_documented() -> None:
    used = {
        name
        for path in own_files("metrics", "ui", "pages", "dashboard.py", "Makefile", "deploy")
        if path.suffix not in (".png",)
        for name in re.findall(r"\bMETRICS_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    assert used == NAMES
    for guide in ("running.md", "running.en.md"):
        text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
        assert set(re.findall(r"^\| `(METRICS_\w+)`", text, re.MULTILINE)) == NAMES
        for setting in SETTINGS:
            [row] = re.findall(rf"^\| `{setting.name}` .*$", text, re.MULTILINE)
            assert all(f"`{choice}`" in row for choice in setting.choices)


def test_the_command_says_all_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    assert main(["check-configuration"]) == 0
    monkeypatch.setenv("METRICS_READNG", "closed")
    assert main(["check-configuration", "--lang", "en"]) == 0, "a warning"
    assert "METRICS_READING" in capsys.readouterr().out
    monkeypatch.setenv("METRICS_DATABASE_URL", f"mysql://a:{SECRET}@h/d")
    assert main(["check-configuration", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {problem["setting"] for problem in answer["problems"]} == {
        "METRICS_READNG",
        "METRICS_DATABASE_URL",
    }
    assert SECRET not in json.dumps(answer)
