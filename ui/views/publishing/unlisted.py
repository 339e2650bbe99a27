"""Ask what a metric is that no catalogue lists: one of those that are known, or a new one."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from metrics.model.vocabulary import name_in
from ui.session.markdown import plain_text
from ui.views.publishing.desk import Desk

_MOST = 20


_Settle = Callable[[Desk, str, Mapping[str, str] | None], None]
"""Take the rows of a metric with the cells that name it, or leave them out (None)."""


def show_unlisted(desk: Desk, rows: Sequence[Mapping[str, str]], settle: _Settle) -> None:
    """Ask for a decision on each unlisted metric of some rows."""
    for number, metric in enumerate(list(dict.fromkeys(row["metric"] for row in rows))[:_MOST]):
        with st.container(border=True):
            _ask(desk, metric, f"unlisted_{number}_{desk.draft.id}", settle)


def _ask(desk: Desk, metric: str, key: str, settle: _Settle) -> None:
    _, fmt = desk.words, desk.view.formatter
    known = {f"metric:{one.zh}": fmt.name(one) for one in desk.data.catalogue.metrics}
    new = {
        f"category:{one.key}": _("a new metric of “{category}”", category=name_in(one, _.language))
        for one in desk.data.vocabulary.categories.values()
    }
    names = {**new, **known, "leave": _("leave it out")}

    def decide() -> None:
        kind, _colon, name = (st.session_state[key] or "").partition(":")
        if kind == "leave":
            settle(desk, metric, None)
        elif kind:
            settle(desk, metric, {kind: name})

    st.selectbox(
        plain_text(_("“{metric}” is not in the catalogue. What is it?", metric=metric)),
        names,
        None,
        format_func=lambda name: names[name],
        placeholder=_("Choose: a new metric, or one of the catalogue"),
        key=key,
        on_change=decide,
    )
