"""Check a file that is brought in: a grid to observations and problems."""

from metrics.intake.check import check
from metrics.intake.report import as_json, problems_csv
from metrics.intake.result import Intake, Sample
from metrics.intake.rows import NotTaken
from metrics.intake.together import Together, of_one_file, together
from metrics.readers.limits import limits_in_words

__all__ = [
    "Intake",
    "NotTaken",
    "Sample",
    "Together",
    "as_json",
    "check",
    "limits_in_words",
    "of_one_file",
    "problems_csv",
    "together",
]
