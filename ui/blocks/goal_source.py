"""Say where a goal comes from: the sentence of the report that sets it, or who else did."""

from collections.abc import Mapping

from metrics.model.target import Target, TargetKey
from metrics.store.evidence import Source as Sentence
from metrics.wording.citations import words_on_page
from metrics.wording.formatter import Formatter
from metrics.wording.targets import goal_text, stated_text
from ui.components.source_request import metric_address
from ui.components.sources import Source


def goal_source(goal: Target, sentences: Mapping[TargetKey, Sentence], fmt: Formatter) -> Source:
    """Return what the panel says of a goal."""
    _, data = fmt.words, fmt.dataset
    metric = data.catalogue.get(goal.metric, goal.category, goal.unit)
    sentence, edition = sentences.get(goal.key), data.editions.get(goal.stated_in)
    due = _("due {year}", year=goal.year) if goal.year else _("no deadline")
    facts = [(_("Stated in"), stated_text(goal, _) or "—")]
    if edition:
        facts.append((_("Report"), fmt.name(edition)))
    ways = []
    if edition and edition.link:
        printed = goal.printed if sentence else ""
        ways.append((_("Open the official report"), words_on_page(edition, printed)))
    return Source(
        heading=(fmt.name(metric), goal_text(goal, fmt), due),
        quoted=_("The report’s own words") if sentence else _("The goal as it was entered"),
        quote=(sentence.lead, sentence.printed, sentence.tail)
        if sentence
        else ("", goal.printed or goal_text(goal, fmt), ""),
        badge=_("Invented sample") if data.bureau.sample else "",
        facts=facts,
        ways=ways,
        more=(_("More on this metric"), metric_address([("metric", metric.slug)])),
        copied=[],
        report=None,
    )
