"""The code map of the READMEs, made from the first docstring line of each package.

`python -m tests.house.code_map` writes it anew between its marks; a test compares.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.en.md")
BEGIN, END = "<!-- code map: made by `make map` -->\n", "<!-- end of the code map -->"
_FOLDERS = ("pages", "ui", "web", "metrics")
_INNER = {"ui": ("session", "components", "blocks", "frame", "views")}
"""Parts in the order in which they build on each other; packages without one are sorted."""
_WIDTH = 24
_PAGES = "Open the frame (`ui.frame`) and show one view (`ui.views`), a script a page"
_BESIDE = {
    "metrics/defaults/": "Words for every bureau: units, qualifiers, lists for the readers.",
    "data/": "One bureau's folder: figures, catalogue, reports, categories, its words.",
    "examples/": "Folders of other bureaus, one invented and one real.",
    "locale/": "The Chinese of the interface, one catalogue (`make texts` collects it).",
    "tests/": "Tests, a folder a package; `house/` holds the rules of this house.",
    "bench/, deploy/, docs/": "Measurements; ways to run it; architecture, decisions, guides.",
}
"""What stands beside the packages."""


def code_map() -> str:
    """Return the map: a line for each package and flat module with what it holds."""
    lines = [_line("dashboard.py", ROOT / "dashboard.py")]
    for name in _FOLDERS:
        folder = ROOT / name
        scripts = sorted(folder.glob("*.py"))
        if name == "pages":
            lines.append(f"{'pages/':<{_WIDTH}}{_PAGES}: {_names(scripts)}.")
            continue
        lines.append(_line(f"{name}/", folder / "__init__.py"))
        for part in _parts(folder):
            path = folder / part
            lines.append(
                _line(f"  {part}/", path / "__init__.py")
                if path.is_dir()
                else _line(f"  {part}", path.with_suffix(".py"))
            )
    lines += [f"{name:<{_WIDTH}}{text}" for name, text in _BESIDE.items()]
    return "```\n" + "\n".join(lines) + "\n```\n"


def with_map(readme: str) -> str:
    """Return the text of a README with the map between its marks."""
    before, mark, rest = readme.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"no marks of the code map; there should be {BEGIN!r} and {END!r}")
    return before + BEGIN + code_map() + END + after


def _parts(folder: Path) -> list[str]:
    if folder.name in _INNER:
        return list(_INNER[folder.name])
    packages = sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    modules = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("__"))
    return [*packages, *modules]


def _names(scripts: list[Path]) -> str:
    return ", ".join(path.stem for path in scripts)


def _line(name: str, path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = " ".join(text.partition("\n\n")[0].split())
    return f"{name:<{_WIDTH}}{first}"


if __name__ == "__main__":
    for readme in READMES:
        path = ROOT / readme
        path.write_text(with_map(path.read_text(encoding="utf-8")), encoding="utf-8")
