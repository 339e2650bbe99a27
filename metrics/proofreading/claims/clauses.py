"""Read the tokens of a draft as claims: clause by clause, figure by figure.

Within a clause the words before a figure say what it is: behind 比 or 较 stands the base, behind 占
the whole, behind 从 where something began. What a clause leaves out it has from the clause before.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from metrics.proofreading.claims.kinds import bare_claims, figure_kind
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Base, Claim, Named, Scene
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import bare_of_light

_TIMES = ("year", "ago", "span", "since", "planend", "now", "recent", "plan")
_PLACES = ("region", "city", "districts", "outside", "metric", "target", "others")
_SCOPE_WORDS = ("record", "most", "rank", "fastest", "top")
_RATIO_UNITS = ("倍", "%")
_JOINING = ("、", "和", "与", "及", "以及", "跟", "同", " and ", ",", "")
_REACH = 5
"""Characters within which 比 meets its base, and 多 its figure."""
_COMPARED = ("close", "same", "up", "down", "more")
_PLAIN_COMPARISONS = ("比", "than", "against")
_SHARE_CUES = ("share", "copula", "to", "whole")


@dataclass
class _Clause:
    """What has been read of a clause so far."""

    scene: Scene
    tokens: Sequence[Token]
    role: str = "subject"
    base: Base | None = None
    whole: tuple[str, ...] = ()
    whole_words: str = ""
    base_words: str = ""
    words: str = ""
    cues: dict[str, Token] = field(default_factory=dict)
    regions: list[str] = field(default_factory=list)
    districts: int | None = None
    years: list[int] = field(default_factory=list)
    span: tuple[int, ...] = ()
    loose: bool = False
    recent: int = 0
    metrics: list[Token] = field(default_factory=list)
    base_metrics: list[Token] = field(default_factory=list)
    part: bool = False
    outside: bool = False
    figures: int = 0


class ClaimReader:
    """Read the claims of one draft."""

    def __init__(self, published: Published, text: str, default: int) -> None:
        self._published, self._text, self._default = published, text, default
        self._last_year = default

    def read(self, tokens: Sequence[Token]) -> Iterator[Claim]:
        """Yield the claims of a draft in the order of their words."""
        if any(each.kind == "now" and "今" in self._of(each) for each in tokens):
            self._last_year = self._default - 1
        scene, clause, start = Scene(), list[Token](), 0
        for token in (*tokens, Token(len(self._text), len(self._text), "end", "\n")):
            if token.kind not in ("comma", "end"):
                clause.append(token)
                continue
            scene = yield from self._clause(clause, scene, (start, token.start))
            clause, start = [], token.end
            if token.kind == "end":
                scene = Scene() if token.value == "\n" else scene.for_next_sentence()

    def _of(self, token: Token) -> str:
        return self._text[token.start : token.end]

    def _clause(
        self, tokens: Sequence[Token], scene: Scene, span: tuple[int, int]
    ) -> Generator[Claim, None, Scene]:
        """Yield the claims of one clause; returns the scene that it leaves."""
        clause, at = _Clause(scene, tokens), span[0]
        for place, token in enumerate(tokens):
            self._add(clause, self._text[at : token.start])
            if token.kind == "figure":
                yield self._figure(clause, token, place)
            else:
                self._take(clause, token, place)
            at = max(at, token.end)
        self._add(clause, self._text[at : span[1]])
        settled = self._settled(clause)
        yield from bare_claims(clause.cues, settled)
        return replace(settled, among=bool(tokens) and tokens[-1].kind == "among")

    # -- words and tokens ------------------------------------------------------

    def _add(self, clause: _Clause, words: str) -> None:
        """Add words that no token covers to the subject, the base or the whole."""
        if not words.strip():
            return
        if clause.role == "base" and clause.base is None:
            clause.base_words += words
        elif clause.role == "whole":
            clause.whole_words += words
        else:
            clause.words += words

    def _take(self, clause: _Clause, token: Token, place: int) -> None:
        """Take one token that is no figure into a clause."""
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if token.kind in _TIMES or token.kind in ("years", "part", "chain", "base"):
            self._time(clause, token, following)
        elif token.kind in _PLACES:
            self._place(clause, token, place)
        elif token.kind == "compare":
            self._compare(clause, token, place)
        elif token.kind == "close":
            self._close(clause, token, following)
        elif token.kind in ("up", "down", "from") and not self._stands(clause, token, following):
            self._add(clause, self._of(token))
        elif token.kind == "from":
            clause.role = "from"
            clause.cues["from"] = token
        elif token.kind == "to" and self._only_reaches(clause, token, place):
            return
        else:
            clause.role = "whole" if token.kind == "share" else "subject"
            clause.cues.setdefault(token.kind, token)

    def _only_reaches(self, clause: _Clause, token: Token, place: int) -> bool:
        """Return whether 达 goes with a word of change: 增长达27.2%."""
        before = clause.tokens[place - 1] if place else None
        near = before is not None and token.start - before.end <= 1
        return bool(near and before and before.kind in ("up", "down", "rate") and not token.value)

    def _stands(self, clause: _Clause, token: Token, following: Token | None) -> bool:
        """Return whether a short word of change, or 从, is one at its place."""
        if token.kind == "from":
            near = following is not None and following.start - token.end <= 2
            return near and following is not None and following.kind in (*_TIMES, "figure")
        if token.end - token.start > 1:
            return True
        near = following is not None and following.start - token.end <= _REACH
        if not near or following is None or following.kind not in ("figure", "to"):
            return False
        compared = clause.base is not None or clause.role == "base"
        return compared or not bare_of_light(clause.words[-2:]) or not clause.words

    def _compare(self, clause: _Clause, token: Token, place: int) -> None:
        """Begin a base, where one follows; else 与 joins regions, and 较 is a word's part."""
        rest = clause.tokens[place + 1 :]
        following = rest[0] if rest else None
        reach = 0 if following is None else following.start - token.end
        joins = self._of(token) in ("与", "同", "跟")
        moved = any(each.kind in _COMPARED for each in rest)
        if following is None or reach > _REACH or following.kind not in (*_TIMES, *_PLACES):
            if moved and self._of(token) in _PLAIN_COMPARISONS and clause.words:
                clause.role = "base"
            else:
                self._add(clause, self._of(token))
            return
        together = clause.regions and following.kind == "region"
        if joins and (not moved or (together and all(each.kind != "close" for each in rest))):
            return
        clause.role = "base"

    def _close(self, clause: _Clause, token: Token, following: Token | None) -> None:
        """End a base at 相比; before a year 相比 begins one, behind 以2020年 it is one."""
        near = following is not None and following.start - token.end <= 1
        if clause.role != "base" and near and following and following.kind in (*_TIMES, "region"):
            clause.role = "base"
            return
        if clause.role != "base" and clause.years:
            clause.base = Base(year=clause.years.pop())
        clause.role = "subject"

    # -- times -----------------------------------------------------------------

    def _time(self, clause: _Clause, token: Token, following: Token | None) -> None:
        if token.kind == "part":
            clause.part = True
        elif token.kind == "chain":
            clause.base = Base(unclear=True)
        elif token.kind == "base":
            clause.base = Base(ago=1)
        elif token.kind == "years":
            pass
        elif clause.role in ("base", "from") or self._is_base(clause, token, following):
            self._base_time(clause, token)
        else:
            self._subject_time(clause, token)

    def _is_base(self, clause: _Clause, token: Token, following: Token | None) -> bool:
        """Return whether a time is that of a ratio: 是2020年的3.2倍."""
        if following is None or following.figure is None:
            return False
        if following.figure.unit not in _RATIO_UNITS or following.start - token.end > 1:
            return False
        return following.figure.unit == "倍" or bool(set(clause.cues) & set(_SHARE_CUES))

    def _base_time(self, clause: _Clause, token: Token) -> None:
        if token.kind == "ago":
            clause.base = Base(ago=int(token.value))
        elif token.kind == "now":
            clause.base = Base(unclear=True)
        elif token.kind == "planend":
            clause.base = Base(year=token.years[-1])
        elif token.kind in ("recent", "plan"):
            clause.base = Base(unclear=True)
        else:
            clause.base = Base(year=token.years[0])
            if token.kind == "span":
                clause.span = token.years

    def _subject_time(self, clause: _Clause, token: Token) -> None:
        if token.kind == "year" or token.kind == "planend":
            clause.years.append(token.years[-1])
        elif token.kind == "ago":
            explicit = clause.years[-1] if clause.years else clause.scene.year
            before = explicit - 1 if explicit else self._last_year
            clause.years.append(before - int(token.value) + 1)
        elif token.kind == "now":
            if "今" in self._of(token) and not (clause.years or clause.scene.year):
                clause.years.append(self._default)
        elif token.kind == "recent":
            clause.recent = token.number
        elif token.kind == "since":
            clause.span = tuple(range(token.years[0], self._default + 1))
        elif token.kind == "span":
            clause.span = token.years
        else:
            last = min(token.years[-1], self._default)
            clause.span, clause.loose = tuple(range(token.years[0], last + 1)), True

    # -- places and metrics ----------------------------------------------------

    def _place(self, clause: _Clause, token: Token, place: int) -> None:
        if token.kind == "metric":
            self._metric(clause, token)
        elif token.kind == "target":
            clause.cues.setdefault("target", token)
            clause.role = "subject"
        elif token.kind == "outside":
            if clause.role == "base":
                clause.base = Base(outside=True)
            elif not clause.words and not clause.metrics:
                clause.outside = True
            else:
                self._add(clause, self._of(token))
        else:
            self._region(clause, token, place)

    def _metric(self, clause: _Clause, token: Token) -> None:
        if clause.role == "base" and clause.base is None and (clause.metrics or clause.words):
            clause.base_metrics.append(token)
        elif clause.role == "whole":
            clause.whole_words += self._of(token)
            clause.base_metrics.append(token)
        else:
            clause.metrics.append(token)
            clause.words += self._of(token)

    def _region(self, clause: _Clause, token: Token, place: int) -> None:
        """Take a region as the subject, the base or the whole."""
        districts = self._published.districts
        named: tuple[str, ...] = (token.region,) if token.kind == "region" else districts
        if token.kind == "city":
            named = (self._published.city,)
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if token.kind == "others":
            clause.districts = None
            named = tuple(each for each in districts if each not in clause.regions)
        if clause.role == "base" or self._is_base(clause, token, following):
            if token.kind == "city" and clause.role != "base":
                clause.whole = named
            else:
                before = clause.base.regions if clause.base else ()
                clause.base = replace(clause.base or Base(), regions=(*before, *named))
        elif clause.role == "whole":
            clause.whole = (*clause.whole, *named)
        elif token.kind == "districts":
            self._districts(clause, token, place)
        else:
            self._subject_region(clause, token, named, place)

    def _districts(self, clause: _Clause, token: Token, place: int) -> None:
        """Take 三地 as all districts, or as a word for those that were just named."""
        later = clause.tokens[place + 1 :]
        if any(each.kind in _SCOPE_WORDS for each in later):
            return
        named = len(clause.regions)
        if named > 1 and token.number in (0, named):
            return
        if token.number in (0, len(self._published.districts)):
            clause.regions = list(self._published.districts)
        else:
            clause.regions = [""] * token.number

    def _subject_region(
        self, clause: _Clause, token: Token, named: tuple[str, ...], place: int
    ) -> None:
        later = clause.tokens[place + 1 :]
        if token.kind == "city" and any(each.kind in _SCOPE_WORDS for each in later):
            if not any(each.kind == "figure" for each in later) and clause.regions:
                return
            if later and later[0].kind in _SCOPE_WORDS:
                return
        previous = clause.tokens[place - 1] if place else None
        if previous and previous.kind == "compare" and place > 1:
            previous = clause.tokens[place - 2]
        joined = previous is not None and previous.kind == "region"
        if joined and previous is not None:
            joined = self._text[previous.end : token.start].strip() in _JOINING
        if not joined:
            clause.regions = []
        clause.regions += named

    # -- what a claim is about -------------------------------------------------

    def _named(self, words: str, tokens: Sequence[Token], unit: str = "") -> Named:
        """Return the metrics that words may name, likeliest first."""
        bare = bare_of_light(words)
        found = dict(self._published.named(bare, unit)) if len(bare) > 1 else {}
        for token in tokens:
            if token.metric is not None:
                whole = len(token.value) / max(len(bare), 1)
                likely = 0.97 if whole > 0.6 else 0.75
                found[token.metric] = max(found.get(token.metric, 0.0), likely)
        return tuple(sorted(found.items(), key=lambda item: -item[1]))

    def _settled(self, clause: _Clause, unit: str = "") -> Scene:
        """Return the scene of a clause so far, with what the clause before had set."""
        before = clause.scene
        metrics = self._named(clause.words, clause.metrics, unit)
        bare = bare_of_light(clause.words)
        unknown = "" if metrics or len(bare) < 2 else bare
        base = clause.base or before.base
        if clause.base_metrics or (clause.base_words and clause.base is None):
            based = self._named(clause.base_words, clause.base_metrics)
            base = replace(clause.base or Base(), metrics=based)
        whole_metrics = self._named(clause.whole_words, clause.base_metrics)
        metrics = metrics or whole_metrics
        year = clause.years[-1] if clause.years else before.year
        span = clause.span
        if clause.recent:
            last = year or self._default
            span = tuple(range(last - clause.recent + 1, last + 1))
        return replace(
            before,
            year=year,
            years=span or (() if clause.years else before.years),
            loose=bool(clause.recent) or clause.loose if span else before.loose,
            regions=tuple(clause.regions) or before.regions,
            metrics=metrics or before.metrics,
            base=base,
            whole=clause.whole,
            whole_metrics=whole_metrics,
            part=clause.part or before.part,
            outside=clause.outside or (before.outside and not clause.regions),
            unknown=unknown or (before.unknown if not metrics else ""),
            words=bare,
        )

    def _figure(self, clause: _Clause, token: Token, place: int) -> Claim:
        """Return the claim of a figure, and make the clause ready for the next."""
        figure = token.figure
        assert figure is not None
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        scene = self._settled(clause, figure.unit if figure.family not in _SHARES else "")
        claim = figure_kind(clause.cues, self._apart(clause, scene), token, following)
        self._pass_figure(clause, scene)
        return claim

    def _pass_figure(self, clause: _Clause, scene: Scene) -> None:
        """Make a clause ready for the words behind a figure, which may begin another subject."""
        clause.scene, clause.role, clause.figures = scene, "subject", clause.figures + 1
        clause.cues = {kind: cue for kind, cue in clause.cues.items() if kind == "apart"}
        clause.words = clause.whole_words = clause.base_words = ""
        clause.metrics, clause.base_metrics, clause.base, clause.whole = [], [], None, ()

    def _apart(self, clause: _Clause, scene: Scene) -> Scene:
        """Give the n-th figure behind 分别 the n-th region or year."""
        if "apart" not in clause.cues:
            return scene
        number = clause.figures
        if len(scene.regions) > 1 and number < len(scene.regions):
            return replace(scene, regions=(scene.regions[number],))
        years = scene.years or tuple(clause.years)
        if len(years) > 1 and number < len(years):
            return replace(scene, year=years[number], years=())
        return scene


_SHARES = ("share", "points", "multiple")
