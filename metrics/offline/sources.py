"""Write the sources of figures: a list at the end, and a sheet over the page once one is opened.

An entry that the address names is drawn as a sheet by its looks alone. Closing it names a place
that never moves, so that the reader stays where they were.
"""

from collections.abc import Iterable

from metrics.briefing.figures import Figure, Report
from metrics.i18n import Words
from metrics.markup import Markup, tag
from metrics.model.dataset import web_address

CLOSED = tag("span", id="closed", tabindex="-1")
"""What the address names when no sheet is open."""


def sources(reports: Iterable[Report], _: Words) -> Markup:
    """Return the sources of all figures, report by report."""
    return tag(
        "section",
        tag("h2", _("Sources")),
        [_report(report, _) for report in reports],
        class_="sources",
    )


def _report(report: Report, _: Words) -> Markup:
    line, address = report.line(_), web_address(report.url)
    named = tag("a", line, href=address, rel="noreferrer") if address else line
    return tag(
        "div",
        tag("h3", _("Figures of {year}", year=report.year)),
        tag("p", named, class_="report"),
        [entry(figure, line, _, f"f{figure.number}") for figure in report.figures],
    )


def facts_of(figure: Figure, _: Words) -> list[tuple[str, str]]:
    """Return what is known of a figure besides its words: names and facts."""
    facts = [
        (_("As printed"), f"“{figure.printed}”" if figure.printed else ""),
        (_("Read as"), figure.reading),
        (_("Place"), figure.place),
        (_("Definition"), figure.definition),
        (_("Note"), figure.note),
    ]
    return [(name, fact) for name, fact in facts if fact]


def entry(figure: Figure, report: str, _: Words, place: str) -> Markup:
    """Return what states a figure, under the name `place` of an address."""
    facts = [tag("div", tag("dt", name), tag("dd", fact)) for name, fact in facts_of(figure, _)]
    head = tag(
        "h4", tag("span", f"{figure.name} · {figure.year}", class_="of"), tag("b", figure.text)
    )
    close = tag("a", _("Close"), href="#closed", class_="close")
    return tag(
        "article",
        head,
        _quote(figure),
        tag("dl", facts),
        tag("p", report, class_="origin"),
        close,
        id=place,
        tabindex="-1",
    )


def _quote(figure: Figure) -> Markup:
    quote = figure.quote
    if quote is None:
        return Markup("")
    return tag("blockquote", quote.lead, tag("mark", quote.printed), quote.tail)
