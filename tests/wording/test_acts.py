"""The audit log in words: every event and every outcome that the code can write has its own."""

from typing import get_args

from metrics.auth import RefusalCode, SignInOutcome
from metrics.model.act import ActEvent, ActOutcome
from metrics.wording import acts


def test_every_event_and_outcome_has_words() -> None:
    outcomes = set(get_args(ActOutcome))
    assert set(acts._EVENTS) == set(get_args(ActEvent))
    assert set(acts._OUTCOMES) == outcomes
    assert outcomes >= {*get_args(RefusalCode), *get_args(SignInOutcome)}
