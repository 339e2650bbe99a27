"""The source panel: where one figure comes from, opened from any card, bar or table cell."""

from __future__ import annotations

import streamlit as st

from metrics.dataset import Dataset
from metrics.language import Words
from metrics.provenance import Provenance, provenance
from metrics.series import find_series
from metrics.vocabulary import name_in
from ui.text import plain_text

_ASKED = "_source_asked"


def ask_for_source(address: str | None) -> None:
    """Remember that the reader clicked the figure `slug|year|region`; shown at the page's end."""
    if address:
        st.session_state[_ASKED] = address


def show_source_if_asked(data: Dataset, _: Words) -> None:
    """Open the panel of the figure that was clicked in this run, if any."""
    address = st.session_state.pop(_ASKED, None)
    if address is None:
        return
    slug, year, region = address.split("|", 2)
    series = find_series(data, slug, region)
    observation = series.at(int(year)) if series else None
    if observation is None:
        st.toast(_("This figure is no longer published"))
        return
    found = provenance(data, observation, _)
    st.dialog(_("Source"), width="medium", position="right")(_panel)(found, data, _)


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
        facts += [
            (_("Report"), name_in(found.edition, _.language)),
            (_("Published"), _.date(found.edition.published)),
        ]
    if definition := found.metric.definition(_.language):
        facts.append((_("Definition"), definition))
    if observation.note:
        facts.append((_("Note"), observation.note))
    st.markdown("\n".join(f"- **{name}**　{plain_text(fact)}" for name, fact in facts))
    if found.edition and found.edition.url:
        st.link_button(
            _("Open the official report"), found.edition.url, icon=":material/open_in_new:"
        )
    heading = _("Citation")
    st.markdown(f"**{heading}**")
    for language in found.citations:
        st.code(found.citations[language], language=None, wrap_lines=True)
