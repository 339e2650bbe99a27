"""Score the prose reader on the labelled texts.

    python -m bench.score_extraction [--labelled PATH] [--shared PATH] [--misses]

The invented texts stand in tests/labelled. A further set of real texts may lie beside the checkout;
without it only the invented ones are scored.
"""

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from metrics.prose import TextFigure, read

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT / "tests" / "labelled"
Label = dict[str, Any]
_UNIT_NAMES = {"个百分点": "百分点", "个工作日": "工作日"}
_ROUNDED = Decimal("0.001")


@dataclass(frozen=True)
class Disagreement:
    """Hold one difference between the reader and the labels of a text.

    `problem` is missed, misread (touches a label, differs in value, unit or qualifier), spurious
    (no label is there), upper, name (likeness below 0.5), change, year or target.
    """

    text: str
    problem: str
    start: int
    printed: str
    detail: str = ""

    def line(self) -> str:
        """Return the disagreement as one line of a report."""
        return (
            f"{self.text}: {self.problem} {self.printed!r} at {self.start} {self.detail}".rstrip()
        )


@dataclass
class Score:
    """Hold the counts of one set of texts."""

    labels: int = 0
    found: int = 0
    reported: int = 0
    misread: int = 0
    spurious: int = 0
    upper_right: int = 0
    upper_all: int = 0
    targets_right: int = 0
    targets_all: int = 0
    names: list[float] = field(default_factory=list)
    agree: Counter[str] = field(default_factory=Counter)
    notes: list[Disagreement] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Take the counts of another score in."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def note(self, text: str, problem: str, figure: TextFigure, detail: str) -> None:
        """Remember a difference between reader and label at a figure."""
        self.notes.append(Disagreement(text, problem, figure.start, figure.printed, detail))

    @property
    def recall(self) -> float:
        """Return the share of metric labels that were found."""
        return self.found / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        """Return the share of figures that found a label; optional labels aside."""
        return self.found / self.reported if self.reported else 1.0

    @property
    def named(self) -> float:
        """Return the share of found labels whose name is at 0.5 or more."""
        return sum(name >= 0.5 for name in self.names) / len(self.names) if self.names else 1.0

    def line(self, title: str) -> str:
        """Return one line of the report."""
        mean = sum(self.names) / len(self.names) if self.names else 1.0
        rates = " ".join(
            f"{key} {self.agree[key] / self.found if self.found else 1:.3f}"
            for key in ("change", "year", "category")
        )
        targets = f"  targets {self.targets_right}/{self.targets_all}" if self.targets_all else ""
        return (
            f"{title:<26} recall {self.recall:.3f} ({self.found}/{self.labels})  precision "
            f"{self.precision:.3f} ({self.found}/{self.reported}; misread {self.misread}, nothing "
            f"there {self.spurious})  names {mean:.3f}, >=0.5 {self.named:.3f}  {rates}  upper "
            f"{self.upper_right}/{self.upper_all}{targets}"
        )


def narrow(text: str) -> str:
    """Turn full-width characters to half-width and drop spaces."""
    out = (chr(ord(char) - 0xFEE0) if 0xFF01 <= ord(char) <= 0xFF5E else char for char in text)
    return re.sub(r"\s", "", "".join(out))


def name_likeness(ours: str, theirs: str) -> float:
    """Return twice the shared characters by the length of both names."""
    first, second = (
        Counter(re.sub(r"[^\w%]", "", narrow(name), flags=re.UNICODE)) for name in (ours, theirs)
    )
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if total else 1.0


def unit_agrees(figure: TextFigure, label: Label, text: str) -> bool:
    """Check whether units agree; an empty one where the text prints none."""
    ours, theirs = (narrow(unit) for unit in (figure.unit, label["unit"]))
    ours, theirs = _UNIT_NAMES.get(ours, ours), _UNIT_NAMES.get(theirs, theirs)
    if ours == theirs or {ours, theirs} == {"%", "成"}:
        return True
    elsewhere = label["unit"] and not narrow(label["printed"]).endswith(narrow(label["unit"]))
    return ours == "" and bool(elsewhere) and label["unit"] not in ("%", "成")


