"""Show the source panel: where one figure comes from, opened from any card, bar or table cell."""

from collections.abc import Mapping, Sequence

import streamlit as st

from metrics.analysis.selection import metric_slug
from metrics.clock import day
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_at, figure_id, named
from metrics.model.observation import Observation
from metrics.model.series import Series, find_series
from metrics.store.editions import list_editions
from metrics.store.evidence import sources_of
from metrics.wording.citations import Provenance, provenance
from metrics.wording.formatter import Formatter
from ui.components.report import Mark, show_report
from ui.components.source_request import PAGE, metric_page, take_source_request, turn_to
from ui.session.markdown import plain_text
from ui.session.services import the_store
from ui.session.url_state import link, page, understood

_OPENED = "_source_opened"
_NAMED = ("metric", "year", "region", "category", "subcategory")


def show_source_if_asked(fmt: Formatter, *, by_address: bool = True) -> None:
    """Open the panel of the figure that was clicked in this run, if any.

    `by_address` opens also the figure that the page's address names.
    """
    data, _ = fmt.dataset, fmt.words
    address = take_source_request() or (_asked_by_address(fmt) if by_address else None)
    if address is None:
        return
    if address.startswith(PAGE):
        turn_to(address)
    observation = figure_at(address, data)
    if observation is None:
        st.toast(_("This figure is no longer published"))
        return
    found = provenance(observation, fmt)
    st.dialog(_("Source"), width="medium", position="right")(_panel)(found, fmt)


def _asked_by_address(fmt: Formatter) -> str | None:
    """Return the figure that the page's address names, once for each address."""
    asked = {name: st.query_params.get_all(name) for name in _NAMED}
    # The analyst's page filters by metrics; there a figure has its year, too.
    needed = ("metric", "year") if page() == "explore" else ("metric",)
    if any(len(asked[name]) != 1 for name in needed):
        return None
    if st.session_state.get(_OPENED) == asked:
        return None
    st.session_state[_OPENED] = asked
    data = fmt.dataset
    observation = named_figure(data, {name: values[0] for name, values in asked.items() if values})
    if observation is None:
        st.toast(fmt.words("The address names a figure that is not published"), duration="long")
        return None
    return figure_id(observation, data)


def named_series(data: Dataset, choices: Mapping[str, str]) -> Series | None:
    """Return the series that an address names by metric, region and categories."""
    place = (choices.get(name) for name in ("region", "category", "subcategory"))
    return find_series(data, metric_slug(choices["metric"], data), *place)


def named_figure(data: Dataset, choices: Mapping[str, str]) -> Observation | None:
    """Return the figure that an address names; without a year, the latest."""
    series, year = named_series(data, choices), understood("year", choices.get("year"))
    if series is None or year is None:
        return next((o for o in reversed(series.observations if series else ()) if o.value), None)
    return series.at(int(year)) if year.isdecimal() else None


def figure_link(observation: Observation, data: Dataset) -> str:
    """Return the whole address of a figure on its metric's page, as of this version."""
    metric, *place = named(observation, data)
    pairs = [metric, ("year", str(observation.year)), *place]
    if data.version:
        pairs.append(("version", str(data.version)))
    return link("metric", pairs)


def show_sentence(observation: Observation, _: Words) -> None:
    """Show the sentence that states the figure, and its place in a kept report."""
    store = the_store()
    source = sources_of(store).get(observation.key)
    if source is None:
        return
    before, after = plain_text(source.lead), plain_text(source.tail)
    st.markdown(f"> {before}:blue-background[{plain_text(source.printed)}]{after}")
    edition = next((e for e in list_editions(store) if e.number == source.edition), None)
    if edition is not None:
        with st.expander(_("In the report")):
            mark = Mark(source.start, source.end, "taken", observation.metric, True)
            label = _("The report with its figures marked")
            show_report(edition.text, [mark], label=label, key="source_in_report", height=420)


def _report_facts(found: Provenance, _: Words) -> list[tuple[str, str]]:
    printed = found.observation.printed
    return [
        (_("As printed"), f"“{printed}”" if printed else "—"),
        (_("Read as"), found.reading),
        (_("Section"), found.section or "—"),
    ]


def _table_facts(found: Provenance, fmt: Formatter) -> list[tuple[str, str]]:
    """Return what is known of a figure that stands in an uploaded table."""
    assert found.table is not None
    _ = fmt.words
    table, printed = found.table, found.observation.printed
    act = _(
        "{who}, {date}, version {version}",
        who=fmt.publisher(table.who),
        date=_.date(day(table.at)),
        version=table.version,
    )
    place = [_("worksheet {sheet}", sheet=table.sheet) if table.sheet else ""]
    place.append(_("cell {cell}", cell=table.cell))
    facts = [
        (_("Uploaded table"), table.file),
        (_("Place"), _.clauses(place)),
        (_("In the table"), f"“{printed}”" if printed else ""),
        (_("Read as"), found.reading),
        (_("Section"), found.section),
        (_("Department"), table.report.department),
        (_("Published by"), act),
    ]
    return [(name, fact) for name, fact in facts if fact]


def _panel(found: Provenance, fmt: Formatter) -> None:
    _, data, observation = fmt.words, fmt.dataset, found.observation
    st.caption(f"{plain_text(fmt.region(observation.region))} · {observation.year}")
    st.metric(plain_text(found.title), plain_text(found.figure))
    if data.bureau.sample:
        st.badge(_("Invented sample"), color="orange")
    facts = _table_facts(found, fmt) if found.table else _report_facts(found, _)
    if found.edition:
        facts.append((_("Report"), fmt.name(found.edition)))
        if found.edition.published:
            facts.append((_("Published"), _.date(found.edition.published)))
    if definition := found.metric.definition(_.language):
        facts.append((_("Definition"), definition))
    if observation.note:
        facts.append((_("Note"), observation.note))
    st.markdown("\n".join(f"- **{name}**　{plain_text(fact)}" for name, fact in facts))
    if not found.table:
        show_sentence(observation, _)
    if st.button(_("More on this metric"), icon=":material/article:", key="to_metric"):
        turn_to(metric_page(observation, data))
    if found.edition and found.edition.link:
        st.link_button(
            _("Open the official report"), found.edition.link, icon=":material/open_in_new:"
        )
    show_copied(_("Citation"), list(found.citations.values()))
    show_copied(_("Link to this figure"), [figure_link(observation, data)])


def show_copied(heading: str, texts: Sequence[str]) -> None:
    """Show texts that readers copy."""
    st.markdown(f"**{heading}**")
    for text in texts:
        st.code(text, language=None, wrap_lines=True)
