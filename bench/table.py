"""Make invented tables of metrics in every size, for the dashboard and its peers.

A table has the product's columns, several regions, years and metrics. The category `TRAINING` has
the four figures that every page shows, two in each of two sub-categories; what they must read is
known beforehand, so that a page is timed by what it says. Tables are made once and kept.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path

from metrics.model.catalogue import COLUMNS
from metrics.model.csv_file import write_rows
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.store import create_store, schema
from metrics.store.seed import Seed

HOME = "云州市"
CATEGORY = "training"
SHOWN = (
    ("企业", "企业负责人培训"),
    ("企业", "安全管理人员培训"),
    ("群众", "社区居民宣讲"),
    ("群众", "学校师生宣讲"),
)
"""Sub-category and metric of the four figures of every page; a sub-category is a chart."""
UNIT = "人次"
SIZES = (24, 10_000, 100_000, 1_000_000)
LAST_YEAR = 2025
_OTHERS = ("drills", "hazards", "equipment", "plans", "publicity", "enforcement", "tasks")
_UNITS = ("次", "项", "处", "支", "家", "件")
MADE = Path(__file__).resolve().parent.parent / ".bench"  # where tables are kept between runs


@dataclass(frozen=True)
class Shape:
    """Hold how many of each there are; a table has every combination."""

    years: int
    regions: int
    metrics: int

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return self.years * self.regions * self.metrics

    def year_numbers(self) -> list[int]:
        """Return the years, the earliest first."""
        return list(range(LAST_YEAR - self.years + 1, LAST_YEAR + 1))

    def metric_names(self) -> list[tuple[str, str, str, str]]:
        """Return every metric's category, sub-category, name, unit; the shown first."""
        named = [(CATEGORY, group, metric, UNIT) for group, metric in SHOWN]
        for n in range(len(named), self.metrics):
            category = _OTHERS[n % len(_OTHERS)]
            unit = _UNITS[n % len(_UNITS)]
            named.append((category, f"第{n // len(_OTHERS) % 5 + 1}组", f"事项{n:03}", unit))
        return named


SHAPES = {
    24: Shape(3, 2, 4),
    10_000: Shape(10, 20, 50),
    100_000: Shape(10, 50, 200),
    1_000_000: Shape(10, 400, 250),
}


@dataclass(frozen=True)
class Table:
    """Hold a table on disk: `csv` for the peers, the rest for the dashboard."""

    shape: Shape
    csv: Path
    folder: Path
    database: Path

    @property
    def url(self) -> str:
        """Return the address of the dashboard's store."""
        return f"sqlite:///{self.database}"


def value(year: int, region: int, metric: int) -> int:
    """Return an invented figure of four digits; those of a page all differ."""
    return 1000 + (year * 7919 + region * 3571 + metric * 1861) % 8999


def shown_figures(year: int, region: int = 0) -> list[str]:
    """Return how the four figures of a year and a region are written on every page."""
    return [f"{value(year, region, metric):,}" for metric in range(len(SHOWN))]


def region_name(region: int) -> str:
    """Return the name of a region; the first is the bureau's own."""
    return f"云州{region}区" if region else HOME


def english(metric: int) -> str:
    """Return the English name of a metric."""
    return f"Metric {metric}"


def observations(shape: Shape) -> Iterator[Observation]:
    """Yield the rows of a table, by year, region and metric."""
    regions = [region_name(number) for number in range(shape.regions)]
    metrics = list(enumerate(shape.metric_names()))
    for year, (place, region) in product(shape.year_numbers(), enumerate(regions)):
        for number, (category, group, metric, unit) in metrics:
            figure = value(year, place, number)
            yield Observation(
                year, region, category, group, metric, Decimal(figure), unit,
                printed=f"{figure}{unit}", section="一(二)三是",
            )  # fmt: skip


def prepared(rows: int, home: Path = MADE) -> Table:
    """Return the table of a size, made now if missing or outdated."""
    shape = SHAPES[rows]
    made_by = Path(__file__).read_bytes() + str(schema.LATEST).encode()
    folder = home / f"{rows}-{hashlib.sha256(made_by).hexdigest()[:12]}"
    table = Table(shape, folder / "metrics.csv", folder / "data", folder / "metrics.db")
    done = folder / "complete"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        table.database.unlink(missing_ok=True)
        _write(table)
        done.touch()
    return table


def _write(table: Table) -> None:
    """Write the table for all apps; the store is made from a file as usual."""
    rows = list(observations(table.shape))
    with table.csv.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMN_NAMES)
        writer.writeheader()
        writer.writerows(row.as_text() for row in rows)
    _write_words(table)
    seed = Seed("metrics.csv", hashlib.sha256(table.csv.read_bytes()).hexdigest(), tuple(rows))
    create_store(table.url, seed, folder=table.folder).database.close()


def _write_words(table: Table) -> None:
    """Write what a folder of data holds beside the figures."""
    table.folder.mkdir(exist_ok=True)
    bureau = f'name_zh = "{HOME}应急管理局"\nname_en = "Yunzhou Bureau"\nregion = "{HOME}"\n'
    (table.folder / "bureau.toml").write_text(bureau, encoding="utf-8")
    words = [
        dict(zip(COLUMNS, (name, f"m{n}", english(n), category, group, unit, "yes"), strict=False))
        for n, (category, group, name, unit) in enumerate(table.shape.metric_names())
    ]
    filled = [dict.fromkeys(COLUMNS, "") | row for row in words]
    (table.folder / "catalog.csv").write_bytes(write_rows(COLUMNS, filled))
    editions = ("year", "title_zh", "title_en", "issuer_zh", "issuer_en", "published", "url")
    (table.folder / "editions.csv").write_bytes(write_rows(editions, []))
    omitted = ("year", "printed", "section", "what_zh", "what_en", "reason_zh", "reason_en")
    (table.folder / "omitted.csv").write_bytes(write_rows(omitted, []))
