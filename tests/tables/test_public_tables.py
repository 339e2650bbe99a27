"""Tables that another bureau or the open web has: published after three questions, or refused.

Real files are tried where METRICS_PUBLIC_TABLES names a folder of them.
"""

import os
from pathlib import Path

import pytest

from metrics.auth import local_editor
from metrics.intake import Intake, check
from metrics.model.dataset import load_words
from metrics.store import open_store, publish
from tests.support.intake_files import lines

MOST_QUESTIONS = 3
_FOLDER = os.environ.get("METRICS_PUBLIC_TABLES", "")
REAL = sorted(p for p in Path(_FOLDER).iterdir() if p.suffix != ".jsonl") if _FOLDER else []

SERIES = lines(
    ("Entity", "Year", "Forest fires", "Acres burned per fire", "Losses as % of budget"),
    *(("Utopia", str(year), str(200 + year % 7), f"{year % 5}.5", "0.2") for year in (1926, 1927)),
)
LIST = lines(("airline", "seats", "incidents"), ("A Air", "96", "2"), ("B Air", "71", "3"))
WEEKS = lines(
    ("開始日", "終了日", "搬送困難事案数"),
    *((f"2021-{m:02}-21", f"2021-{m:02}-27", str(900 + m)) for m in range(1, 13)),
    ("2021-12-27", "2022-01-02", "950"),
)


def settled(content: bytes, name: str) -> Intake:
    """Return a file after its questions are answered; fails when there are more than three."""
    answers: dict[str, str] = {}
    while True:
        intake = check(content, name, dataset=load_words(), answers=answers)
        if not intake.questions:
            return intake
        answers |= {question.id: question.options[0].value for question in intake.questions}
        assert len(answers) <= MOST_QUESTIONS, intake.questions


def goes_in_or_is_refused(content: bytes, name: str, folder: Path) -> bool:
    """Publish a file in a new store, or return False for one refused in one sentence."""
    intake = settled(content, name)
    if not intake.ok:
        (refusal,) = [p for p in intake.problems if p.severity == "error"]
        assert refusal.code in ("no-figures", "days-only"), refusal
        return False
    store = open_store(str(folder / "tables.db"), folder=folder)
    made = publish(store, intake.observations, editor=local_editor(), base=store.version())
    assert made.added == len(intake.observations) > 0
    return True


CASES = [("series.csv", SERIES, True), ("list.csv", LIST, False), ("weeks.csv", WEEKS, False)]
TABLES = [(name, text.encode(), is_in) for name, text, is_in in CASES]


@pytest.mark.parametrize(
    ("name", "content", "is_in"),
    [*TABLES, *((path.name, path.read_bytes(), None) for path in REAL)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_strangers_table_is_published_or_refused(
    name: str, content: bytes, is_in: bool | None, folder: Path
) -> None:
    went_in = goes_in_or_is_refused(content, name, folder)
    assert is_in in (None, went_in)
