"""Write an intake as JSON of the command line, and its problems as a CSV file."""

from typing import Any

from metrics.i18n import words
from metrics.intake.result import Intake
from metrics.model.csv_file import write_rows
from metrics.model.observation import row_dict
from metrics.text import mark_as_text


def as_json(intake: Intake, language: str) -> dict[str, Any]:
    """Return the intake for `check --json`; values are decimal strings or None."""
    _ = words(language)
    return {
        "ok": intake.ok,
        "file": {
            "encoding": intake.encoding,
            "delimiter": intake.delimiter,
            "sheet": intake.sheet,
            "header_row": intake.header_row,
        },
        "rows": [row_dict(row) for row in intake.observations] if intake.ok else [],
        "problems": [problem.as_dict(_) for problem in intake.problems],
        "questions": [question.as_dict(_) for question in intake.questions],
        "cells": [cell.address for cell in intake.cells] if intake.ok else [],
        "layout": [sheet.as_dict() for sheet in intake.grids],
    }


def problems_csv(intake: Intake, language: str) -> bytes:
    """Return all problems beside the text of their rows, as a CSV file for Excel."""
    _ = words(language)
    severity, row, column = _("Severity"), _("Row"), _("Column")
    found, what, fix, text = (
        _("Found"),
        _("Problem"),
        _("How to mend it"),
        _("The row as it stands"),
    )
    severities = {"error": _("Error"), "warning": _("Warning"), "info": _("Note")}
    texts = intake.texts or {}
    lines = [
        {
            severity: severities[problem.severity],
            row: "" if problem.row is None else str(problem.row),
            column: mark_as_text(problem.column or ""),
            found: mark_as_text(problem.found or ""),
            what: mark_as_text(_.say(problem.message)),
            fix: mark_as_text(_.say(problem.fix)) if problem.fix else "",
            text: mark_as_text(texts.get(problem.row or 0, "")),
        }
        for problem in intake.problems
    ]
    return write_rows((severity, row, column, found, what, fix, text), lines)
