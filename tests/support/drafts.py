"""Texts of an invented bureau, written for the tests: a new year's report and its data set."""

from functools import cache
from pathlib import Path

from metrics.model.dataset import Dataset, load

ROOT = Path(__file__).resolve().parents[2]

NEW_YEAR = """临澜市应急管理局2025年工作报告

一、2025年工作成效
(一)强化宣传培训。一是开展宣贯活动9120次,宣贯培训人员102万余人次。二是企业内训师开展实际操作培训21.4万人次。
(二)强化应急准备。全市各级各部门组织应急演练9146次,增长10.0%;组织市级应急演练9次。新购消防无人机26架。
(三)强化隐患治理。管控重大事故隐患4602项,其中挂牌督办4800项。重大隐患整改率达97.1%,比上年提高1.1个百分点。
(四)强化装备建设。新配备救援装备16800台(套)。
二、2026年工作安排
2026年,计划开展市级应急演练12次。
"""


@cache
def sample() -> Dataset:
    """The invented bureau's figures of 2020 to 2024."""
    return load(ROOT / "examples")
