"""Known figures, laid out at random as offices do, are read exactly or asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.model.dataset import load
from metrics.readers.grid import Grid
from metrics.tables.names import Names
from metrics.tables.reading import read_tables
from tests.support.intake_files import published

UNITS = {"宣贯培训": "人次", "各级各部门演练": "次", "管控重大事故隐患": "项", "增设救援队伍": "支"}
REGIONS = ("环翠区", "文登区", "荣成市")
NAMES = Names(load(), published())
HEADS = {"metric": "指标", "region": "区县", "year": "年份"}


@dataclass(frozen=True)
class Layout:
    """Hold how figures are laid out: what goes down, what across, and what stands around."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    merged: bool
    unit: str
    serial: bool
    total: bool
    note: bool


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Draw a layout of the three dimensions."""
    order = draw(st.permutations(("metric", "region", "year")))
    split = draw(st.integers(1, 2))
    down, across = tuple(order[:split]), tuple(order[split:])
    return Layout(
        down,
        across,
        draw(st.booleans()),
        draw(st.sampled_from(("bracket", "column"))) if "metric" in down else "bracket",
        draw(st.booleans()),
        draw(st.booleans()) and down == ("region",),
        draw(st.booleans()),
    )


def _text(kind: str, key: str, layout: Layout) -> str:
    if kind == "metric" and layout.unit == "bracket":
        return f"{key}({UNITS[key]})"
    return f"{key}年" if kind == "year" else key


def _render(
    layout: Layout, keys: Mapping[str, Sequence[str]], values: Mapping[tuple[str, ...], int]
) -> Grid:
    """Return the sheet of figures; equal names beside each other are merged or given once."""
    columns = list(product(*(keys[kind] for kind in layout.across)))
    lead = (["序号"] if layout.serial else []) + [HEADS[kind] for kind in layout.down]
    lead += ["单位"] if layout.unit == "column" else []
    rows: list[list[str]] = [["威海市应急管理情况统计表"]]
    merges: list[tuple[int, int, int, int]] = []
    for level in range(len(layout.across)):
        row = [*lead] if level == 0 else [""] * len(lead)
        for at, column in enumerate(columns):
            same = at > 0 and columns[at - 1][: level + 1] == column[: level + 1]
            row.append("" if same else _text(layout.across[level], column[level], layout))
        rows.append(row)
    if layout.merged and len(layout.across) == 2:
        width = len(keys[layout.across[1]])
        starts = range(len(lead), len(lead) + len(columns), width)
        merges += [(2, at, 2, at + width - 1) for at in starts if width > 1]
        merges += [(2, at, 3, at) for at in range(len(lead))]
    for number, line in enumerate(product(*(keys[kind] for kind in layout.down)), 1):
        rows.append(_row(layout, line, columns, values, number, rows))
    if layout.total:
        sums = [
            str(sum(_value(layout, (one,), column, values) for one in keys["region"]))
            for column in columns
        ]
        rows.append(["" for _ in lead[1:]] + ["合计", *sums])
    if layout.note:
        rows.append(["注：数据为年报数。"])
    return Grid(rows, range(1, len(rows) + 1), merges=tuple(merges))


def _row(
    layout: Layout,
    line: tuple[str, ...],
    columns: Sequence[tuple[str, ...]],
    values: Mapping[tuple[str, ...], int],
    number: int,
    above: Sequence[Sequence[str]],
) -> list[str]:
    named = [_text(kind, key, layout) for kind, key in zip(layout.down, line, strict=True)]
    metric = dict(zip(layout.down, line, strict=True)).get("metric", "")
    unit = [UNITS[metric]] if layout.unit == "column" else []
    cells = [str(_value(layout, line, column, values)) for column in columns]
    return [*([str(number)] if layout.serial else []), *named, *unit, *cells]


def _value(
    layout: Layout,
    line: tuple[str, ...],
    column: tuple[str, ...],
    values: Mapping[tuple[str, ...], int],
) -> int:
    said = dict(zip((*layout.down, *layout.across), (*line, *column), strict=True))
    return values[said["metric"], said["region"], said["year"]]


@settings(max_examples=150, deadline=None)
@given(
    layout=layouts(),
    metrics=st.lists(st.sampled_from(list(UNITS)), min_size=2, max_size=3, unique=True),
    regions=st.lists(st.sampled_from(REGIONS), min_size=2, max_size=3, unique=True),
    years=st.lists(st.sampled_from(["2023", "2024", "2025"]), min_size=1, max_size=3, unique=True),
    numbers=st.data(),
)
def test_figures_laid_out_at_random_are_read_or_asked(
    layout: Layout,
    metrics: list[str],
    regions: list[str],
    years: list[str],
    numbers: st.DataObject,
) -> None:
    keys: dict[str, Sequence[str]] = {
        "metric": metrics,
        "region": regions,
        "year": sorted(years),
    }
    figures = st.integers(0, 9_999) | st.integers(1_995, 2_030)
    cells = product(metrics, regions, keys["year"])
    values: dict[tuple[str, ...], int] = {key: numbers.draw(figures) for key in cells}
    reading = read_tables([_render(layout, keys, values)], NAMES)
    if reading.questions:
        return
    found = {(f.metric, f.region, str(f.year)): int(f.value) for f in reading.facts}
    assert found == values
    assert len(reading.facts) == len(values)


def test_the_ordinary_layouts_are_not_asked_about() -> None:
    keys: dict[str, Sequence[str]] = {
        "metric": list(UNITS)[:2],
        "region": list(REGIONS),
        "year": ["2024", "2025"],
    }
    values = {key: 100 + at for at, key in enumerate(product(*keys.values()))}
    for down in (("metric",), ("region",), ("year",), ("region", "metric"), ("metric", "region")):
        across = tuple(kind for kind in HEADS if kind not in down)
        for merged in (True, False):
            layout = Layout(down, across, merged, "bracket", True, down == ("region",), True)
            reading = read_tables([_render(layout, keys, values)], NAMES)
            assert not reading.questions, layout
            found = {(f.metric, f.region, str(f.year)): int(f.value) for f in reading.facts}
            assert found == values, layout
