"""Show what editors alone see of the history.

Confirmed names, which they may withdraw, and the log.
"""

import streamlit as st

from metrics.auth import Editor, NotAllowed, is_editor
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.problems import Problem
from metrics.store import Store, StoreError
from metrics.store.aliases import ConfirmedAlias, list_aliases, withdraw_alias
from metrics.store.audit import read_audit
from metrics.wording.acts import detail_text, event_text, outcome_text, way_text
from ui.components.figures import Cell, show_table
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.view import View

_OUTCOME = "_alias_outcome"
_MOST_SHOWN = 200


def show_records(view: View, editor: Editor) -> None:
    """Show both lists, each closed; what a withdrawal came to stands above them."""
    _, store = view.words, view.store
    outcome: ConfirmedAlias | Problem | None = st.session_state.pop(_OUTCOME, None)
    if isinstance(outcome, Problem):
        st.error(problem_text(outcome, _))
    elif outcome is not None:
        name, metric = outcome.alias.alias, outcome.alias.metric
        gone = _("“{alias}” no longer means “{metric}”", alias=name, metric=metric)
        st.success(plain_text(gone))
    with st.expander(_("Confirmed names")):
        _show_aliases(store, editor, _)
    if is_editor(editor, "administrator"):
        with st.expander(_("Log of acts")):
            _show_log(store, editor, _)


def _show_aliases(store: Store, editor: Editor, _: Words) -> None:
    found = list_aliases(store)
    if not found:
        st.caption(_("No name is confirmed"))
        return
    st.caption(
        _(
            "Names in reports that an editor has confirmed to mean a metric. One that is withdrawn "
            "is asked about again; what is published stays."
        )
    )
    for each in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            line = _(
                "{alias} → {metric} · {who} · {when}",
                alias=each.alias.alias,
                metric=each.alias.metric,
                who=each.who,
                when=minute_text(each.at),
            )
            st.markdown(plain_text(line), width="stretch")
            st.button(
                _("Withdraw"),
                key=f"withdraw_{each.number}",
                type="tertiary",
                on_click=_withdraw,
                args=(each, store, editor),
            )


def _withdraw(seen: ConfirmedAlias, store: Store, editor: Editor) -> None:
    try:
        gone = withdraw_alias(store, seen.alias.alias, editor=editor, number=seen.number)
        st.session_state[_OUTCOME] = gone
    except (NotAllowed, StoreError) as error:
        st.session_state[_OUTCOME] = error.problem


def _show_log(store: Store, editor: Editor, _: Words) -> None:
    header = [_("When"), _("Who"), _("What"), _("Outcome"), _("About"), _("How")]
    rows = [
        [
            Cell(minute_text(entry.at), number=True),
            Cell(entry.who or "—", name=True),
            Cell(event_text(entry, _)),
            Cell(outcome_text(entry, _)),
            Cell(detail_text(entry, _) or "—", name=True),
            Cell(way_text(entry, _) or "—"),
        ]
        for entry in read_audit(store, editor=editor, limit=_MOST_SHOWN)
    ]
    show_table(header, rows, caption=_("Log of acts"), key="log_of_acts")
    if len(rows) == _MOST_SHOWN:
        st.caption(
            _("The newest {n}; `python -m metrics audit-log` lists more", n=f"{_MOST_SHOWN:,}")
        )
