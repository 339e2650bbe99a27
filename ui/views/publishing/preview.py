"""Show a publication before it is made: the difference, old and new pictures, one button."""

from dataclasses import dataclass

import streamlit as st

from metrics.analysis.impact import (
    ChangedChart,
    applied,
    changed_cards,
    changed_charts,
    changed_figures,
)
from metrics.auth import NotAllowed
from metrics.charts import yearly_bars
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.diff import Changes, main_year, plan
from metrics.model.observation import Observation
from metrics.model.series import find_series
from metrics.model.vocabulary import name_in
from metrics.problems import BrokenData
from metrics.store import SourceFile, StoreError, publish
from metrics.store.editions import Attachment, attach_edition
from metrics.store.published import with_rows
from metrics.store.table_cells import UploadedTable, sources_of
from metrics.wording.formatter import Formatter
from ui.blocks.changes_table import show_changes
from ui.components.chart import show_chart
from ui.session.markdown import plain_text
from ui.views.publishing.approval import may_release
from ui.views.publishing.desk import (
    Attached,
    Desk,
    Published,
    finish,
    is_current,
    keep,
    set_outcome,
)
from ui.views.publishing.new_metrics import described, show_new_metrics


@dataclass(frozen=True)
class Import:
    """Hold what is to be published: rows, their file, perhaps a report with them.

    `settled` is false while errors or warnings stand in the way.
    """

    rows: tuple[Observation, ...]
    file: SourceFile
    settled: bool
    attachment: Attachment | None = None
    tables: tuple[UploadedTable, ...] = ()


def show_preview(desk: Desk, incoming: Import) -> None:
    """Show what publishing would change; the button waits until everything is settled."""
    data, _ = desk.data, desk.words
    st.subheader(_("What readers will see"), anchor=False)
    if not incoming.rows:
        st.caption(_("Nothing can be shown until there are rows to publish."))
        return
    year = main_year(incoming.rows)
    replace = _replace_year(desk, year)
    years = [year] if replace and year else []
    current = desk.store.current(data.version)
    changes = plan(current, incoming.rows, replace_years=years)
    after = with_rows(data, applied(current, changes))
    _show_counts(changes, _)
    lines = changed_figures(changes, Formatter(after, _), sources_of(incoming.tables))
    show_changes(lines, _, key="preview_changes")
    _show_pictures(changes, data, after, _)
    if not changes:
        st.info(_("Publishing would change nothing: all of this is published already."))
        if incoming.attachment is not None:
            _offer_attaching(desk, incoming)
        return
    show_new_metrics(desk, incoming.rows)
    if not incoming.settled:
        st.caption(_("Something above is still open; once it is settled this can be published."))
    if not may_release(desk, incoming.settled):
        return
    st.text_input(_("Note for readers"), key="publish_note", max_chars=500)
    st.button(
        _("Publish as version {version}", version=data.version + 1),
        key="publish",
        type="primary",
        disabled=not incoming.settled,
        on_click=_publish,
        args=(desk, incoming, years),
    )


def _offer_attaching(desk: Desk, incoming: Import) -> None:
    _ = desk.words
    if not may_release(desk, incoming.settled):
        return
    st.button(
        _("Give the published figures their sentences"),
        key="attach",
        type="primary",
        disabled=not incoming.settled,
        on_click=_attach,
        args=(desk, incoming),
    )


def _attach(desk: Desk, incoming: Import) -> None:
    assert incoming.attachment is not None
    try:
        if not is_current(desk):
            return
        attach_edition(
            desk.store,
            incoming.attachment,
            editor=desk.editor,
            base=desk.data.version,
            draft=desk.draft.id,
        )
    except (NotAllowed, StoreError) as error:
        set_outcome(error.problem)
    else:
        finish(desk, Attached())


def _replace_year(desk: Desk, year: int | None) -> bool:
    """Ask whether the file is all of its year, where that year is published already."""
    _ = desk.words
    if year not in desk.data.years:
        return False

    def remember() -> None:
        keep(desk, replace=st.session_state.replace_year)

    return st.toggle(
        _("Replace {year}: withdraw what this file does not name", year=year),
        value=bool(desk.state.get("replace", False)),
        key="replace_year",
        on_change=remember,
    )


def _show_counts(changes: Changes, _: Words) -> None:
    with st.container(horizontal=True):
        if changes.added:
            st.badge(_("added {n}", n=len(changes.added)), color="green")
        if changes.changed:
            st.badge(_("changed {n}", n=len(changes.changed)), color="blue")
        if changes.withdrawn:
            st.badge(_("withdrawn {n}", n=len(changes.withdrawn)), color="orange")
        st.badge(_("unchanged {n}", n=changes.unchanged), color="gray")


def _show_pictures(changes: Changes, before: Dataset, after: Dataset, _: Words) -> None:
    changed = changed_charts(changes, after)
    if not changed:
        return
    cards = changed_cards(changes, before, after)
    st.caption(
        _("{charts} charts and {cards} lead cards change.", charts=len(changed), cards=cards)
    )
    with st.expander(_("Old and new pictures")):
        chosen = st.selectbox(
            _("Metric"), changed, format_func=lambda p: _picture_name(p, after, _)
        )
        left, right = st.columns(2)
        for column, title, data in (
            (left, _("Now"), before),
            (right, _("After publishing"), after),
        ):
            with column:
                st.markdown(f"**{title}**")
                _show_picture(chosen, data, title, _)


def _picture_name(picture: ChangedChart, data: Dataset, _: Words) -> str:
    name = name_in(picture.metric, _.language)
    if picture.region == data.bureau.region:
        return name
    return f"{name} · {data.vocabulary.place(picture.region, _.language)}"


def _show_picture(picture: ChangedChart, data: Dataset, title: str, _: Words) -> None:
    place = (picture.region, picture.category, picture.subcategory)
    series = find_series(data, picture.metric.slug, *place)
    if series is None:
        st.caption(plain_text(_("Not published")))
        return
    color = data.vocabulary.category(series.observations[-1].category).color
    chart = yearly_bars(series, data.years, color, Formatter(data, _))
    show_chart(chart, _, key=f"preview_{title}_{picture.metric.slug}")


def _publish(desk: Desk, incoming: Import, years: list[int]) -> None:
    try:
        if not is_current(desk):
            return
        made = publish(
            desk.store,
            incoming.rows,
            editor=desk.editor,
            base=desk.data.version,
            note=st.session_state.publish_note,
            file=incoming.file,
            replace_years=years,
            token=f"{desk.draft.id}-{desk.data.version}",
            attachment=incoming.attachment,
            tables=incoming.tables,
            draft=desk.draft.id,
            described=described(desk, incoming.rows, desk.data),
        )
    except (NotAllowed, StoreError) as error:
        set_outcome(error.problem)
    except BrokenData as broken:
        set_outcome(broken.problems[0])
    else:
        finish(desk, Published(made.version))
