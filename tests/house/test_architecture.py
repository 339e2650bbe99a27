"""The house: which package imports which, how long a piece may be, what stands written twice.

The table of imports is `imports.toml` beside this file; `docs/architecture.md` explains it.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from tests.house.sources import ROOT, modules, tree

HERE = ROOT / "tests" / "house"
LONGEST_FUNCTION = 40
LONGEST_PAGE = 40
MOST_PARAMETERS = 6
MOST_FLAT_MODULES = 8
"""Modules of the library that stand in no package."""
TWICE = 6
"""Lines from which the same body in two functions is one thing stated twice."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def package_of(name: str) -> str:
    """Return the package that the table names: `metrics.model`, `ui`, `web`."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "metrics" else parts[0]


def part_of(name: str) -> str:
    """Return the part of `ui` that a module stands in: `ui.blocks`."""
    return ".".join(name.split(".")[:2])


@cache
def imports(name: str) -> frozenset[str]:
    """Return what a module imports, wherever in it: modules of the product, or top packages."""
    found = set()
    for node in ast.walk(tree(modules()[name])):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{name}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                target = full if full in modules() else node.module
                found.add(target if target in modules() else target.partition(".")[0])
    return frozenset(found)


@cache
def edges() -> dict[str, dict[str, set[str]]]:
    """Return which package imports which others, and by which modules."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in modules():
        for target in imports(name):
            outside = target not in modules() or target == "metrics"
            if not outside and package_of(target) != package_of(name):
                found[package_of(name)][package_of(target)].add(f"{name} imports {target}")
    return found


@cache
def table() -> dict[str, tuple[int, frozenset[str]]]:
    """Return the floor of each package and what it may import."""
    floors = tomllib.loads((HERE / "imports.toml").read_text(encoding="utf-8"))["floor"]
    return {
        package: (number, frozenset(_full(name) for name in allowed))
        for number, floor in enumerate(floors, 1)
        for package, allowed in floor.items()
    }


def _full(name: str) -> str:
    return name if name == "ui" else f"metrics.{name}"


def functions() -> Iterator[tuple[str, Function]]:
    """Yield every function of the product with its dotted place."""
    for name, path in modules().items():
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield f"{name}.{node.name}", node


def test_the_table_names_every_package_and_no_other() -> None:
    there = {package_of(name) for name in modules()} - {"metrics"}
    assert there == set(table())


def test_the_architecture_page_shows_the_same_floors() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (`[^|]+`) \|$", page, re.MULTILINE)
    shown = {name: int(number) for number, names in rows for name in re.findall(r"`(\w+)`", names)}
    assert shown == {name.removeprefix("metrics."): floor for name, (floor, _) in table().items()}


def test_the_table_only_looks_down() -> None:
    upward = {
        f"{package} ({floor}) may import {target} ({table()[target][0]})"
        for package, (floor, allowed) in table().items()
        for target in allowed
        if table()[target][0] >= floor
    }
    assert not upward


def test_imports_follow_the_table() -> None:
    wrong = {
        line
        for package, targets in edges().items()
        for target, lines in targets.items()
        if package in table() and target not in table()[package][1]
        for line in lines
    }
    assert not wrong


def test_the_library_knows_no_page_and_nobody_knows_the_tests() -> None:
    wrong = {
        f"{name} imports {target}"
        for name in modules()
        for target in imports(name) & {"tests", "dashboard", "streamlit"}
        if target != "streamlit" or name.startswith("metrics")
    }
    assert not wrong


def test_the_table_lists_nothing_that_is_not_imported() -> None:
    real = edges()
    idle = {
        f"{package} does not import {target}"
        for package, (_, allowed) in table().items()
        for target in allowed
        if target not in real[package]
    }
    assert not idle


def test_no_chain_of_imports_between_packages_is_longer_than_nine() -> None:
    real = edges()

    @cache
    def depth(package: str) -> int:
        return 1 + max((depth(target) for target in real.get(package, {})), default=0)

    assert max(depth(package) for package in table()) <= 9


def test_the_parts_of_the_interface_look_one_way() -> None:
    inside = tomllib.loads((HERE / "imports.toml").read_text(encoding="utf-8"))["inside"]
    wrong = {
        f"{name} imports {target}"
        for name in modules()
        if name.startswith("ui.")
        for target in imports(name)
        if target.startswith("ui.") and part_of(target) != part_of(name)
        if part_of(target) not in inside[part_of(name)]
    }
    assert not wrong


def test_few_modules_of_the_library_stand_in_no_package() -> None:
    flat = {path.stem for path in (ROOT / "metrics").glob("*.py")} - {"__init__", "__main__"}
    assert len(flat) <= MOST_FLAT_MODULES, sorted(flat)


def test_no_module_is_imported_in_a_circle() -> None:
    """Two modules that import each other, at whatever distance, are one module in two files."""
    left = {name: imports(name) - {name} for name in modules()}

    def loose() -> list[str]:
        wanted = set().union(*left.values()) if left else set()
        return [n for n, targets in left.items() if not targets & set(left) or n not in wanted]

    while names := loose():
        for name in names:
            del left[name]
    assert not left


def test_no_function_is_too_long_to_read() -> None:
    long = {
        name: node.end_lineno - node.lineno + 1
        for name, node in functions()
        if node.end_lineno and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert not long


def test_no_function_asks_for_too_much() -> None:
    greedy = {}
    for name, node in functions():
        asked = [*node.args.posonlyargs, *node.args.args]
        own = [one for one in asked if one.arg not in ("self", "cls")]
        if len(own) > MOST_PARAMETERS:
            greedy[name] = len(own)
    assert not greedy


def test_a_page_is_a_short_script() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "pages").glob("*.py")
    }
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_PAGE}


def test_nothing_is_written_twice() -> None:
    bodies = defaultdict(list)
    for name, node in functions():
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 >= TWICE:
            bodies["".join(map(ast.dump, body))].append(name)
    twice = {(one, other) for names in bodies.values() for one, other in combinations(names, 2)}
    assert not twice
