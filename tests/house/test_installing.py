"""What `pip install .` would install: the library, its data and texts, the command."""

import runpy
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import setuptools

from metrics import VERSION
from metrics.i18n import LOCALE_FOLDER
from tests.support.folders import DATA_FOLDER

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what setup.py hands over, without building anything."""
    handed: dict[str, Any] = {}
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(setuptools, "setup", handed.update)
    runpy.run_path("setup.py")
    return handed


def test_every_package_of_the_library_is_installed(installed: dict[str, Any]) -> None:
    folders = {path.parent for path in (ROOT / "metrics").rglob("*.py")}
    names = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    beside = {"metrics.data", "metrics.locale", "metrics.static"}
    assert names | beside == set(installed["packages"])


def test_every_file_of_data_and_texts_is_installed(installed: dict[str, Any]) -> None:
    for package, folder in (("metrics.data", DATA_FOLDER), ("metrics.locale", LOCALE_FOLDER)):
        assert ROOT / installed["package_dir"][package] == folder
        taken = {path for rule in installed["package_data"][package] for path in folder.glob(rule)}
        there = {path for path in folder.rglob("*") if path.is_file()}
        assert {path for path in there - taken if not path.name.startswith("metrics.db")} == set()
        assert not [path for path in taken if path.name.startswith("metrics.db")]


def test_version_and_dependencies_are_stated_once(installed: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version", "dependencies"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "metrics.VERSION"}
    assert VERSION.count(".") == 2
    assert "streamlit[auth]" in {line.partition("==")[0] for line in installed["install_requires"]}


def test_the_command_is_the_main_function() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = project["project"]["scripts"]["metrics"].partition(":")
    assert callable(getattr(import_module(module), name))
