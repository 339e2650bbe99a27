"""Hold the fixed phrases of the next report, and what a figure or a goal reads in it.

A change is worded by the one rule of change; where a qualifier on either side leaves it open
(136万余), none is written. A share of a goal is written for exact figures only.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import POINTS, series_of_row
from metrics.model.target_progress import target_progress
from metrics.wording.formatter import Formatter
from metrics.wording.series import change_words
from metrics.wording.targets import percent

_HALF = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:()?!]|[,;:()?!](?=[\u4e00-\u9fff“《（])")


def full_width(text: str) -> str:
    """Return Chinese words with full-width marks; marks between digits stay."""
    return _BESIDE_HAN.sub(lambda match: _HALF[match.group()], text)


def printed_form(row: Observation, fmt: Formatter) -> str:
    """Return a figure as a report prints it: its own print, else number and unit."""
    figure = fmt.figure(row).replace(",", "")
    return re.sub(rf"(?<=\d){POINTS}", f"个{POINTS}", figure)  # 1个百分点


def comparison(row: Observation, fmt: Formatter) -> str:
    """Return change and share of the year's goal in brackets; empty without either.

    A figure in percentage points says how another one changed, and is not compared again.
    """
    phrases = [part for part in (_change(row, fmt), _share_of_goal(row, fmt)) if part]
    return f"（{'，'.join(phrases)}）" if phrases else ""


def _change(row: Observation, fmt: Formatter) -> str:
    series = None if row.unit == POINTS else series_of_row(fmt.dataset, row)
    change = series.change(row.year) if series else None
    if change is None or change.amount is None or change.about:
        return ""
    return fmt.words("{change} on the year before", change=change_words(change, fmt))


def _share_of_goal(row: Observation, fmt: Formatter) -> str:
    share = shares_of_goals(fmt.dataset).get(row)
    if share is None:
        return ""
    return fmt.words("{share}% of the year's goal", share=percent(share))


@lru_cache(maxsize=2)
def shares_of_goals(dataset: Dataset) -> Mapping[Observation, Decimal]:
    """Return the results that are a share of a goal of their own year, with the share.

    Of several goals that set last counts.
    """
    found = sorted(target_progress(dataset), key=lambda progress: progress.target.stated_in)
    return {
        progress.result: progress.share
        for progress in found
        if progress.result is not None
        and progress.share is not None
        and progress.result.year == progress.target.year
    }
