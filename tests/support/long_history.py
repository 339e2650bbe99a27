"""The invented sample stretched over thirteen years, for charts that get little room a year."""

import shutil
from pathlib import Path

from metrics.model.csv_file import read_rows
from tests.support.folders import edit
from tests.support.sample import SAMPLE_FOLDER

EARLIER = 8
"""Years put before those of the sample."""


def long_history(folder: Path) -> Path:
    """Write the sample with its figures repeated for earlier years and return the folder."""
    shutil.copytree(SAMPLE_FOLDER, folder, dirs_exist_ok=True)
    known = sorted({int(row["year"]) for row in read_rows(folder / "metrics.csv")})
    for name in ("metrics.csv", "editions.csv"):
        edit(folder / name, lambda rows: rows.extend(_earlier(rows, known)))
    return folder


def _earlier(rows: list[dict[str, str]], known: list[int]) -> list[dict[str, str]]:
    """Return copies of the rows, the sample's last years before its first."""
    copies = []
    for year in range(known[0] - EARLIER, known[0]):
        like = known[(year - known[0]) % len(known)]
        copies += [
            {name: cell.replace(str(like), str(year)) for name, cell in row.items()}
            for row in rows
            if row["year"] == str(like)
        ]
    return copies
