"""Two reports compared: every seeded edit of a number is found, and none is invented."""

import json
from collections import Counter
from pathlib import Path

import pytest

from metrics.extraction.report_comparison import ReportChange, compare_reports
from tests.support.command_line import run_here
from tests.support.labelled_reports import INVENTED, LABELLED
from tests.support.seeded_edits import seeded, with_sections_moved

OTHER = LABELLED / "reports" / "futang-2025.txt"
DIFFERING = (ReportChange.CHANGED, ReportChange.DROPPED, ReportChange.NEW)


@pytest.mark.parametrize("seed", [211, 212])
@pytest.mark.parametrize("path", [INVENTED.path, OTHER], ids=lambda path: path.stem)
def test_every_edited_number_is_found_and_none_invented(path: Path, seed: int) -> None:
    text = path.read_text(encoding="utf-8")
    edited, edits = seeded(text, 15, seed)
    assert len(edits) >= 9
    found = Counter(
        (pair.then.printed if pair.then else "", pair.now.printed if pair.now else "")
        for pair in compare_reports(text, with_sections_moved(edited) if seed % 2 else edited)
        if pair.change in DIFFERING
    )
    assert found == Counter(each for edit in edits for each in edit.differing)


@pytest.mark.parametrize(
    "now", ["检查规模以上企业300家。", "检查企业300家（不含矿山）。", "抽查企业300家。"]
)
def test_a_definition_said_otherwise_is_told_with_both_sentences(now: str) -> None:
    (pair,) = compare_reports("2023年，全市检查企业300家。", f"2024年，全市{now}")
    assert (pair.change, pair.reworded) == (ReportChange.REWORDED, True)
    assert pair.then_sentence != pair.now_sentence


def test_a_dropped_and_a_new_figure_are_told(tmp_path: Path) -> None:
    then, now = tmp_path / "甲.txt", tmp_path / "乙.txt"
    then.write_text("2023年，全市开展应急演练120次，检查企业300家。", encoding="utf-8")
    now.write_text("2024年，全市开展应急演练150次，新建避难场所12处。", encoding="utf-8")
    done = run_here(tmp_path, "compare-reports", str(then), str(now), "--json")
    found = json.loads(done.stdout)
    assert found["counts"] == {"changed": 1, "reworded": 0, "dropped": 1, "new": 1, "same": 0}
    (changed,) = [each for each in found["figures"] if each["change"] == "changed"]
    assert (changed["then"]["printed"], changed["now"]["printed"]) == ("120次", "150次")
