"""Reports whose figures are labelled by hand and published in a folder of data.

The invented one stands in the repository; the first real one may lie beside the checkout.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from metrics.model.dataset import Dataset, load
from metrics.model.observation import Observation, from_table
from metrics.readers.documents import Document, parse
from tests.support.folders import DATA_FOLDER

LABELLED = Path(__file__).resolve().parents[1] / "labelled"
SHARED = Path(__file__).resolve().parents[3] / "shared"


@dataclass(frozen=True)
class LabelledReport:
    """A report of 2024, its labels, and the folder in which its figures are published.

    `repeated` is a figure that the report prints twice.
    """

    name: str
    path: Path
    label_file: Path
    folder: Path
    repeated: str
    year: int = 2024

    @cached_property
    def text(self) -> str:
        """The text of the report, as it stands in its file."""
        return self.path.read_bytes().decode("utf-8")

    @property
    def document(self) -> Document:
        """The report as an uploaded file."""
        return parse(self.path.read_bytes(), self.path.name)

    @property
    def data(self) -> Dataset:
        """The data set with the report's figures."""
        return load(self.folder)

    @property
    def rows(self) -> list[Observation]:
        """The published figures of the report."""
        return [row for row in from_table(self.data.table) if row.year == self.year]

    @cached_property
    def labels(self) -> list[dict[str, Any]]:
        """The labels of the report, numbers as exact decimals."""
        lines = self.label_file.read_text(encoding="utf-8").splitlines()
        every = [json.loads(line, parse_float=Decimal) for line in lines]
        return [label for label in every if label.get("text", self.name) == self.name]

    @cached_property
    def missed(self) -> set[str]:
        """The printed figures that the reader is known to miss."""
        lines = (LABELLED / "known_misses.jsonl").read_text(encoding="utf-8").splitlines()
        known = [json.loads(line) for line in lines]
        return {
            miss["printed"]
            for miss in known
            if (miss["text"], miss["problem"]) == (self.name, "missed")
        }

    @property
    def read_rows(self) -> list[Observation]:
        """The published figures that the reader finds in the report."""
        return [row for row in self.rows if row.printed not in self.missed]


INVENTED = LabelledReport(
    "lanyu-2024",
    LABELLED / "reports" / "lanyu-2024.txt",
    LABELLED / "labels.jsonl",
    LABELLED / "published",
    "3部",
)
_FIRST = LabelledReport(
    "first-2024",
    SHARED / "reports" / "2024.txt",
    SHARED / "extraction" / "seed_gold.jsonl",
    DATA_FOLDER,
    "2部",
)
REPORTS = [INVENTED, *([_FIRST] if _FIRST.path.exists() and _FIRST.label_file.exists() else [])]

each_report = pytest.mark.parametrize("report", REPORTS, ids=[each.name for each in REPORTS])
"""Run a test on every labelled report that is here."""
