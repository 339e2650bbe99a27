"""Make a bureau's folder of data from a description, a table and a report.

Figures are taken as an upload or a report would be read; nothing that is open is guessed, it comes
back as a question. A folder that is there is never touched.
"""

import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from metrics.extraction.heading_themes import theme_of
from metrics.extraction.new_categories import evident_category, headings_above
from metrics.extraction.proposals import TAKE, Extraction, extract
from metrics.intake.check import check
from metrics.intake.result import Intake
from metrics.model import categories as category_list
from metrics.model.catalogue import COLUMNS as CATALOGUE_COLUMNS
from metrics.model.catalogue import Metric, catalogue_rows, fold
from metrics.model.csv_file import csv_bytes, write_rows
from metrics.model.dataset import Dataset, load
from metrics.model.observation import Observation
from metrics.model.target import COLUMNS as TARGET_COLUMNS
from metrics.model.target import Target, target_cells
from metrics.model.target_progress import asks_for_change
from metrics.problems import BrokenData, Problem
from metrics.readers.documents import Document
from metrics.tables.headers import heading
from metrics.tables.result import Question

_REGION = re.compile(r".+?(?:特别行政区|自治[区州县旗]|新区|[省市县区旗盟])")
_LISTED = re.compile(r"\s*[,，、;；]\s*")
_OFFICE = re.compile(r"(?:委员会|委員會|办公室|辦公室|[局委办厅处署廳處])$")
_EDITION = ("year", "title_zh", "title_en", "issuer_zh", "issuer_en", "published", "url", "metrics")
_OMITTED = ("year", "printed", "section", "what_zh", "what_en", "reason_zh", "reason_en")
_HEADER_ROWS = 12
_COMPARING = ("new-metric", "new-region", "other-year")
"""Remarks that hold a table against what is published; a new folder has nothing yet."""
Given = tuple[bytes, str]
"""A file's content and name."""


@dataclass(frozen=True)
class NewBureau:
    """Hold the description of a new bureau.

    `words` is the field whose words the product knows; `names` are the English names of categories,
    by their Chinese ones. A region that is not given is the one that the table is about.
    """

    zh: str
    region: str
    en: str = ""
    districts: tuple[str, ...] = ()
    subject: str = ""
    words: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """Hold the outcome of making a folder: open questions, else what was taken."""

    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Columns of the table that were not read, and its doubts."""
    figures: int = 0
    metrics: int = 0
    goals: int = 0
    categories: tuple[str, ...] = ()


def region_in(name: str) -> str:
    """Return the region that the name of a bureau begins with, or an empty text."""
    found = _REGION.match(name)
    return found.group() if found else ""


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a list with commas."""
    return tuple(each for each in _LISTED.split(text.strip()) if each)


def category_names(texts: Iterable[str]) -> dict[str, str]:
    """Return English names of categories by Chinese ones, of NAME or NAME=ENGLISH."""
    pairs = (text.partition("=") for text in texts)
    return {zh.strip(): en.strip() for zh, _sign, en in pairs if zh.strip()}


def subject_in(name: str, region: str) -> str:
    """Return what a bureau's name says that it looks after: 云汀市教育局 → 教育."""
    return _OFFICE.sub("", name.removeprefix(region))


def make_folder(
    folder: Path,
    bureau: NewBureau,
    *,
    table: Given | None = None,
    report: Document | None = None,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
) -> Made:
    """Make a folder, or return the questions that a table leaves open and make none.

    Categories besides those named are the table's, and headings of the report whose figures fit
    none; where there is no word for one, what the bureau looks after is the category.
    Raises FileExistsError where the folder is in use, BrokenData for what cannot be read,
    LookupError where neither name nor table says the region.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(17, "in use", str(folder))
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place, "draft")
        draft.mkdir()
        _write(draft, bureau if bureau.region else replace(bureau, region=bureau.zh), ())
        told: tuple[Problem, ...] = ()
        rows: tuple[Observation, ...] = ()
        goals: tuple[Target, ...] = ()
        if table:
            bureau, taken = _take_table(draft, bureau, table, answers)
            if taken.questions:
                return Made(taken.questions)
            rows = taken.observations
            told = tuple(each for each in taken.problems if each.code not in _COMPARING)
        if report:
            bureau, rows, goals = _take_report(draft, bureau, report, year, rows)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(draft, folder, dirs_exist_ok=True)
    counts = (len(rows), len({row.metric for row in rows}), len(goals))
    return Made((), told, *counts, tuple(bureau.names))


def with_categories_of(bureau: NewBureau, report: Document) -> NewBureau:
    """Return a bureau with the categories of a report's headings besides its own."""
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place)
        _write(draft, bureau, ())
        data = load(draft)
    return _headed(bureau, extract(report, data), data)


