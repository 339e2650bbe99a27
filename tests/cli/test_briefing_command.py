"""The verb `brief`: files as asked, and what does not exist."""

import io
from argparse import Namespace
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from metrics import FOLDER_VARIABLE
from metrics.auth import local_editor
from metrics.cli.brief import brief
from metrics.i18n import words
from metrics.store import open_store, publish
from metrics.store.opening import FILE_NAME, URL_VARIABLE
from tests.support.command_line import run_here
from tests.support.figures import figure
from tests.support.folders import sound_copy


def told(file: Path) -> str:
    book = openpyxl.load_workbook(file)
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def test_a_briefing_is_written_without_making_a_store(tmp_path: Path) -> None:
    place, file = sound_copy(tmp_path), tmp_path / "简报 2024.xlsx"
    asked = ("--year", "2024", "--category", "演练", "--category", "hazards")
    done = run_here(place, "brief", *asked, "--format", "xlsx", "-o", str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert "12,192 times [1]" in told(file)
    assert "Scope: Weihai, Drills, Hazards" in told(file)
    assert not (place / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("asked", "named"), [(("--year", "2019"), "2024"), (("--category", "无此类"), "training")]
)
def test_what_is_not_there_is_a_wrong_call(
    tmp_path: Path, asked: tuple[str, str], named: str
) -> None:
    file = tmp_path / "x.pptx"
    done = run_here(sound_copy(tmp_path), "brief", *asked, "--format", "pptx", "-o", str(file))
    assert done.returncode == 2
    assert named in done.stderr.decode()
    assert not file.exists()


def test_the_figures_are_those_of_the_store_and_its_version_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(sound_copy(tmp_path)))
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    store = open_store()
    publish(store, [figure(value=77, year=2025)], editor=local_editor("张三"), base=1)
    file = tmp_path / "b.xlsx"
    asked: dict[str, object] = {
        "format": "xlsx",
        "store": None,
        "year": None,
        "category": [],
        "region": "",
        "short": False,
    }
    file.write_bytes(brief(Namespace(**asked), words("zh")))
    assert "77次 [1]" in told(file)
    assert words("zh")("Published version {version}", version=2) in told(file)
    alone = brief(Namespace(**{**asked, "format": "html"}), words("zh")).decode()
    assert store.publication(2).hash in alone and "77次" in alone
    short = brief(Namespace(**{**asked, "format": "pptx", "short": True}), words("zh"))
    assert len(Presentation(io.BytesIO(short)).slides) <= 6
    with pytest.raises(ValueError, match="pptx"):
        brief(Namespace(**{**asked, "short": True}), words("zh"))
    with pytest.raises(ValueError, match="威海市"):
        brief(Namespace(**{**asked, "region": "别处"}), words("zh"))
