"""Score how labels are matched with last year's: `python -m bench.matching_quality`.

Prints, for each half of the authored pairs and with or without their units, the share of partners
that come first, of right decisions (taken, or seen to be new), and of new ones seen to be new.
"""

import json
from pathlib import Path
from typing import Any

from metrics.extraction.label import label_from
from metrics.extraction.ranking import THRESHOLD, match_all

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "data" / "matching_pairs.json"


def main() -> None:
    """Measure both halves."""
    reports = json.loads(PAIRS.read_text(encoding="utf-8"))
    print(f"threshold {THRESHOLD}")
    for half in ("dev", "held"):
        for units in (True, False):
            _measure([each for each in reports if each["half"] == half], half, units)


def _measure(reports: list[dict[str, Any]], half: str, units: bool) -> None:
    first, right, new = [], [], []
    for report in reports:
        lefts = [label_from(each if units else each["metric"]) for each in report["left"]]
        rights = [label_from(each if units else each["metric"]) for each in report["right"]]
        for match, each in zip(match_all(rights, lefts), report["right"], strict=True):
            ranked = [lefts[candidate.left].metric for candidate in match.candidates]
            taken = lefts[match.best.left].metric if match.best else None
            right.append(taken == each["expect"])
            if each["expect"] is None:
                new.append(taken is None)
            else:
                first.append(ranked[:1] == [each["expect"]])
    shares = [f"{sum(each)}/{len(each)}" for each in (first, right, new)]
    named = "with units" if units else "names only"
    print(f"{half:5} {named}: first {shares[0]}, decisions {shares[1]}, new {shares[2]}")


if __name__ == "__main__":
    main()
