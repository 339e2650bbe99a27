"""Show what editors alone see of the history: confirmed names, which they may withdraw."""

import streamlit as st

from metrics.auth import Editor, NotAllowed, is_editor
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.problems import Problem
from metrics.store import Store, StoreError
from metrics.store.aliases import ConfirmedAlias, list_aliases, withdraw_alias
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.view import View

_OUTCOME = "_alias_outcome"


def show_records(view: View, editor: Editor) -> None:
    """Show the list, closed; what a withdrawal came to stands above it."""
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
        st.page_link("pages/accounts.py", label=_("Accounts and log"), icon=":material/group:")


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
