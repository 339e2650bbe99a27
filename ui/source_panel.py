"""The source panel: where one figure comes from, opened from any card, bar or table cell."""

from __future__ import annotations

import streamlit as st

from metrics.charts import figure_at
from metrics.dataset import Dataset
from metrics.figure_sources import sources_of
from metrics.language import Words
from metrics.observation import Observation
from metrics.provenance import Provenance, provenance
from metrics.store.editions import list_editions
from metrics.vocabulary import name_in
from ui.report import Mark, show_report
from ui.resources import the_store
from ui.text import plain_text

_ASKED = "_source_asked"


def ask_for_source(address: str | None) -> None:
    """Remember that the reader clicked the figure with this address; shown at the page's end."""
    if address:
        st.session_state[_ASKED] = address


def show_source_if_asked(data: Dataset, _: Words) -> None:
    """Open the panel of the figure that was clicked in this run, if any."""
    address = st.session_state.pop(_ASKED, None)
    if address is None:
        return
    observation = figure_at(address, data)
    if observation is None:
        st.toast(_("This figure is no longer published"))
        return
    found = provenance(data, observation, _)
    st.dialog(_("Source"), width="medium", position="right")(_panel)(found, data, _)


def _show_sentence(observation: Observation, _: Words) -> None:
    """Show the sentence that states the figure, and its place in the report, where it is kept."""
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


def _panel(found: Provenance, data: Dataset, _: Words) -> None:
    observation = found.observation
    region = data.vocabulary.place(observation.region, _.language)
    st.caption(f"{plain_text(region)} · {observation.year}")
    st.metric(plain_text(found.title), found.figure)
    if data.bureau.sample:
        st.badge(_("Invented sample"), color="orange")
    facts = [
        (_("As printed"), f"“{observation.printed}”" if observation.printed else "—"),
        (_("Read as"), found.reading),
        (_("Section"), found.section or "—"),
    ]
    if found.edition:
        facts.append((_("Report"), name_in(found.edition, _.language)))
        if found.edition.published:
            facts.append((_("Published"), _.date(found.edition.published)))
    if definition := found.metric.definition(_.language):
        facts.append((_("Definition"), definition))
    if observation.note:
        facts.append((_("Note"), observation.note))
    st.markdown("\n".join(f"- **{name}**　{plain_text(fact)}" for name, fact in facts))
    _show_sentence(observation, _)
    if found.edition and found.edition.url:
        st.link_button(
            _("Open the official report"), found.edition.url, icon=":material/open_in_new:"
        )
    heading = _("Citation")
    st.markdown(f"**{heading}**")
    for language in found.citations:
        st.code(found.citations[language], language=None, wrap_lines=True)
