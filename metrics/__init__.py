"""Turn a bureau's annual metrics into tables, charts and words.

Nothing in this package imports Streamlit; pages and the command line both build on it.
"""

import os
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path

VERSION = "0.2.0"  # the product's version; pyproject.toml takes it from here

FOLDER_VARIABLE = "METRICS_DATA"
DEFAULTS = Path(__file__).resolve().parent / "defaults"
"""The words that hold for every bureau; a bureau's own stand in its folder of data."""


def product_folder(name: str) -> Path:
    """Return a folder of the product: inside the installed package, else beside it."""
    package = Path(__file__).resolve().parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


def data_folder() -> Path:
    """Return the bureau's folder: $METRICS_DATA, or the product's own `data/`."""
    return Path(os.environ.get(FOLDER_VARIABLE) or product_folder("data"))


def word_lists(name: str) -> list[Path]:
    """Return the files of a list of words: the general one, its field's, the bureau's."""
    places = (DEFAULTS, *_own_words(data_folder()))
    return [file for place in places if (file := place / name).is_file()]


def fields() -> list[str]:
    """Return the fields whose words the product knows, for a bureau's folder to name."""
    return sorted(place.name for place in (DEFAULTS / "fields").iterdir() if place.is_dir())


def is_unused(folder: Path) -> bool:
    """Return whether a folder is there and empty, for a bureau to be set up in it."""
    return folder.is_dir() and not any(folder.iterdir())


def _own_words(folder: Path) -> tuple[Path, ...]:
    """Return a bureau's folder, after the words of the field that it names."""
    return (folder,) if is_unused(folder) else _described_words(folder)


@cache
def _described_words(folder: Path) -> tuple[Path, ...]:
    with suppress(OSError, ValueError):
        described = tomllib.loads((folder / "bureau.toml").read_text(encoding="utf-8-sig"))
        if (field := described.get("field")) in fields():
            return (DEFAULTS / "fields" / field, folder)
    return (folder,)
