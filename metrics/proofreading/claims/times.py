"""Take the times of a clause: as the year of its figures, as their base, or as a span of years.

A year before 以来 begins a span; 此后, 次年 and 当年 lean on a year named before.
"""

from metrics.proofreading.claims.kinds import is_part
from metrics.proofreading.claims.scene import Base, Clause
from metrics.proofreading.claims.tokens import Token

TIMES = ("year", "ago", "span", "since", "planend", "now", "recent", "plan")
_RATIO_UNITS = ("倍", "%")
_SHARE_CUES = ("share", "copula", "to", "whole")
_LINKS, _PAIR = "、和与及较比", 2


class TimeTaker:
    """Take the times of one draft's clauses."""

    def __init__(self, text: str, default: int) -> None:
        self._text, self._default = text, default
        self.last_year = default
        """The year that 去年 means where nothing else says it."""

    def take(self, clause: Clause, token: Token, following: Token | None) -> None:
        """Take a time as what it is in its clause."""
        match token.kind:
            case "part":
                clause.part = True
            case "chain":
                clause.base = Base(unclear=True)
            case "base":
                clause.base = Base(ago=1)
            case "years":
                clause.count = token.number
            case "next":
                self._next_year(clause)
            case "later":
                self._year_later(clause, token)
            case "after":
                clause.after = _last_named(clause)
            case _ if clause.role == "except":
                clause.excluded_years = (*clause.excluded_years, *token.years)
            case _ if clause.role in ("base", "from") or is_base_of_ratio(clause, token, following):
                self._base_time(clause, token)
            case _:
                self._subject_time(clause, token)

    def _next_year(self, clause: Clause) -> None:
        """Take 次年 as the year behind the one named last."""
        if year := _last_named(clause):
            clause.years.append(year + 1)
            clause.relative = True

    def _year_later(self, clause: Clause, token: Token) -> None:
        """Take 四年后 as that year, with the year named last as its base."""
        if year := _last_named(clause):
            clause.years.append(year + token.number)
            clause.base = Base(year=year)

    def _base_time(self, clause: Clause, token: Token) -> None:
        if token.kind == "ago":
            clause.base = Base(ago=token.number or int(token.value))
        elif token.kind == "now":
            clause.base = base_of_that_year(clause)
        elif token.kind == "planend":
            clause.base = Base(year=token.years[-1])
        elif token.kind in ("recent", "plan") or len(token.years) > _PAIR:
            clause.base = Base(unclear=True)  # 比2016、2017、2018三年
            clause.count = token.number  # 比近三年平均水平
        else:
            clause.base = Base(year=token.years[0])
        listed = tuple(Base(year=year) for year in token.years) or (clause.base,)
        joined = self._text[max(token.start - 2, 0) : token.start].strip(_LINKS) == ""
        clause.bases = (*clause.bases, *listed) if joined else listed  # 较上年、较2020年分别

    def _subject_time(self, clause: Clause, token: Token) -> None:
        if token.kind == "year" or token.kind == "planend":
            clause.years.append(token.years[-1])
        elif token.kind == "ago":
            before = clause.scene
            explicit = clause.years[-1] if clause.years else before.anchor or before.year
            clause.relative = explicit is None
            default = self._default if before.trail else None  # 检查9412家次，上年为8346家次
            clause.anchor = explicit or default or self.last_year + 1
            clause.years.append(clause.anchor - (token.number or int(token.value)))
            clause.relates = bool(before.trail) and len(clause.years) == 1
        elif token.kind == "now":
            named = clause.years[-1] if clause.years else 0  # 上年和今年两年
            new = named in (0, self._default - 1) and (clause.scene.year or 0) < self._default
            if token.value and new:
                clause.years.append(self._default)
                if clause.scene.here and clause.scene.trail and clause.base is None:
                    clause.base = Base(year=clause.scene.year)  # 2018年57起，如今25起，下降56.1%
        elif token.kind == "recent":
            clause.recent = token.number if token.number > 1 else 0
            told = clause.scene.trail or clause.scene.years
            if token.number == 1 and told and not clause.years:
                clause.years.append(self._default)  # 三年合计93个；一年来，
        elif token.kind == "since":
            clause.span, clause.since = tuple(range(token.years[0], self._default + 1)), True
        elif token.kind == "span":
            clause.span = token.years
        else:
            last = min(token.years[-1], self._default)
            clause.span, clause.loose = tuple(range(token.years[0], last + 1)), True


def is_base_of_ratio(clause: Clause, token: Token, following: Token | None) -> bool:
    """Return whether a time or place is that of a ratio: 是2020年的3.2倍."""
    if following is None or following.figure is None:
        return False
    if not 0 <= following.start - token.end <= 1:
        return False
    if following.figure.unit not in _RATIO_UNITS:
        own = {"copula"} & set(clause.cues) or "ratio" in clause.scene.carried
        return is_part(following.figure) and bool(own) and "share" not in clause.cues
    reached = clause.cues.get("to")
    if reached is not None and reached.value:
        return False  # 降到2023年的93.5%
    return following.figure.unit == "倍" or bool(set(clause.cues) & set(_SHARE_CUES))


def _last_named(clause: Clause) -> int:
    """Return the year named last, before or in a clause; 0 where there is none."""
    return clause.years[-1] if clause.years else clause.scene.year or 0


def base_of_that_year(clause: Clause) -> Base:
    """Return the base that 当年 means: the earlier of the two years named."""
    scene = clause.scene
    seen = sorted({*scene.seen, *clause.years, *([scene.base.year] if scene.base.year else [])})
    year = clause.years[-1] if clause.years else scene.year
    known = len(seen) == _PAIR and year == seen[1]
    return Base(year=seen[0] if known else None, unclear=not known)
