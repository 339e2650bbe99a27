"""Folders of data for tests: a sound copy of the product's own, to be broken on purpose."""

import shutil
from collections.abc import Callable
from pathlib import Path

from metrics import product_folder
from metrics.model.csv_file import read_rows, write_rows

DATA_FOLDER = product_folder("data")
NEEDED = ("metrics.csv", "catalog.csv", "editions.csv", "omitted.csv", "bureau.toml")
OWN_FILES = (*NEEDED, "categories.csv", "places.csv", "relations.csv", "phrases.csv")
"""What a folder of data holds beside its words for the reader of prose."""


def sound_copy(folder: Path) -> Path:
    """Copy the product's data into a folder and return it."""
    for name in OWN_FILES:
        shutil.copy(DATA_FOLDER / name, folder / name)
    return folder


def edit(path: Path, change: Callable[[list[dict[str, str]]], object]) -> None:
    """Let a function change the rows of a CSV file in place."""
    rows = read_rows(path)
    columns = list(rows[0])
    change(rows)
    path.write_bytes(write_rows(columns, rows))


def drop_column(path: Path, name: str) -> None:
    """Take a column out of a CSV file."""
    rows = read_rows(path)
    path.write_bytes(write_rows([column for column in rows[0] if column != name], rows))
