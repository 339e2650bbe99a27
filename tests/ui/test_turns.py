"""Reading texts has limits of length, numbers, time and how many at once."""

import pytest

from metrics.problems import BrokenData
from ui.session import turns

LONG, DENSE = "字" * (turns.LONGEST_TEXT + 1), "1%，" * (turns.MOST_NUMBERS + 1)


@pytest.mark.parametrize("text", [LONG, DENSE], ids=["long", "dense"])
def test_a_text_that_is_too_much_is_refused_before_it_is_read(text: str) -> None:
    turns.check_size(text[: len(text) // 2])
    with pytest.raises(BrokenData) as refused:
        turns.check_size("短", text)
    assert refused.value.problems[0].fix


def test_few_texts_are_read_at_once_and_none_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_WAIT", 0.0)
    with turns.turn() as check_time, turns.turn():
        check_time()
        with pytest.raises(BrokenData), turns.turn():
            pass
    monkeypatch.setattr(turns, "MOST_SECONDS", -1.0)
    with pytest.raises(BrokenData), turns.turn() as late:
        late()
    with turns.turn():
        pass
