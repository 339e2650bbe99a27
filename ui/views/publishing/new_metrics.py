"""Ask what metrics that the catalogue does not list are called in English, and what they count."""

from collections.abc import Iterable

import streamlit as st

from metrics.i18n import Words
from metrics.model.catalogue import outside
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.target import Target
from metrics.model.vocabulary import name_in
from metrics.store.descriptions import Description
from metrics.wording.definitions import propose_definition
from metrics.wording.english_names import propose_english
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.publishing.desk import Desk, keep

_Row = Observation | Target
_FIELDS = ("english", "definition_zh", "definition_en")
_MOST = 40


def described(desk: Desk, rows: Iterable[_Row], data: Dataset) -> list[Description]:
    """Return the editor's descriptions of the unlisted metrics of some rows."""
    kept = desk.state.get("described", {})
    return [
        Description(
            row.metric,
            category=row.category,
            subcategory=row.subcategory,
            unit=row.unit,
            **{name: kept[row.metric].get(name, "") for name in _FIELDS},
        )
        for row in _unlisted(rows, data)
        if any(kept.get(row.metric, {}).values())
    ]


def show_new_metrics(desk: Desk, rows: Iterable[_Row]) -> None:
    """Ask for name and definition of each unlisted metric; keep them with the draft."""
    _ = desk.words
    asked = _unlisted(rows, desk.data)
    kept = desk.state.get("described", {})
    unnamed = [row for row in asked if not kept.get(row.metric, {}).get("english")]
    if not asked:
        return
    title = _("New metrics: English name and definition ({n} without a name)", n=len(unnamed))
    with st.expander(title, expanded=bool(unnamed)):
        st.caption(
            _("Until one is given, English pages show the Chinese name, marked as untranslated.")
        )
        with st.form(f"described_{desk.draft.id}", border=False):
            for row in asked[:_MOST]:
                _ask(row, kept.get(row.metric, {}), desk.view)
            st.form_submit_button(_("Keep"), on_click=_keep, args=(desk, asked[:_MOST]))


def _unlisted(rows: Iterable[_Row], data: Dataset) -> list[_Row]:
    """Return the first row of each metric that the catalogue does not list."""
    first: dict[str, _Row] = {}
    for row in rows:
        if data.catalogue.find(row.metric) is None:
            first.setdefault(row.metric, row)
    return list(first.values())


def _ask(row: _Row, kept: dict[str, str], view: View) -> None:
    data, _ = view.data, view.words
    slug = outside(row.metric).slug
    category = name_in(data.vocabulary.category(row.category), _.language)
    st.markdown(plain_text(_joined(row.metric, category, row.subcategory, row.unit)))
    proposed = kept or _proposed(row, view)
    if not kept:
        st.caption(_("Proposed from the name and the unit; nothing is published until it is kept."))
    with st.container(horizontal=True):
        for name, label in _labels(_).items():
            st.text_input(label, proposed.get(name, ""), max_chars=300, key=f"{name}_{slug}")


def _proposed(row: _Row, view: View) -> dict[str, str]:
    english = propose_english(row.metric)
    zh, en = propose_definition(row, english, view.data.vocabulary)
    return dict(zip(_FIELDS, (english, zh, en), strict=True))


def _labels(_: Words) -> dict[str, str]:
    return {
        "english": _("Name in English"),
        "definition_zh": _("What it counts"),
        "definition_en": _("What it counts, in English"),
    }


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _keep(desk: Desk, asked: list[_Row]) -> None:
    kept = dict(desk.state.get("described", {}))
    for row in asked:
        slug = outside(row.metric).slug
        kept[row.metric] = {
            name: st.session_state.get(f"{name}_{slug}", "").strip() for name in _FIELDS
        }
    keep(desk, described=kept)