def with_any_category(bureau: NewBureau) -> NewBureau:
    """Return a bureau with one category, what it looks after, where it has none."""
    return replace(bureau, names=bureau.names or {_subject(bureau): ""})


def _take_table(
    draft: Path, bureau: NewBureau, table: Given, answers: Mapping[str, str] | None
) -> tuple[NewBureau, Intake]:
    """Write what a table says, unless it asks; return bureau and table."""
    bureau = _completed(bureau, check(*table, dataset=load(draft)))
    _write(draft, bureau, ())
    taken = check(*table, dataset=load(draft), answers=_answers(bureau, answers))
    if not taken.questions and not taken.ok:
        raise BrokenData(list(taken.problems))
    if taken.ok:
        _write(draft, bureau, taken.observations)
    return bureau, taken


def _take_report(
    draft: Path,
    bureau: NewBureau,
    report: Document,
    year: int | None,
    rows: tuple[Observation, ...],
) -> tuple[NewBureau, tuple[Observation, ...], tuple[Target, ...]]:
    """Write what a report says besides; return bureau, all rows, goals."""
    bureau = _headed(bureau, extract(report, load(draft), year), load(draft))
    _write(draft, bureau, rows)
    read = extract(report, load(draft), year)
    rows += _further_rows(read, rows)
    goals = _goals_in(read, {row.metric for row in rows})
    _write(draft, bureau, rows, [_edition(report, read.year, bureau)], goals)
    return bureau, rows, goals


def _completed(bureau: NewBureau, intake: Intake) -> NewBureau:
    """Return a bureau with the region and the categories of a table."""
    region = bureau.region or _region_of(intake, bureau.zh)
    subject = bureau.subject or subject_in(bureau.zh, region)
    bureau = replace(bureau, region=region, subject=subject)
    bureau = replace(bureau, names={**bureau.names, **_further_categories(intake, bureau)})
    return with_any_category(bureau) if intake.questions else bureau