def value_agrees(figure: TextFigure, label: Label) -> bool:
    """Check whether values agree, within 0.1 % for a rounded quotient."""
    theirs = Decimal(str(label["value"]))
    if {figure.unit, label["unit"]} == {"%", "成"}:
        theirs *= 10 if label["unit"] == "成" else Decimal("0.1")
    return figure.value == theirs or (
        label["unit"] == "" and abs(figure.value - theirs) <= abs(theirs) * _ROUNDED
    )


def best_likeness(ours: str, label: Label) -> float:
    """Return the likeness to the label's name, or to another as good."""
    return max(
        name_likeness(ours, name) for name in (label["metric"], *label.get("metric_alt", ()))
    )


def score_text(text: str, labels: list[Label], figures: list[TextFigure], name: str) -> Score:
    """Return the score of one text."""
    kinds = Counter(label["kind"] for label in labels)
    score = Score(labels=kinds["metric"], targets_all=kinds["target"])
    used: set[int] = set()
    for figure in figures:
        touching = [
            index
            for index, label in enumerate(labels)
            if figure.start < label["end"] and label["start"] < figure.end
        ]
        hit = next(
            (
                index
                for index in touching
                if index not in used
                and labels[index]["kind"] == "metric"
                and value_agrees(figure, labels[index])
                and unit_agrees(figure, labels[index], text)
                and figure.qualifier == labels[index]["qualifier"]
            ),
            None,
        )
        free = [labels[index] for index in touching if labels[index]["kind"] != "metric"]
        if hit is None and free:
            _credit_target(score, figure, free[0], name)
            continue
        score.reported += 1
        if hit is None:
            kind = "misread" if touching else "spurious"
            setattr(score, kind, getattr(score, kind) + 1)
            read_as = f"{figure.value} {figure.unit} {figure.qualifier} {figure.rules}"
            score.note(name, kind, figure, read_as)
            continue
        used.add(hit)
        _credit(score, figure, labels[hit], name)
    for index, label in enumerate(labels):
        if label["kind"] == "metric" and index not in used:
            score.notes.append(Disagreement(name, "missed", label["start"], label["printed"]))
    return score


def _credit(score: Score, figure: TextFigure, label: Label, name: str) -> None:
    """Count a found label and how far the rest of the figure agrees with it."""
    score.found += 1
    likeness = best_likeness(figure.metric, label)
    score.names.append(likeness)
    if likeness < 0.5:
        both = f"{figure.metric!r} for {label['metric']!r} {likeness:.2f} {figure.rules}"
        score.note(name, "name", figure, both)
    if figure.target:
        score.note(name, "target", figure, "is a result")
    for key in ("change", "year", "category"):
        agrees = getattr(figure, key) == label[key]
        score.agree[key] += agrees
        if not agrees and key != "category":
            both = f"{getattr(figure, key)} for {label[key]} ({figure.metric})"
            score.note(name, key, figure, both)
    if label.get("upper") is not None:
        score.upper_all += 1
        right = figure.upper == Decimal(str(label["upper"]))
        score.upper_right += right
        if not right:
            score.note(name, "upper", figure, f"{figure.upper} for {label['upper']}")


