"""Show the history: who published what and when, any version's table, restoring."""

import streamlit as st

from metrics.analysis.impact import changed_figures
from metrics.auth import Editor, NotAllowed
from metrics.clock import minute_text
from metrics.export.file_names import file_name
from metrics.export.history import everything_zip
from metrics.i18n import Words
from metrics.model.csv_file import csv_bytes
from metrics.model.diff import Changes, all_changes
from metrics.store import Publication, Store, StoreError, changes_between, restore
from metrics.store.publication import INIT
from metrics.store.published import goals_between, published
from metrics.wording.citations import place_text
from metrics.wording.formatter import Formatter
from metrics.wording.targets import goal_change_lines
from metrics.wording.uploaded_tables import uploaded_tables
from ui.blocks.changes_table import show_changes
from ui.blocks.header import title_row
from ui.blocks.page_tools import show_page_tools
from ui.blocks.uploaded_tables import show_uploaded_tables
from ui.components.figures import Cell, show_table
from ui.session import url_state
from ui.session.exports import recorded
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.sign_in import editor_here
from ui.session.view import View
from ui.views.editing_records import show_records

_OUTCOME = "_restore_outcome"
_ROWS_SHOWN = 500


def show_history(view: View) -> None:
    """Show the whole page."""
    data, _, store = view.data, view.words, view.store
    with title_row(_("History")):
        if not url_state.is_bare():
            name = file_name(data, "zip", "publications")
            st.download_button(
                _("All published data"),
                data=recorded(lambda: everything_zip(store), name),
                file_name=name,
                on_click="ignore",
                icon=":material/download:",
            )
    notices = st.container()
    _show_outcome(_)
    publications = store.history()
    _show_list(publications, view.formatter)
    options = {str(p.version): str(p.version) for p in publications}
    newest = str(publications[0].version)
    with st.container(horizontal=True):
        version = int(url_state.choose(_("Version"), "version", options, newest, _))
        base = _select_base(version, publications, _)
    with notices:
        url_state.show_notices()
    st.subheader(_("Version {version}", version=version), anchor=False)
    if base is not None:
        _show_difference(base, version, view)
    _show_table_as_of(version, view)
    if version != data.version and not url_state.is_bare():
        _offer_restore(version, view, editor_here())
    editor = editor_here()
    if editor is not None and not url_state.is_bare():
        show_records(view, editor)
    show_page_tools(view, follows_version=False)


def _show_list(publications: list[Publication], fmt: Formatter) -> None:
    _ = fmt.words
    header = [_("Version"), _("When"), _("Who"), _("What")]
    header += [_("Added"), _("Changed"), _("Withdrawn"), _("File"), _("Note")]
    rows = [
        [
            Cell(str(p.version)),
            Cell(minute_text(p.at), number=True),
            Cell(fmt.publisher(p.who), name=True),
            Cell(_kind(p, _)),
            Cell(str(p.added), number=True),
            Cell(str(p.changed), number=True),
            Cell(str(p.withdrawn), number=True),
            Cell(p.file or "—", name=True),
            Cell(p.note or "—", name=True),
        ]
        for p in publications
    ]
    show_table(header, rows, caption=_("All publications"), key="history_list")


def _kind(publication: Publication, _: Words) -> str:
    if publication.kind == INIT:
        return _("first figures")
    if publication.kind == "restore":
        return _("back to version {version}", version=publication.restored)
    return _("publication")


def _select_base(version: int, publications: list[Publication], _: Words) -> int | None:
    """Return the version to compare with: the one before unless another is asked for."""
    others = [str(p.version) for p in publications if p.version != version]
    if not others:
        return None
    before = str(version - 1) if str(version - 1) in others else others[0]
    options = {other: other for other in others}
    return int(url_state.choose(_("Compared with version"), "with", options, before, _))