def _answers(bureau: NewBureau, answers: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return a person's answers to a table, and its only category as another."""
    alone = [*bureau.names] == [_subject(bureau)]
    return {**({"category": _keys(bureau)[_subject(bureau)]} if alone else {}), **(answers or {})}


def _subject(bureau: NewBureau) -> str:
    """Return the name of the one category of a bureau that has no other."""
    return bureau.subject or bureau.zh


def _region_of(intake: Intake, name: str) -> str:
    """Return the region of a table that a bureau's name begins with, or its only one."""
    found = dict.fromkeys(_column_of(intake, "region"))
    begun = [each for each in found if name.startswith(each)]
    if not begun and len(found) != 1:
        raise LookupError(name)
    return next(iter(begun or found))


def _headed(bureau: NewBureau, read: Extraction, data: Dataset) -> NewBureau:
    """Return a bureau with the headings whose figures fit no category as further ones."""
    further: dict[str, str] = {}
    for each in sorted(read.proposals, key=lambda proposal: proposal.number):
        headings = headings_above(read.reading.sections, each.figure.start)
        row = replace(each.row, category=each.figure.category)
        if each.score or each.suggestion != TAKE or (
            data.vocabulary.categories
            and evident_category(row, headings, data.vocabulary, data.catalogue)
        ):  # fmt: skip
            continue
        if named := theme_of(reversed(headings)):
            further[named] = ""
    return with_any_category(replace(bureau, names={**bureau.names, **further}))


def _column_of(intake: Intake, name: str) -> Iterator[str]:
    """Yield what stands in the columns of a table that are headed by a known name."""
    for sheet in intake.grids:
        rows = sheet.grid.rows
        for at, row in enumerate(rows[:_HEADER_ROWS]):
            for column, text in enumerate(row):
                if heading(text).column == name:
                    below = (each[column].strip() for each in rows[at + 1 :] if column < len(each))
                    yield from filter(None, below)


def _further_categories(intake: Intake, bureau: NewBureau) -> dict[str, str]:
    """Return the English names of categories that a table has besides those named."""
    known = {fold(each) for names in (bureau.names, _keys(bureau).values()) for each in names}
    found = dict.fromkeys(
        each for each in _column_of(intake, "category") if fold(each) not in known
    )
    return {each: each if each.isascii() else "" for each in found}


def _further_rows(read: Extraction, rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the rows of a report that a table does not state."""
    known = {row.key for row in rows}
    return tuple(row for row in read.rows if row.key not in known)


def _goals_in(read: Extraction, known: Collection[str]) -> tuple[Target, ...]:
    """Return the goals that a report sets, each once.

    A goal of growth needs a metric that has figures: it does not say in what that is counted.
    """
    found: dict[object, Target] = {}
    for proposal in sorted(read.proposals, key=lambda each: each.number):
        goal = proposal.target
        if goal and goal.category and (goal.metric in known or not asks_for_change(goal)):
            stated = replace(goal, stated_in=read.year)
            found.setdefault(stated.key, stated)
    return tuple(found.values())


def _edition(report: Document, year: int, bureau: NewBureau) -> dict[str, str]:
    day: date | None = report.published
    return {
        "year": str(year),
        "title_zh": report.title or report.name,
        "issuer_zh": bureau.zh,
        "issuer_en": bureau.en,
        "published": day.isoformat() if day else "",
        "url": report.url,
    }


def _write(
    folder: Path,
    bureau: NewBureau,
    rows: Sequence[Observation],
    editions: Iterable[Mapping[str, str]] = (),
    goals: Sequence[Target] = (),
) -> None:
    """Write every file of a folder, so that people find what they may fill in."""
    keys = _keys(bureau)
    districts = dict.fromkeys((*bureau.districts, *(row.region for row in rows)))
    districts.pop(bureau.region, None)
    described = replace(bureau, districts=tuple(districts))
    (folder / "bureau.toml").write_text(_described(described, empty=not rows), encoding="utf-8")
    names = {key: zh for zh, key in keys.items()}
    listed = [{"key": key, "zh": zh, "en": bureau.names.get(zh, "")} for key, zh in names.items()]
    places = dict.fromkeys((bureau.region, *districts, *(row.subcategory for row in rows)))
    lists: dict[str, tuple[Sequence[str], Iterable[Mapping[str, str]]]] = {
        category_list.FILE: (category_list.COLUMNS, listed),
        "catalog.csv": (CATALOGUE_COLUMNS, catalogue_rows(_metrics((*rows, *goals)))),
        "editions.csv": (_EDITION, editions),
        "omitted.csv": (_OMITTED, ()),
        "places.csv": (("zh", "en"), ({"zh": name, "en": ""} for name in places if name)),
        "relations.csv": (("one", "kind", "other"), ()),
        "phrases.csv": (("metric", "zh", "en"), ()),
        "targets.csv": (TARGET_COLUMNS, map(target_cells, goals)),
    }
    for name, (columns, cells) in lists.items():
        full = ({column: row.get(column, "") for column in columns} for row in cells)
        (folder / name).write_bytes(write_rows(columns, full))
    (folder / "metrics.csv").write_bytes(csv_bytes(rows))


def _keys(bureau: NewBureau) -> dict[str, str]:
    """Return the key of each category: its English name, else a number."""
    keys: dict[str, str] = {}
    for number, (zh, en) in enumerate(bureau.names.items(), start=1):
        key = re.sub(r"[^a-z0-9]+", "-", en.casefold()).strip("-")
        keys[zh] = key if key and key not in keys.values() else f"category-{number}"
    return keys


def _metrics(rows: Sequence[Observation | Target]) -> list[Metric]:
    """Return the metrics of rows and goals, short names of category and number."""
    first: dict[str, Observation | Target] = {}
    for row in rows:
        first.setdefault(row.metric, row)
    found: list[Metric] = []
    for row in first.values():
        number = 1 + sum(each.category == row.category for each in found)
        kind = (row.category, row.subcategory, row.unit)
        whole = row.unit not in ("%", "百分点", "‰")
        slug = f"{row.category}-{number}"
        found.append(Metric(row.metric, slug, "", *kind, whole, "", "", ""))
    return found


def _described(bureau: NewBureau, *, empty: bool) -> str:
    """Return bureau.toml."""
    names = ", ".join(map(_quoted, bureau.districts))
    entries = {
        "name_zh": _quoted(bureau.zh),
        "name_en": _quoted(bureau.en),
        "region": _quoted(bureau.region),
        "districts": f"[{names}]",
        "subject_zh": _quoted(bureau.subject) if bureau.subject else "",
        "field": _quoted(bureau.words) if bureau.words else "",
        "empty": "true" if empty else "",
    }
    lines = [f"{name} = {value}" for name, value in entries.items() if value]
    return "\n".join(["# Whose figures these are.", *lines, ""])


def _quoted(text: str) -> str:
    kept = "".join(c for c in text if c.isprintable())
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