def load(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _credit_target(score: Score, figure: TextFigure, label: Label, name: str) -> None:
    """Count a figure of a plan, which needs its mark and its deadline."""
    if label["kind"] != "target":
        return
    if not figure.target:
        score.note(name, "target", figure, "is not marked as a target")
    elif figure.year != label["year"]:
        score.note(name, "target", figure, f"is of {figure.year} for {label['year']}")
    else:
        score.targets_right += 1


def texts_of(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the texts of a labelled folder by id, each with its year."""
    texts = {item["id"]: (item["text"], item["year"]) for item in load(folder / "passages.jsonl")}
    for path in sorted((folder / "reports").glob("*.txt")):
        texts[path.stem] = path.read_bytes().decode("utf-8"), int(path.stem.rpartition("-")[2])
    return texts


def score_labelled(folder: Path = LABELLED) -> dict[str, Score]:
    """Return the scores of each labelled report, and of all passages together."""
    labels: dict[str, list[Label]] = {}
    for label in load(folder / "labels.jsonl"):
        labels.setdefault(label["text"], []).append(label)
    groups = {"passages": Score()}
    for name, (text, year) in texts_of(folder).items():
        score = score_text(text, labels.get(name, []), list(read(text, year).figures), name)
        group = name if (folder / "reports" / f"{name}.txt").exists() else "passages"
        groups.setdefault(group, Score()).add(score)
    return groups


def score_all(shared: Path) -> tuple[dict[str, Score], dict[str, Score], int]:
    """Return the scores by set and form, and the false finds in none_ texts."""
    base = shared / "extraction"
    groups: dict[str, Score] = {}
    seed = (shared / "reports" / "2024.txt").read_bytes().decode("utf-8")
    reading = read(seed)
    groups["seed report"] = score_text(
        seed, load(base / "seed_gold.jsonl"), list(reading.figures), "seed"
    )
    gold = load(base / "real" / "gold.jsonl")
    passages = Score()
    for source in ("beijing", "gansu", "guangdong", "jiangsu"):
        text = (base / "real" / f"{source}.txt").read_bytes().decode("utf-8")
        labels = [label for label in gold if label["source"] == source]
        groups[source] = score_text(text, labels, list(read(text, 2025).figures), source)
        passages.add(groups[source])
    groups["passages together"] = passages
    sentences, forms, wrong = Score(), dict[str, Score](), 0
    for item in load(base / "sentences.jsonl"):
        figures = list(read(item["text"], 2025).figures)
        one = score_text(item["text"], item["labels"], figures, item["id"])
        forms.setdefault(item["form"], Score()).add(one)
        sentences.add(one)
        wrong += len(figures) if item["form"].startswith("none_") else 0
    groups["sentences"] = sentences
    groups["passages and sentences"] = together = Score()
    together.add(passages)
    together.add(sentences)
    return groups, forms, wrong


def timing(shared: Path) -> tuple[float, float]:
    """Return the milliseconds for 20,000 characters, and the growth at tenfold."""
    seed = (shared / "reports" / "2024.txt").read_bytes().decode("utf-8")
    short = (seed * (20000 // len(seed) + 1))[:20000]
    read(short)
    spent = []
    for text in (short, short * 10):
        best = float("inf")
        for _ in range(3):  # the quickest of three: other work on the machine only adds
            started = time.perf_counter()
            read(text)
            best = min(best, time.perf_counter() - started)
        spent.append(best)
    return spent[0] * 1000, spent[1] / spent[0]


def print_shared(shared: Path) -> list[Disagreement]:
    """Print the scores of the texts beside the checkout; return what they disagree in."""
    groups, forms, wrong = score_all(shared)
    for title, score in groups.items():
        print(score.line(title))
    print(f"wrong figures on the none_ sentences: {wrong}")
    for form, score in forms.items():
        if not form.startswith("none_"):
            print(score.line("  " + form))
    spent, growth = timing(shared)
    print(f"20,000 characters: {spent:.0f} ms; ten times the text takes {growth:.1f} times as long")
    return groups["seed report"].notes + groups["passages and sentences"].notes


def main() -> int:
    """Print the scores; 0 even where the texts beside the checkout are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path, default=LABELLED)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--misses", action="store_true", help="also print every disagreement")
    options = parser.parse_args()
    notes: list[Disagreement] = []
    for title, score in score_labelled(options.labelled).items():
        print(score.line(title))
        notes += score.notes
    if (options.shared / "extraction" / "sentences.jsonl").exists():
        notes += print_shared(options.shared)
    else:
        print(f"no further labelled texts under {options.shared}; give their folder by --shared")
    if options.misses:
        print(*(note.line() for note in notes), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
