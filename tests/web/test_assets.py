"""The plotly.js that browsers get: the installed release, as small as the charts allow."""

import re
from pathlib import Path

import pytest

from ui.components import static_files

ROOT = Path(__file__).resolve().parents[2]
BASIC = ROOT / "ui" / "components" / "chart" / "plotly" / "plotly-basic.min.js"
IN_IT = {"bar", "pie", "scatter"}
"""The traces that the basic bundle draws; others would fail in the reader's browser."""


def test_the_small_bundle_is_of_the_installed_release() -> None:
    whole = static_files._whole_plotly()
    release = static_files._release(whole)
    assert release and static_files._release(BASIC) == release, (
        f"fetch it anew: `npm pack plotly.js-basic-dist-min@{release}`; its plotly-basic.min.js "
        f"and LICENSE belong into {BASIC.parent.relative_to(ROOT)}"
    )
    assert "MIT" in (BASIC.parent / "LICENSE").read_text(encoding="utf-8")
    assert static_files._plotly() == BASIC.read_bytes()
    assert BASIC.stat().st_size < whole.stat().st_size / 3


def test_another_release_is_served_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "plotly.min.js"
    other.write_text("/**\n* plotly.js v99.0.1\n*/ whole", encoding="utf-8")
    monkeypatch.setattr(static_files, "_whole_plotly", lambda: other)
    static_files._plotly_version.cache_clear()
    try:
        assert static_files._plotly() == other.read_bytes()
        assert static_files.plotly_address().endswith("/plotly-99.0.1.min.js")
    finally:
        static_files._plotly_version.cache_clear()


def test_the_small_bundle_draws_every_trace_of_the_charts() -> None:
    drawing = [
        file.read_text(encoding="utf-8")
        for file in sorted((ROOT / "metrics" / "charts").rglob("*.py"))
    ]
    named = {kind for text in drawing for kind in re.findall(r'"type": "([a-z0-9]+)"', text)}
    assert {"bar", "scatter"} <= named
    # The rest are kinds of axes and of shapes.
    assert named - {"category", "log", "line"} <= IN_IT
