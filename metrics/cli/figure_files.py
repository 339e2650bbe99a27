"""Read the files of figures that a call names, each as the last file of its form was read.

What the call itself says goes before what is remembered; nothing is remembered of years.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from metrics.i18n import Words, message
from metrics.intake import Intake, Together, as_json, check, of_one_file, together
from metrics.intake.department import department_of
from metrics.intake.result import decided, form_of
from metrics.model.dataset import Dataset, load_words
from metrics.model.observation import Observation, row_dict
from metrics.model.table_source import NOT_NAMED, NamedReport
from metrics.store import SourceFile, Store
from metrics.store.table_cells import UploadedTable, decisions_of_form, hash_of_files

Decisions = Mapping[str, Mapping[str, str]]
_FILE_WIDE = ("year", "region", "unit")


@dataclass(frozen=True)
class FigureFile:
    """Hold a file as it was read, by which decisions and remembered ones."""

    intake: Intake
    form: str = ""
    decisions: Decisions | None = None
    remembered: Decisions | None = None


@dataclass(frozen=True)
class FigureFiles:
    """Hold the files of a call, each by itself and all together."""

    files: tuple[FigureFile, ...]
    whole: Together

    @property
    def source(self) -> SourceFile:
        """Return the name and hash that the publication of all files is known by."""
        intakes = [file.intake for file in self.files]
        hashes = [intake.sha256 for intake in intakes]
        return SourceFile("、".join(intake.name for intake in intakes), hash_of_files(hashes))

    def tables(self, report: NamedReport = NOT_NAMED) -> list[UploadedTable]:
        """Return each file with the places of the figures that it gives."""
        return [
            UploadedTable(
                file.intake.name,
                file.intake.sha256,
                self.whole.places(number),
                report if report.department else _by_the_file(report, file.intake),
                file.form,
                file.decisions or {},
            )
            for number, file in enumerate(self.files)
        ]

    def as_dict(self, _: Words) -> dict[str, Any]:
        """Return what was understood as JSON of the command line.

        One file answers as ever; of several each stands under `files`.
        """
        each = [
            {**as_json(file.intake, _.language), "remembered": file.remembered or {}}
            for file in self.files
        ]
        if len(each) == 1:
            return each[0]
        for data, file in zip(each, self.files, strict=True):
            data["name"] = file.intake.name
        rows = [row_dict(row) for row in self.whole.observations] if self.whole.ok else []
        return {
            "ok": self.whole.ok,
            "rows": rows,
            "of_file": [at + 1 for at in self.whole.of_file] if rows else [],
            "problems": [problem.as_dict(_) for problem in self.whole.all_problems()],
            "questions": [question.as_dict(_) for question in self.whole.all_questions()],
            "files": each,
        }

    def remembered_lines(self, _: Words) -> list[str]:
        """Return which decisions of earlier files were taken over."""
        lines = []
        for file in self.files:
            if taken := file.remembered:
                given = [f"--answer {n}={v}" for n, v in taken.get("answers", {}).items()]
                given += [f"--role {n}={v}" for n, v in taken.get("roles", {}).items()]
                text = message(
                    "{name} is read as the last file of its form was ({decisions}); "
                    "--afresh reads it without that",
                    name=file.intake.name,
                    decisions=" ".join(given),
                )
                lines.append(_.say(text))
        return lines


def _by_the_file(report: NamedReport, intake: Intake) -> NamedReport:
    return replace(report, department=department_of(intake.grids))


def read_files(
    options: argparse.Namespace, published: Sequence[Observation], store: Store | None
) -> FigureFiles:
    """Return the files of a call, checked against what is published.

    Raises OSError, and ValueError where one name is given for several.
    """
    paths: list[Path] = options.files
    if options.name and len(paths) > 1:
        raise ValueError("--name is for one file")
    dataset = load_words()
    answers = _of_the_file(options) | dict(options.answer)
    read = []
    for number, path in enumerate(paths, 1):
        own = of_one_file(answers, number), of_one_file(dict(options.role), number)
        content = path.read_bytes(), options.name or path.name
        known = store if not options.afresh else None
        read.append(_read(content, own, options.sheet, dataset, published, known))
    intakes = [file.intake for file in read]
    whole = together(intakes, dataset=dataset, published=published, answers=answers)
    return FigureFiles(tuple(read), whole)


def _read(
    file: tuple[bytes, str],
    given: tuple[dict[str, str], dict[str, str]],
    sheet: str | None,
    dataset: Dataset,
    published: Sequence[Observation],
    store: Store | None,
) -> FigureFile:
    """Return a file as the call says, and else as the last file of its form was read."""
    answers, roles = given

    def checked(answers: Mapping[str, str], roles: Mapping[str, str]) -> Intake:
        return check(
            *file,
            dataset=dataset,
            published=published,
            sheet=sheet,
            answers=answers,
            roles=roles,
        )

    intake = checked(answers, roles)
    form = form_of(intake)
    known = decisions_of_form(store, form) if store else {}
    known = {
        name: {key: value for key, value in known.get(name, {}).items() if key not in wanted}
        for name, wanted in (("answers", answers), ("roles", roles))
    }
    known = {name: found for name, found in known.items() if found}
    if known:
        answers = {**known.get("answers", {}), **answers}
        roles = {**known.get("roles", {}), **roles}
        intake = checked(answers, roles)
    return FigureFile(intake, form, decided(answers, roles), known)


def _of_the_file(options: argparse.Namespace) -> dict[str, str]:
    """Return what the call says of the whole file."""
    wide = {name: getattr(options, name) for name in _FILE_WIDE}
    return {f"file:{name}": str(value) for name, value in wide.items() if value}
