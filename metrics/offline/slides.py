"""Write the slides of the presenter: one claim each, its sentence at the foot, its source behind.

What they state is the briefing's: the year's paragraph, the claims of the main categories, what the
other categories give, goals, reports. Sizes are shares of the screen (`--u`), set by its looks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from metrics.briefing.content import Briefing, DrawnSentence, Goal, Phrase, Section
from metrics.briefing.figures import Figure
from metrics.charts.bars import yearly_bars
from metrics.charts.svg import svg
from metrics.i18n import Words
from metrics.markup import Markup, tag
from metrics.model.series import series_of
from metrics.offline.forms import figure_form, tones
from metrics.offline.sources import facts_of
from metrics.wording.formatter import Formatter

_CLAIMS_IN_A_LIST = 5
_GOALS_ON_A_SLIDE = 6
_REPORTS = 4  # reports named on the last slide; each figure names its own
_LONG = 46  # characters of a claim that is written smaller
_YEARS_WIDTH = 52  # px of the picture that a year takes
_LEAST_WIDTH = 320


def slides(briefing: Briefing, fmt: Formatter, *, seal: str = "") -> list[Markup]:
    """Return the slides; `fmt` writes the briefing's data set, seen from its region."""
    made = [_year(briefing)] if briefing.phrases else []
    for section in briefing.sections:
        alone = section.main or len(briefing.sections) == 1
        made += _claims(section, briefing, fmt) if alone else _lists(section, briefing)
    made += _goals(briefing)
    made.append(_reports(briefing, seal))
    return made


@dataclass(frozen=True)
class _Frame:
    """Hold what stands around a slide's body: its subject, colour and figures."""

    about: str
    color: str
    figures: Sequence[Figure] = ()


def _slide(frame: _Frame, briefing: Briefing, *body: str | Sequence[str]) -> Markup:
    """Return a slide with its head and, at its foot, the words of its first figures."""
    _ = briefing.words
    head = tag("header", tag("span", frame.about), tag("span", briefing.bureau))
    sample = tag("p", briefing.sample, class_="sample") if briefing.sample else ""
    words = [quote for figure in frame.figures[:2] if (quote := _words(figure, _))]
    foot = tag("footer", list(dict.fromkeys(words)), sample)
    source = [_source(figure, briefing) for figure in frame.figures]
    behind = tag("div", source, class_="behind", hidden=True) if source else ""
    whole = [head, tag("div", *body, class_="body"), foot, behind]
    return tag("section", whole, class_="slide", style=tones(frame.color))


def _words(figure: Figure, _: Words) -> Markup:
    """Return the sentence of a figure, else what is printed, with its place."""
    quote, place = figure.quote, figure.place
    if quote is not None:
        words = [quote.lead, tag("b", quote.printed), quote.tail]
    elif figure.printed:
        words = [tag("b", figure.printed)]
    else:
        return tag("p", place, class_="words") if place else Markup("")
    opening, closing = ("“", "”")
    where = f" — {place}" if place else ""
    return tag("p", opening, words, closing, where, class_="words")


def _source(figure: Figure, briefing: Briefing) -> Markup:
    _ = briefing.words
    facts = [tag("div", tag("dt", name), tag("dd", fact)) for name, fact in facts_of(figure, _)]
    report = next((r.line(_) for r in briefing.reports if r.year == figure.year), "")
    title = tag("h3", f"{figure.name} · {figure.year}", tag("b", figure.text))
    return tag("article", title, tag("dl", facts), tag("p", report))


def _year(briefing: Briefing) -> Markup:
    _ = briefing.words
    report = briefing.reports[0].line(_) if briefing.reports else ""
    title = tag("h2", _("{year} in figures", year=briefing.year), class_="opening")
    claim = tag("p", [_phrase(each, briefing) for each in briefing.phrases], class_="said")
    frame = _Frame(report, briefing.sections[0].color)
    return _slide(frame, briefing, title, claim)


def _phrase(phrase: Phrase, briefing: Briefing) -> str:
    if phrase.figure is None:
        return phrase.text
    key = phrase.figure.observation.category
    color = next(each.color for each in briefing.sections if each.key == key)
    return tag("b", phrase.text, style=tones(color))


def _claims(section: Section, briefing: Briefing, fmt: Formatter) -> Iterator[Markup]:
    for claim in section.claims:
        frame = _Frame(_about(section, briefing), section.color, claim.figures)
        title = tag("h2", _phrases(claim), class_="long" if len(claim.text) > _LONG else "")
        form = figure_form(claim.drawn, lambda _address: "", _chart(claim, section, fmt))
        yield _slide(frame, briefing, title, tag("div", form, class_=f"drawn {claim.drawn.kind}"))


def _about(section: Section, briefing: Briefing) -> str:
    return f"{section.title} · {briefing.year}"


def _phrases(claim: DrawnSentence) -> list[str]:
    return [tag("b", each.text) if each.figure else each.text for each in claim.phrases]


def _chart(claim: DrawnSentence, section: Section, fmt: Formatter) -> Markup | None:
    """Return the columns of a claim's metric over the years of the briefing."""
    if claim.drawn.kind != "columns":
        return None
    key = claim.figures[0].observation.key
    known = series_of(fmt.dataset, section.key)
    (series,) = (one for one in known if any(o.key == key for o in one.observations))
    chart = yearly_bars(series, section.years, section.color, fmt)
    return svg(chart, width=max(_LEAST_WIDTH, _YEARS_WIDTH * len(section.years)))


def _lists(section: Section, briefing: Briefing) -> Iterator[Markup]:
    """Write what a smaller category gives, some claims a slide."""
    for at in range(0, len(section.claims), _CLAIMS_IN_A_LIST):
        part = section.claims[at : at + _CLAIMS_IN_A_LIST]
        figures = [figure for claim in part for figure in claim.figures]
        frame = _Frame(_about(section, briefing), section.color, figures)
        listed = tag("ul", [tag("li", _phrases(claim)) for claim in part])
        yield _slide(frame, briefing, tag("h2", section.title), listed)


def _goals(briefing: Briefing) -> Iterator[Markup]:
    _ = briefing.words
    for at in range(0, len(briefing.goals), _GOALS_ON_A_SLIDE):
        part = briefing.goals[at : at + _GOALS_ON_A_SLIDE]
        header = [_("Metric"), _("Goal"), _("Result"), _("State")]
        head = tag("tr", [tag("th", name, scope="col") for name in header])
        table = tag("table", tag("thead", head), tag("tbody", [_goal(goal) for goal in part]))
        frame = _Frame(_("Goals and progress"), briefing.sections[0].color)
        yield _slide(frame, briefing, tag("h2", _("Goals and progress")), table)


def _goal(goal: Goal) -> Markup:
    name = tag("th", f"{goal.name} · {goal.year}", scope="row")
    state = tag("td", goal.state, class_=f"state {goal.key}")
    return tag("tr", name, tag("td", goal.goal), tag("td", goal.result or "—"), state)


def _reports(briefing: Briefing, seal: str) -> Markup:
    _ = briefing.words
    lines = [
        tag("li", f"{report.year} · {report.line(_)}") for report in briefing.reports[:_REPORTS]
    ]
    facts = [fact for fact in briefing.facts[1:] if fact]
    if seal:
        facts.append(_("Hash of the publication: {hash}", hash=seal))
    shown = [tag("p", fact, class_="fact") for fact in facts]
    frame = _Frame(_("Sources"), briefing.sections[0].color)
    return _slide(
        frame, briefing, tag("h2", _("Sources")), tag("ul", lines, class_="reports"), shown
    )
