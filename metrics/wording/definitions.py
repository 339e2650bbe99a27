"""Propose what a new metric counts, by the words of its name and its unit.

Only a proposal: it says nothing that the name does not, and an editor writes what is published.
"""

from metrics.model.observation import Observation
from metrics.model.target import Target
from metrics.model.vocabulary import Vocabulary

# By the family of a unit: what is measured, in Chinese and English.
_MEASURED = {
    "money": ("金额", "Amount"),
    "people": ("人数", "Number of people"),
    "person-times": ("人次", "Person-times"),
    "households": ("户数", "Number of households"),
    "area": ("面积", "Area"),
    "length": ("长度", "Length"),
    "time": ("时长", "Duration"),
    "mass": ("重量", "Weight"),
}
_COUNTED = ("数量", "Number")
_SHARES = ("share", "percentage-points")


def propose_definition(
    row: Observation | Target, english: str, vocabulary: Vocabulary
) -> tuple[str, str]:
    """Return a Chinese and an English definition, the latter empty without a name."""
    unit = vocabulary.unit(row.unit)
    if unit.family in _SHARES or not row.unit:
        zh, en = f"{row.region}报告年度的{row.metric}", f"{english} in the year of the report"
    else:
        what_zh, what_en = _MEASURED.get(unit.family, _COUNTED)
        ended = row.metric.endswith(what_zh)
        zh = f"{row.region}报告年度{row.metric}{'' if ended else f'的{what_zh}'}"
        en = f"{what_en} in the year of the report: {english[:1].lower()}{english[1:]}"
    said_zh = f"，单位：{unit.zh}" if row.unit else ""
    said_en = f", in {unit.en_many}" if row.unit else ""
    return zh + said_zh, en + said_en if english else ""
