"""Show the analyst's filters: a row of small menus with counts, each bound to the address.

Shows only what would narrow. What a filter means stands in `metrics.analysis.selection`.
"""

from collections.abc import Mapping

import streamlit as st

from metrics.analysis.filter_names import FILTER_NAMES, value_name
from metrics.analysis.selection import (
    EARLIEST,
    FILTERS,
    LATEST,
    Filters,
    checked_filters,
    options,
    years_present,
)
from metrics.i18n import Words, message
from metrics.wording.formatter import Formatter
from ui.session import url_state
from ui.session.markdown import plain_text

_SHORT = {"change": message("Change")}
"""What a filter is called where there is little room, if not as elsewhere."""
PART = "part"
"""The parameter that says which part of a long list is shown; other filters begin at the first."""
_MANY = 8  # from so many values on a filter is a list to search rather than buttons


def filters_in_address(fmt: Formatter) -> Filters:
    """Return the filters of the address; what does not exist is noticed and left out."""
    filters, problems, allowed = checked_filters(url_state.asked_for(), fmt.dataset)
    _ = fmt.words
    for problem in problems:
        # A long list of short names helps nobody; the filter itself has it in the reader's words.
        short = problem.fix and len(allowed.get(problem.column or "", ())) <= _MANY
        text = f"{_.say(problem.message)} {_.say(problem.fix) if short and problem.fix else ''}"
        url_state.notice(plain_text(text.strip()[:400]))
    return filters


def show_filters(filters: Filters, fmt: Formatter) -> None:
    """Show the filters that would narrow what is asked for; each acts at once."""
    _, data = fmt.words, fmt.dataset
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        _search(filters, _)
        for name, counts in options(data, filters).items():
            if counts:
                _choice(name, counts, filters, fmt)
        _years(filters, fmt)
        if filters.query():
            st.button(_("Reset"), type="tertiary", icon=":material/restart_alt:", on_click=_reset)


def _search(filters: Filters, _: Words) -> None:
    key = "filter_q"
    st.session_state[key] = filters.search
    st.text_input(
        _("Search metrics"),
        key=key,
        type="search",
        placeholder=_("Search metrics"),
        on_change=_written,
        args=("q", key),
        max_chars=80,
        label_visibility="collapsed",
        width=190,
    )


def _choice(name: str, counts: Mapping[str, int], filters: Filters, fmt: Formatter) -> None:
    _, chosen = fmt.words, filters.values(name)
    label = _.say(_SHORT.get(name, FILTER_NAMES[name]))
    titled = _("{filter} · {n}", filter=label, n=len(chosen)) if chosen else label
    key = _key(name, list(chosen))
    with st.popover(titled, key=f"open_filter_{name}", type="primary" if chosen else "secondary"):
        st.session_state[key] = list(chosen)

        def counted(value: str) -> str:
            return f"{plain_text(value_name(name, value, fmt))} ({counts[value]:,})"

        if len(counts) <= _MANY:
            st.pills(
                label,
                list(counts),
                selection_mode="multi",
                key=key,
                format_func=counted,
                on_change=_written,
                args=(name, key),
            )
        else:
            st.multiselect(
                label,
                list(counts),
                key=key,
                format_func=counted,
                on_change=_written,
                args=(name, key),
                placeholder=_("Choose or type"),
                select_all=False,
                width=340,
            )


def _years(filters: Filters, fmt: Formatter) -> None:
    _, known = fmt.words, [str(year) for year in years_present(fmt.dataset)]
    if len(known) < 2:
        return
    first = known[0] if filters.first == EARLIEST else filters.first
    last = known[-1] if filters.last == LATEST else filters.last
    # The framework tells a range by the value it is given first.
    key = _key("years", (first, last))
    st.select_slider(
        _("Years"),
        known,
        value=(first, last),
        key=key,
        on_change=_years_written,
        args=(known, key),
        width=190,
    )


def _key(name: str, value: object) -> str:
    """Return the key of a filter, another one where the address has changed.

    A menu that is closed would keep what was chosen in it before a reset or a way back, and send
    it again with the reader's next choice. What the reader has just chosen keeps its focus.
    """
    turns = f"_turns_{name}"
    turn = st.session_state.setdefault(turns, 0)
    if st.session_state.get(f"filter_{name}_{turn}", value) != value:
        turn = st.session_state[turns] = turn + 1
    return f"filter_{name}_{turn}"


def _written(name: str, key: str) -> None:
    value = st.session_state[key]
    values = [value] if isinstance(value, str) else value
    url_state.ask_for([(name, one) for one in values if one.strip()], instead_of=[name, PART])


def _years_written(known: list[str], key: str) -> None:
    """Write the ends; the widest are not written, so that a link follows new years."""
    first, last = st.session_state[key]
    ends = [("from", first)] if first != known[0] else []
    ends += [("to", last)] if last != known[-1] else []
    url_state.ask_for(ends, instead_of=["from", "to", "year", PART])


def _reset() -> None:
    url_state.ask_for([], instead_of=[*FILTERS, PART])
