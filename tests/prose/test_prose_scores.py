"""The bars on the labelled texts, which lie outside the repository."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(__file__).resolve().parents[3] / "shared"

pytestmark = pytest.mark.skipif(
    not (SHARED / "extraction" / "sentences.jsonl").exists(),
    reason=f"the labelled texts are not under {SHARED}",
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer of the bench folder, as a module."""
    spec = importlib.util.spec_from_file_location(
        "score_extraction", ROOT / "bench" / "score_extraction.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_extraction"] = module
    spec.loader.exec_module(module)
    return module


def test_the_labelled_texts_are_read_within_the_bars(scorer: ModuleType) -> None:
    groups, _, wrong = scorer.score_all(SHARED)
    seed = groups["seed report"]
    assert (seed.found, seed.spurious, seed.misread) == (20, 0, 0)
    assert sum(name >= 0.5 for name in seed.names) >= 19
    for group in ("passages together", "sentences"):
        assert groups[group].recall >= 0.98
        assert groups[group].precision >= 0.97
        assert groups[group].named >= 0.90
    assert wrong == 0
