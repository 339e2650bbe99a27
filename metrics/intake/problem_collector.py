"""Collect the problems of one file, capped by kind so that no file floods the reader."""

from collections import Counter
from dataclasses import replace

from metrics.i18n import message
from metrics.problems import Problem, Severity
from metrics.readers.limits import MAX_OF_A_KIND


class ProblemCollector:
    """Collect a file's problems; beyond a limit those of a kind are only counted."""

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self.file, self.sheet = file, sheet
        self.problems: list[Problem] = []
        self.counts: Counter[tuple[str, Severity]] = Counter()

    def add(self, problem: Problem) -> None:
        """Add one problem; the collector states its file and sheet."""
        kind = (problem.code, problem.severity)
        self.counts[kind] += 1
        if self.counts[kind] <= MAX_OF_A_KIND:
            self.problems.append(
                replace(problem, file=self.file, sheet=problem.sheet or self.sheet)
            )

    def drop(self, *codes: str) -> None:
        """Take back the problems of these kinds."""
        self.problems = [problem for problem in self.problems if problem.code not in codes]
        for kind in [kind for kind in self.counts if kind[0] in codes]:
            del self.counts[kind]

    @property
    def failed(self) -> bool:
        """Return whether any problem refuses the file."""
        return any(severity == "error" for _, severity in self.counts)

    def all(self) -> tuple[Problem, ...]:
        """Return all problems, and one for each kind of which some are only counted."""
        rest = tuple(
            Problem(
                code,
                severity,
                message("There are {n} more problems of this kind", n=f"{n - MAX_OF_A_KIND:,}"),
                file=self.file,
                sheet=self.sheet,
            )
            for (code, severity), n in self.counts.items()
            if n > MAX_OF_A_KIND
        )
        return tuple(self.problems) + rest
