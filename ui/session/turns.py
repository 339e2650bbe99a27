"""Limit what reading texts costs this server: characters, numbers, seconds, how many at once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby

import streamlit as st

from metrics.i18n import Message, Words, message
from metrics.problems import BrokenData, Problem

LONGEST_TEXT = 200_000
MOST_NUMBERS = 4_000
MOST_SECONDS = 60.0
AT_ONCE = 2
MOST_WAIT = 30.0
"""Seconds that a text waits for its turn."""
_turns = threading.BoundedSemaphore(AT_ONCE)


def show_text_limits(_: Words) -> None:
    """Say how long a text may be, before any is read."""
    st.caption(
        _(
            "At most {characters} characters and {numbers} numbers a text, {seconds} seconds; "
            "{n} texts are read at once.",
            characters=f"{LONGEST_TEXT:,}",
            numbers=f"{MOST_NUMBERS:,}",
            seconds=int(MOST_SECONDS),
            n=AT_ONCE,
        )
    )


def check_size(*texts: str) -> None:
    """Refuse texts that are too long or hold too many numbers; raises BrokenData."""
    for text in texts:
        if len(text) > LONGEST_TEXT:
            raise _refused(message("The text is longer than {n} characters", n=f"{LONGEST_TEXT:,}"))
        numbers = sum(is_one for is_one, _run in groupby(text, key=_in_number))
        if numbers > MOST_NUMBERS:
            raise _refused(message("The text holds more than {n} numbers", n=f"{MOST_NUMBERS:,}"))


def _in_number(character: str) -> bool:
    return character.isnumeric() or character in ".,"


@contextmanager
def turn() -> Iterator[Callable[[], None]]:
    """Yield a check of the time, for calls as reading goes on, in a text's turn.

    Raises BrokenData where the server has too much to read, and the check where it takes too long.
    """
    if not _turns.acquire(timeout=MOST_WAIT):
        raise BrokenData([_problem(message("Too many texts are being read"), _LATER)])
    deadline = time.monotonic() + MOST_SECONDS

    def check_time() -> None:
        if time.monotonic() > deadline:
            raise _refused(message("Reading takes too long"))

    try:
        yield check_time
    finally:
        _turns.release()


_SHORTER = message("Read it in parts, or on the command line, which has no limits")
_LATER = message("Try again in a moment")


def _refused(text: Message) -> BrokenData:
    return BrokenData([_problem(text, _SHORTER)])


def _problem(text: Message, fix: Message) -> Problem:
    return Problem("too-much-text", "error", text, fix)
