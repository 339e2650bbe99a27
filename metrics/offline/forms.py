"""Draw the forms of figures without a script: dots, strips, pairs, shares, events, numbers.

`metrics.analysis.drawn` says what they show; numbers are links to their source.
"""

from collections.abc import Callable, Iterable, Sequence

from metrics.analysis.drawn import Drawn, Years
from metrics.charts.palette import on_dark, pale, pale_on_dark
from metrics.charts.svg import Link
from metrics.markup import Markup, tag

_DOTS_ACROSS, _STEP, _DOT = 20, 10, 4
_AXIS_STEPS = (0, 50, 80, 90)
_HUNDRED = 100.0
_STRIP = 600


def tones(color: str) -> str:
    """Return the style that gives an element the tones of a colour."""
    names = {"--c": color, "--p": pale(color), "--cd": on_dark(color), "--pd": pale_on_dark(color)}
    return ";".join(f"{name}:{tone}" for name, tone in names.items())


def figure_form(one: Drawn, link: Link, chart: Markup | None = None) -> Markup:
    """Return a figure in its form; its `chart`, where it has one, is the picture."""
    if one.other is not None:
        return _PAIRS[one.kind](one, one.other, link)
    draw = _PICTURES.get(one.kind)
    picture = chart if chart is not None else draw(one) if draw else ""
    return tag("div", _stated(one, link), picture, class_="form")


def _stated(one: Drawn, link: Link, class_: str = "stated") -> Markup:
    number = tag("span", one.number, class_="number")
    value = tag("span", number, " ", tag("span", one.unit, class_="unit"), class_="value")
    note = tag("span", one.computed, class_="note") if one.note else ""
    parts = [tag("span", one.title, class_="name"), value, note]
    if address := link(one.address) if one.address else "":
        return tag("a", parts, href=address, class_=f"{class_} first" if one.lead else class_)
    return tag("span", parts, class_=class_)


def _dots(one: Drawn) -> Markup:
    count = round(one.count)
    rows = -(-count // _DOTS_ACROSS)
    dots = (
        _dot(at % _DOTS_ACROSS * _STEP + _DOT, at // _DOTS_ACROSS * _STEP + _DOT)
        for at in range(count)
    )
    return _picture(dots, min(count, _DOTS_ACROSS) * _STEP, rows * _STEP)


def _events(one: Drawn) -> Markup:
    """Draw rare events: a dot for each, a ring for a year that states none."""
    most = max([1.0, *(value for _year, value in one.values if value is not None)])
    height, marks = int(most) * _STEP + 2, []
    for at, (_year, value) in enumerate(one.values):
        x, strong = at * 3 * _STEP + _STEP, at == len(one.values) - 1
        if value == 0:
            marks.append(_dot(x, height - 6, "ring"))
        for count in range(int(value or 0)):
            marks.append(_dot(x, height - 6 - count * _STEP, "" if strong else "pale"))
    width = len(one.values) * 3 * _STEP
    return _over_years(_picture(marks, width, height), *_ends(one.values), wide=width)


def _rates(one: Drawn) -> Markup:
    """Draw shares on an axis to 100, from where they differ."""
    known = [(year, value) for year, value in one.values if value is not None]
    least, most = min(v for _y, v in known), max(v for _y, v in known)
    start = max(step for step in (min(0.0, least), *_AXIS_STEPS) if step <= least)
    end = max(_HUNDRED, most)
    marks = [tag("line", x1=6, x2=234, y1=10, y2=10, class_="rule")]
    for at, (year, value) in enumerate(known):
        x = 6 + 228 * (value - start) / (end - start or 1)
        strong = at == len(known) - 1
        dot = _dot(round(x, 1), 10, "" if strong else "pale", radius=7 if strong else 4.5)
        marks.append(tag("g", tag("title", f"{year} {value:g}%"), dot))
    return _over_years(_picture(marks, 240, 20), f"{start:g}%", f"{end:g}%", wide=240)


def _ends(years: Years) -> tuple[str, str]:
    return str(years[0][0]), str(years[-1][0])


def _strip(one: Drawn, part: Drawn, link: Link) -> Markup:
    wide = round(max(one.share * _STRIP, 3), 1)
    bars = [
        tag("rect", width=round(_STRIP - wide - 2, 1), height=14, class_="mark pale"),
        tag("rect", x=_STRIP - wide, width=wide, height=14, class_="mark"),
    ]
    bar = _picture(bars, _STRIP, 14, stretched=True)
    ends = tag("div", _stated(one, link), _stated(part, link, "stated part"), class_="ends")
    below = tag("p", one.computed, class_="computed")
    return tag("div", ends, bar, below, class_="form pair strip")


def _reach(one: Drawn, reached: Drawn, link: Link) -> Markup:
    arrow = tag("span", tag("span", one.computed, class_="note"), class_="arrow")
    parts = [_stated(one, link), arrow, _stated(reached, link)]
    return tag("div", parts, class_="form pair reach")


def _dot(x: float, y: float, looks: str = "", *, radius: float = _DOT) -> Markup:
    return tag("circle", cx=x, cy=y, r=radius, class_=f"mark {looks}".strip())


def _picture(
    marks: Iterable[Markup], width: float, height: float, *, stretched: bool = False
) -> Markup:
    size = {"viewBox": f"0 0 {width} {height}", "aria_hidden": "true"}
    if stretched:
        size["preserveAspectRatio"] = "none"
    look = "picture wide" if stretched else "picture"
    style = None if stretched else f"--w:{width}"
    return tag("svg", marks, class_=look, style=style, **size)


def _over_years(picture: Markup, first: str, last: str, *, wide: float) -> Markup:
    ends = [tag("span", first), tag("span", last)] if first != last else [tag("span", first)]
    style = f"--w:{wide}"
    return tag("div", picture, tag("div", ends, class_="years", style=style))


_PICTURES: dict[str, Callable[[Drawn], Markup]] = {
    "dots": _dots,
    "events": _events,
    "rates": _rates,
}
_PAIRS: dict[str, Callable[[Drawn, Drawn, Link], Markup]] = {"strip": _strip, "reach": _reach}


def band(title: str, color: str, forms: Sequence[Markup], *, note: str = "") -> Markup:
    """Return a category's figures beside one another under its name."""
    shown_note = tag("p", note, class_="note") if note else ""
    drawn = tag("div", list(forms), class_="drawn")
    return tag("section", tag("h2", title), drawn, shown_note, class_="band", style=tones(color))
