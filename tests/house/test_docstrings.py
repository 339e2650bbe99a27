"""Docstrings open with an imperative and its object, in plain technical English."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, modules, source, tree

CODE = ("metrics", "ui", "web", "pages", "bench", "dashboard.py")
LONGEST = 80
LONGEST_OF_A_MODULE = 100
NARRATOR = re.compile(r"\b(?:said|told|tells?|whoever|such|of it)\b")
NARRATED = re.compile(r"\b(?:said|told|whoever)\b", re.IGNORECASE)
VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        Acknowledge Act Add Annotate Answer Append Apply Arrange Ask Audit Back Begin Bind Break
        Bring Build Carry Chain Check Choose Classify Close Collect Compare Complete Compress
        Compute Connect Convert Count Cut Darken Decide Decode Define Delete Derive Describe
        Discard Do Doubt Draw Drop Emit End Explain Export Extract Fill Find Finish Fit Fold Follow
        Forget Format Frame Freeze Give Go Group Have Hide Hold Index Join Judge Keep Key Lay
        Leave Let Limit List Load Log Look Make Mark Match Measure Mend Merge Migrate Name Normalise
        Note Number Offer Open Order Pack Part Pass Place Prepare Preview Print Proofread
        Propose Prove Publish Put Raise Rank Read Recognise Record Reduce Refuse Remember
        Replace Report Require Restore Return Run Save Say Score Select Send Separate Serve Set
        Settle Share Show Sign Sort Split Start State Summarise Take Time Translate Turn Visit
        Wait Warn Weigh Withdraw Withhold Write Yield
        """,
    )
)
"""First words of docstrings; a further imperative is added where it is needed."""


def docstrings(path: Path) -> Iterator[tuple[str, str, int]]:
    """Name, first line and the most characters of each docstring of a file."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if text := ast.get_docstring(node):
            most = LONGEST_OF_A_MODULE if isinstance(node, ast.Module) else LONGEST
            yield getattr(node, "name", "(module)"), text.splitlines()[0], most


def faults(path: Path) -> list[str]:
    """The docstrings of a file that open otherwise, each with its place."""
    place = path.relative_to(ROOT).as_posix()
    return [
        f"{place} {name}: {line}"
        for name, line, most in docstrings(path)
        if len(line) > most
        or not line.endswith((".", "…", "`)", "`."))
        or re.split(r"[\s,]", line)[0] not in VERBS
        or NARRATOR.search(line)
    ]


def remarks(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of the docstrings, notes and comments of a file that narrates somewhere."""
    if not NARRATED.search(source(path)):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.lineno, str(node.value.value)
    for token in tokenize.generate_tokens(io.StringIO(source(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def files(*places: str) -> list[Path]:
    """The modules below some places of the repository."""
    found = (ROOT / place for place in places)
    return [
        file for place in found for file in (place.rglob("*.py") if place.is_dir() else [place])
    ]


def test_modules_and_what_others_call_say_what_they_are() -> None:
    silent = [
        f"{name}.{getattr(node, 'name', '')}"
        for name, path in modules().items()
        for node in (tree(path), *tree(path).body)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_docstrings_open_with_an_imperative_in_plain_words() -> None:
    assert not [fault for path in files(*CODE) for fault in faults(path)]


def test_docstrings_and_comments_name_things_and_narrate_nothing() -> None:
    assert not [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in files(*CODE)
        for line, text in remarks(path)
        if NARRATED.search(text)
    ]
