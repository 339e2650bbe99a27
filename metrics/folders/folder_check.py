"""Check all that a bureau's folder says: each file by itself, and the files against each other.

An error keeps pages from showing figures, or shows a thing that the folder did not mean; a warning
is what a reader would miss. Nothing is changed.
"""

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from metrics import DEFAULTS, fields
from metrics.folders.figure_check import figure_problems
from metrics.folders.list_check import list_problems
from metrics.i18n import Message, message
from metrics.model.csv_file import read_rows
from metrics.model.dataset import load
from metrics.problems import BrokenData, Problem, Severity, most_severe_first

FILES = (
    *("bureau.toml", "catalog.csv", "categories.csv", "editions.csv", "metrics.csv", "omitted.csv"),
    *("phrases.csv", "places.csv", "qualifiers.csv", "relations.csv", "targets.csv", "units.csv"),
    "traditional.csv",
)
"""The files that a folder may hold beside its lists of words.

Programs beside this one read the traditional characters where they first stood: the product's
folder has a link to the list that the reader of prose uses.
"""
BUREAU_KEYS = (
    *("name_zh", "name_en", "region", "districts", "field", "subject_zh", "subject_en"),
    *("sample", "empty", "licence", "licence_url"),
)
WORDS = ("prose", "matching", "tables", "claims")
_BUREAU = "bureau.toml"


def check_folder(folder: Path) -> list[Problem]:
    """Return everything that is wrong with a folder, the gravest first."""
    problems = [*_bureau(folder), *_names_of_files(folder), *_word_lists(folder)]
    try:
        data = load(folder)
    except BrokenData as broken:
        problems += broken.problems
    else:
        problems += figure_problems(data)
    problems += list_problems(folder)
    return most_severe_first(problems)


def _bureau(folder: Path) -> Iterator[Problem]:
    try:
        entries = tomllib.loads((folder / "bureau.toml").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return  # loading it reports this
    for key in sorted(entries.keys() - set(BUREAU_KEYS)):
        text = message("There is no such entry")
        yield Problem("bureau-key", "warning", text, _meant(key, BUREAU_KEYS), _BUREAU, column=key)
    field = entries.get("field")
    if field is not None and field not in fields():
        fix = message("Use one of {names}", names=", ".join(fields()))
        yield _entry("field", field, message("The words of this field are not known"), fix)
    districts = entries.get("districts", [])
    if not isinstance(districts, list) or not all(isinstance(each, str) for each in districts):
        text, fix = message("This is no list of names"), message('Write it like ["A", "B"]')
        yield _entry("districts", districts, text, fix)
    for key in ("name_zh", "name_en", "region"):
        if not str(entries.get(key, "")).strip():
            severity: Severity = "warning" if key == "name_en" else "error"
            text, fix = message("The entry is missing"), message("Fill it in")
            yield Problem("bureau-missing", severity, text, fix, _BUREAU, column=key)


def _entry(key: str, found: object, text: Message, fix: Message) -> Problem:
    code = f"bureau-{key}"
    return Problem(code, "error", text, fix, _BUREAU, column=key, found=str(found))


def _meant(name: str, known: tuple[str, ...]) -> Message:
    near = get_close_matches(name, known, 1)
    return message("Did you mean {name}?", name=near[0]) if near else message("Take it out")


def _names_of_files(folder: Path) -> Iterator[Problem]:
    """Yield the files that nothing reads, and links that lead nowhere."""
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.toml")]):
        if not path.exists():
            fix = message("Put the file back, or take the link out")
            yield Problem("file-lost", "error", message("The link leads nowhere"), fix, path.name)
        elif path.name not in FILES:
            text, fix = message("Nothing reads this file"), _meant(path.name, FILES)
            yield Problem("file-unknown", "warning", text, fix, path.name)


def _word_lists(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the words that a folder adds for the readers of texts."""
    for path in sorted(each for kind in WORDS for each in (folder / kind).glob("*.csv")):
        name = path.relative_to(folder).as_posix()
        alike = [DEFAULTS / name, *DEFAULTS.glob(f"fields/*/{name}")]
        general = next((file for file in alike if file.exists()), None)
        if general is None:
            yield Problem("file-unknown", "warning", message("Nothing reads this file"), file=name)
            continue
        try:
            read_rows(path, read_rows(general)[0])
        except BrokenData as broken:
            yield from broken.problems