def _show_difference(base: int, version: int, view: View) -> None:
    _, store = view.words, view.store
    changes = changes_between(store, base, version)
    _show_counts(changes, _)
    fmt = Formatter(published(store, version=version), _)
    show_changes(changed_figures(changes, fmt), _, key="history_changes")
    if tables := uploaded_tables(fmt, version):
        show_uploaded_tables(tables, _, key="history_tables")
    for line in goal_change_lines(goals_between(store, base, version), view.formatter):
        st.markdown(plain_text(_("Goal: {line}", line=line)))


def _show_counts(changes: Changes, _: Words) -> None:
    st.markdown(
        _(
            "Added {added}, changed {changed}, withdrawn {withdrawn}, unchanged {unchanged}",
            added=len(changes.added),
            changed=len(changes.changed),
            withdrawn=len(changes.withdrawn),
            unchanged=changes.unchanged,
        )
    )


def _show_table_as_of(version: int, view: View) -> None:
    data, _, fmt, rows = view.data, view.words, view.formatter, view.store.current(version)
    named = _("The table as of version {version}", version=version)
    with st.expander(named, expanded=url_state.is_on_paper()):
        if not url_state.is_bare():
            name = file_name(data, "csv", "metrics", f"v{version}")
            st.download_button(
                _("Download CSV"),
                data=recorded(lambda: csv_bytes(rows), name),
                file_name=name,
                on_click="ignore",
                icon=":material/download:",
            )
        at = Formatter(published(view.store, version=version), _)
        places = any(o.region != data.bureau.region for o in rows)
        header = [_("Metric"), *([_("Region")] if places else []), _("Year"), _("Figure")]
        header += [_("As printed"), _("Section")]
        cells = [
            [
                Cell(fmt.metric(o)),
                *([Cell(fmt.region(o.region))] if places else []),
                Cell(str(o.year)),
                Cell(fmt.figure(o), number=True),
                Cell(o.printed),
                Cell(place_text(o, at)),
            ]
            for o in rows[:_ROWS_SHOWN]
        ]
        show_table(header, cells, caption=named, key="as_of")
        if len(rows) > _ROWS_SHOWN:
            st.caption(
                _("The first {n} of {total} rows", n=f"{_ROWS_SHOWN:,}", total=f"{len(rows):,}")
            )


def _offer_restore(version: int, view: View, editor: Editor | None) -> None:
    """Offer to go back to a version, with the difference from what is published now."""
    _, base = view.words, view.data.version
    with st.container(border=True):
        st.markdown(
            _(
                "Going back publishes the figures of version {version} again, as a new version; "
                "nothing is deleted.",
                version=version,
            )
        )
        if editor is None:
            st.caption(_("To go back, sign in on the page “Upload a year” first."))
            return
        changes = all_changes(view.store.current(base), view.store.current(version))
        _show_counts(changes, _)
        fmt = Formatter(published(view.store, version=version), _)
        show_changes(changed_figures(changes, fmt), _, key="restore_changes")
        st.text_input(_("Note for readers"), key="restore_note", max_chars=500)
        with st.popover(_("Publish version {version} again", version=version), type="primary"):
            st.markdown(
                _("Readers will see version {version} instead of {base} at once.",
                  version=version, base=base)
            )  # fmt: skip
            st.button(
                _("Yes, publish it again"),
                key="restore",
                type="primary",
                on_click=_restore,
                args=(version, base, view.store, editor),
            )


def _restore(version: int, base: int, store: Store, editor: Editor) -> None:
    try:
        goals = goals_between(store, base, version)
        note = st.session_state.restore_note
        made = restore(store, version, editor=editor, note=note, base=base, goals=goals)
        st.session_state[_OUTCOME] = made.version
    except (NotAllowed, StoreError) as error:
        st.session_state[_OUTCOME] = error.problem


def _show_outcome(_: Words) -> None:
    outcome = st.session_state.pop(_OUTCOME, None)
    if isinstance(outcome, int):
        st.success(_("Version {version} is published", version=outcome))
    elif outcome is not None:
        st.error(problem_text(outcome, _))
