"""Hold what is known of the words in a table: metrics, regions, categories, units.

On top of `Names` it knows regions by their short names and by how names of places end, and units
of prose that the vocabulary does not list.
"""

import re
from functools import lru_cache

from metrics.numbers import SCALES
from metrics.prose import unit_names
from metrics.tables.names import Names, UnitName, folded_name
from metrics.tables.words import countries, even, role_words, zone_endings

_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:自治[区州县旗]|新区|开发区|高新区|经开区|管委会|街道(?:办事处)?|[市区县旗镇乡州盟])"
)
_NO_PLACE = re.compile(
    r"[全各本我分两三四五六七八九十多]|[上去今往历同][年期]|其[中他余]|.*[全各][市区县省州镇街]"
    r"|.*(?:[各全]|园区|小区|社区|城区|辖区|郊区|山区|库区|景区|灾区|示范区|片区|功能区|集市|门市|超市|乡镇|城镇)$|(?:.{2,})?城市$"
)
_BUREAU = re.compile(r"(.+?)(?:应急管理|应急|安全生产监督管理|安监)?(?:局|委|办|大队|支队|中心)$")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{3,20}(?:局|委|办|大队|支队|中队|分局|委员会|办公室|政府)")
"""An office of any department: 某区教育局, 某区消防救援大队."""
_WITHIN = re.compile(r"(?:[\u4e00-\u9fff]{2,6}(?:省|自治区))?[\u4e00-\u9fff]{2,6}[市州盟](.{2,})")
_NUMBERED = re.compile(r"\d{1,3}([\u4e00-\u9fff]{2,})")
_ASIDE = re.compile(r"(.+?)[(（]([^()（）]*)[)）]")
_WITHOUT = re.compile("不含|不包括|除|剔除")
"""What makes a place in brackets another: 某区（不含开发区）."""
_ENDINGS = ("自治县", "街道", "新区", "市", "区", "县", "旗", "镇", "乡")
_SCALE_ONLY = {"万": 10_000, "亿": 100_000_000, "千": 1_000, "百万": 1_000_000}


class Lexicon:
    """Hold the known words of one data set."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.own = names.region
        self.short: dict[str, str] = {}
        twice: set[str] = set()
        for region in set(names.regions.values()):
            for ending in _ENDINGS:
                short = folded_name(region.removesuffix(ending))
                if region.endswith(ending) and len(short) >= 2:
                    if self.short.setdefault(short, region) != region:
                        twice.add(short)
                    break
            if zone := _zone(folded_name(region)):
                for short in {zone[0] + zone[1], zone[1]} - {folded_name(region)}:
                    if self.short.setdefault(short, region) != region:
                        twice.add(short)
        for short in twice:
            del self.short[short]
        self.labels: dict[str, object] = {}
        """What header texts were read as; see `labels.read_label`."""

    def metric(self, text: str) -> str:
        """Return the canonical name of a known metric, or an empty text."""
        if not text:
            return ""
        known = self.names.metric(text)
        return known.zh if known else self.names.published_metric(text) or ""

    def metric_unit(self, metric: str) -> str:
        """Return the catalogue's unit of a metric, or an empty text."""
        known = self.names.metric(metric)
        return known.unit if known else ""

    def usual_unit(self, metric: str) -> str:
        """Return the unit that a metric is counted in: the catalogue's, else as published."""
        series = self.names.series.get(metric)
        return self.metric_unit(metric) or (series[2] if series else "")

    def same_unit(self, text: str, usual: str) -> bool:
        """Return whether a unit counts the same as another, but for its scale."""
        named, other = self.unit(text), self.unit(usual)
        if not (named and other):
            return False
        return named.name == other.name or self.names.ratio(named.name, other.name) is not None

    def category(self, text: str) -> str:
        """Return the key of a known category, or an empty text."""
        return self.names.category(text) or "" if text else ""

    def region(self, text: str) -> str:
        """Return the region that a whole text names, also by its office; or an empty text."""
        if not text:
            return ""
        folded = folded_name(text)
        known = self.names.regions.get(folded) or self.short.get(folded)
        if known:
            return known
        if division := self._division(text):
            return division
        office = _BUREAU.fullmatch(text)
        if office and office[1] != text:
            return self.region(office[1])
        within = _WITHIN.fullmatch(text)
        if within:
            return self.region(within[1])
        if (aside := _ASIDE.fullmatch(text)) and not _WITHOUT.search(aside[2]):
            return self.region(aside[1])
        if (numbered := _NUMBERED.fullmatch(text)) and (named := self.region(numbered[1])):
            return named
        zone = _zone(folded)
        if not zone or zone[0] + zone[1] == folded:
            return ""
        return self.region(zone[0].removeprefix(self.own.rstrip("市县区州盟")) + zone[1])

    def _division(self, text: str) -> str:
        """Return the known district whose office a text names: 某区教育局."""
        found = [one for one in set(self.names.regions.values()) if one != self.own and one in text]
        if len(found) != 1 or not _DIVISION.fullmatch(text):
            return ""
        return found[0]

    def place(self, text: str) -> str:
        """Return a region that is known, or that a text names by how it ends."""
        known = self.region(text)
        if known or not text or self.metric(text) or even(text) in role_words().whole:
            return known
        office = _BUREAU.fullmatch(text)
        name = office[1] if office else text
        if even(name) in countries():
            return name
        zone = _zone(name)
        if zone and zone[0] and not _NO_PLACE.match(name):
            return name
        if _PLACE.fullmatch(name) and len(name) >= 2 and not _NO_PLACE.match(name):
            return name
        return ""

    def unit(self, text: str) -> UnitName | None:
        """Return the unit that a whole text names, with its scale; None for other texts."""
        if not text or len(text) > 12 or text[0].isdigit():
            return None
        if text in _SCALE_ONLY:
            return UnitName("", True, _SCALE_ONLY[text])
        name = self.names.unit(text)
        if name.known:
            return name
        if text in _prose_units():
            return UnitName(text, True)
        for word, scale in sorted(SCALES.items(), key=lambda one: -len(one[0])):
            rest = text.removeprefix(word)
            if word != "十" and rest != text and rest in _prose_units():
                return UnitName(rest, True, scale)
        return None


def _zone(name: str) -> tuple[str, str] | None:
    """Return what stands before the ending of a zone's name, and its short ending."""
    for ending, short in zone_endings().items():
        if name.endswith(ending):
            return name.removesuffix(ending), short
    return None


@lru_cache(maxsize=1)
def _prose_units() -> frozenset[str]:
    return frozenset(unit_names()) - {"年", "月", "日", "年度", "季度", "周"}
