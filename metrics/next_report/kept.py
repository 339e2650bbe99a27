"""Make the next report from what a store keeps: the texts of reports and their places."""

from metrics.i18n import message
from metrics.next_report.content import NextReport, NoReport
from metrics.next_report.places import KeptReport
from metrics.next_report.writing import prepare
from metrics.store import Store
from metrics.store.editions import EditionText, evidence_of, left_out_of, list_editions
from metrics.store.published import published
from metrics.store.targets import placed_targets


def kept_texts(store: Store) -> dict[int, EditionText]:
    """Return the newest text of each year's report, the latest year first."""
    kept: dict[int, EditionText] = {}
    for edition in list_editions(store):
        kept.setdefault(edition.year, edition)
    return dict(sorted(kept.items(), reverse=True))


def kept_report(store: Store, text: EditionText) -> KeptReport:
    """Return a kept text with the places of its figures, repetitions and goals."""
    repeated = tuple(
        (left.start, left.end)
        for left in left_out_of(store)
        if left.edition == text.number and left.reason == "repeated"
    )
    goals = tuple(placed_targets(store, text.number))
    return KeptReport(text, evidence_of(store), repeated, goals)


def draft_report(store: Store, year: int, from_year: int | None = None) -> NextReport:
    """Return the next report on `year`, made from the text on `from_year`.

    Without that, from the newest before. Raises NoReport where no such text is kept, naming the
    years that have one.
    """
    kept = kept_texts(store)
    wanted = from_year or max((each for each in kept if each < year), default=year - 1)
    if wanted not in kept or wanted >= year:
        raise NoReport(
            message(
                "No text of a report on {year} is kept; read it in on the page for reports "
                "(years with a text: {years})",
                year=wanted,
                years=", ".join(map(str, sorted(kept))) or "—",
            )
        )
    return prepare(kept_report(store, kept[wanted]), published(store), year)
