"""Say where the figures of a page come from: the panel behind any card, bar or table cell.

What the panel says is sent along with the page for as many figures as fit, so that it opens in the
browser at once; a figure that is asked for and was not sent is sent then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from metrics.analysis.selection import metric_slug
from metrics.clock import day
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_at, figure_id, goal_at, named
from metrics.model.observation import Key, Observation
from metrics.model.series import Series, find_series
from metrics.model.table_source import TableSource
from metrics.store import Store, StoreError
from metrics.store.editions import list_editions
from metrics.store.evidence import Source as Sentence
from metrics.store.evidence import goal_sources_of, sources_of
from metrics.wording.citations import Provenance, provenance, words_on_page
from metrics.wording.formatter import Formatter
from ui.blocks.goal_source import goal_source
from ui.components.report import Mark, paragraphs, show_report
from ui.components.source_request import (
    is_page,
    metric_page,
    take_shown,
    take_source_request,
    turn_to,
)
from ui.components.sources import Source, show_sources
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.services import the_store
from ui.session.sign_in import editor_here
from ui.session.url_state import link, page, understood

_REPORT, _SCOPE, _SENT = "_source_report", "_sources_scope", "_sources_sent"
_MOST_AT_ONCE = 60
_OPENED = "_source_opened"
_NAMED = ("metric", "year", "region", "category", "subcategory")


@dataclass(frozen=True)
class Stated:
    """Hold what is known of the words behind figures: their sentences, and who asks.

    `whole` is the identifier of the figure whose report is to be shown.
    """

    store: Store
    sentences: Mapping[Key, Sentence]
    editor: bool
    whole: str


def show_sources_of_page(fmt: Formatter, *, by_address: bool = True) -> None:
    """Send the sources of the figures that the page shows.

    The panel of one that was asked for opens; with `by_address` also that of the figure that the
    page's address names.
    """
    asked = take_source_request() or (_asked_by_address(fmt) if by_address else None) or ""
    if is_page(asked):
        turn_to(asked)
    report = st.session_state.pop(_REPORT, "")
    editor = editor_here() is not None
    scope = f"{fmt.dataset.version} {fmt.language} {editor}"
    wanted = [one for one in (asked, report) if one]
    found = _known([*wanted, *_unsent(scope, wanted)], fmt, editor=editor, whole=report)
    if asked and asked not in found:
        st.toast(fmt.words("This figure is no longer published"))
        asked = ""
    show_sources(found, fmt.words, scope=scope, opened=asked, on_report=_ask_for_report)


def _ask_for_report(identifier: str) -> None:
    st.session_state[_REPORT] = identifier


def _unsent(scope: str, wanted: Sequence[str]) -> list[str]:
    """Return the figures that this run shows and no run before has sent."""
    shown = [one for one in take_shown() if one not in wanted and not is_page(one)]
    if st.session_state.get(_SCOPE) != scope:
        st.session_state.update({_SCOPE: scope, _SENT: set()})
    unsent = [one for one in shown if one not in st.session_state[_SENT]][:_MOST_AT_ONCE]
    st.session_state[_SENT].update(unsent)
    return unsent


def _known(
    identifiers: Sequence[str], fmt: Formatter, *, editor: bool, whole: str
) -> dict[str, Source]:
    """Return the sources of figures that are still there, by their identifiers."""
    if not identifiers:
        return {}
    store = the_store()
    try:
        stated = Stated(store, sources_of(store), editor, whole)
    except StoreError as error:
        # What is published stands without its sentences; a click asks again.
        st.session_state.pop(_SCOPE, None)
        stated = Stated(store, {}, editor, "")
        if whole:
            st.toast(problem_text(error.problem, fmt.words))
    figures = ((one, figure_at(one, fmt.dataset)) for one in identifiers)
    goals = ((one, goal_at(one, fmt.dataset)) for one in identifiers)
    known = {one: _source(provenance(o, fmt), fmt, stated) for one, o in figures if o is not None}
    asked = {one: goal for one, goal in goals if goal is not None}
    sentences = goal_sources_of(store) if asked else {}
    return known | {one: goal_source(goal, sentences, fmt) for one, goal in asked.items()}


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
    text = _edition_text(store, source)
    if text is not None:
        with st.expander(_("In the report")):
            label = _("The report with its figures marked")
            marks = [_mark(source, observation)]
            show_report(text, marks, label=label, key="source_in_report", height=420)


def _mark(source: Sentence, observation: Observation) -> Mark:
    return Mark(source.start, source.end, "taken", observation.metric, True)


def _edition_text(store: Store, source: Sentence) -> str | None:
    return next((e.text for e in list_editions(store) if e.number == source.edition), None)


def _report_around(
    sentence: Sentence, found: Provenance, fmt: Formatter, stated: Stated
) -> list[object]:
    """Return the report around a figure, empty where it is not asked for."""
    if stated.whole != figure_id(found.observation, fmt.dataset):
        return []
    text = _edition_text(stated.store, sentence)
    return list(paragraphs(text, [_mark(sentence, found.observation)])) if text else []


def _report_facts(found: Provenance, _: Words) -> list[tuple[str, str]]:
    return [
        (_("Read as"), found.reading),
        (_("Section"), found.section or "—"),
    ]


def _table_facts(found: Provenance, fmt: Formatter) -> list[tuple[str, str]]:
    """Return what is known of a figure that stands in an uploaded table."""
    assert found.table is not None
    _, table = fmt.words, found.table
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
        (_("In the file"), _written(table, _)),
        (_("Read as"), found.reading),
        (_("Section"), found.section),
        (_("Department"), table.report.department),
        (_("Published by"), act),
    ]
    return [(name, fact) for name, fact in facts if fact]


def _written(table: TableSource, _: Words) -> str:
    """Return what the file holds in the cell, where it was mended before publishing."""
    if table.written is None:
        return ""
    return _("“{text}”, mended before publishing", text=table.written or "—")


def _source(found: Provenance, fmt: Formatter, stated: Stated) -> Source:
    """Return what the panel says of a figure."""
    _, data, observation = fmt.words, fmt.dataset, found.observation
    sentence = stated.sentences.get(observation.key)
    facts = _table_facts(found, fmt) if found.table else _report_facts(found, _)
    if found.edition:
        facts.append((_("Report"), fmt.name(found.edition)))
        if found.edition.published:
            facts.append((_("Published"), _.date(found.edition.published)))
    if definition := found.metric.definition(_.language):
        facts.append((_("Definition"), definition))
    if observation.note:
        facts.append((_("Note"), observation.note))
    lead, tail = (sentence.lead, sentence.tail) if sentence else ("", "")
    place = f"{fmt.region(observation.region)} · {observation.year}"
    return Source(
        heading=(found.title, found.figure, place),
        quoted=_quoted(found, sentence is not None, _),
        quote=(lead, observation.printed, tail),
        badge=_("Invented sample") if data.bureau.sample else "",
        facts=facts,
        ways=_ways(found, stated, _),
        more=(_("More on this metric"), metric_page(observation, data)),
        copied=[
            (_("Citation"), list(found.citations.values())),
            (_("Link to this figure"), [figure_link(observation, data)]),
        ],
        report=_report_around(sentence, found, fmt, stated) if sentence else None,
    )


def _quoted(found: Provenance, in_sentence: bool, _: Words) -> str:
    if found.table:
        return _("In the table")
    return _("The report’s own words") if in_sentence else _("As the report prints it")


def _ways(found: Provenance, stated: Stated, _: Words) -> list[tuple[str, str]]:
    """Return the ways to the words: the official page, for editors the reading."""
    ways = []
    if found.edition and found.edition.link:
        printed = "" if found.table else found.observation.printed
        ways.append((_("Open the official report"), words_on_page(found.edition, printed)))
    known = found.table or found.observation.key in stated.sentences
    if stated.editor and not known:
        ways.append((_("Attach the report"), "extract"))
    return ways


def show_copied(heading: str, texts: Sequence[str]) -> None:
    """Show texts that readers copy."""
    st.markdown(f"**{heading}**")
    for text in texts:
        st.code(text, language=None, wrap_lines=True)
