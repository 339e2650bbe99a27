"""Show the log of acts to administrators: by kind, by name, to take away."""

import streamlit as st

from metrics.auth import Editor
from metrics.clock import minute_text
from metrics.export.act_log import log_csv
from metrics.export.file_names import file_name
from metrics.i18n import Message, message
from metrics.store.audit import read_audit
from metrics.wording.acts import GROUPS, detail_text, event_text, outcome_text, way_text
from ui.components.figures import Cell, show_table
from ui.session.exports import recorded
from ui.session.view import View

_MOST_SHOWN = 200
_MOST_TAKEN = 100_000
_ALL: Message = message("All acts")


def show_log(view: View, editor: Editor) -> None:
    """Show the newest lines, and offer all of them as a file."""
    _, store = view.words, view.store
    st.subheader(_("Log of acts"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {"": _ALL, **{key: group.name for key, group in GROUPS.items()}}
        chosen = st.selectbox(
            _("Kind"), list(names), format_func=lambda key: _.say(names[key]), key="log_kind"
        )
        who = st.text_input(_("Name"), key="log_who", max_chars=80).strip()
        events = GROUPS[chosen].events if chosen else ()
        name = file_name(view.data, "csv", "acts")
        st.download_button(
            _("Download the log (CSV)"),
            data=recorded(
                lambda: log_csv(
                    read_audit(store, editor=editor, limit=_MOST_TAKEN, events=events, who=who), _
                ),
                name,
            ),
            file_name=name,
            on_click="ignore",
            icon=":material/download:",
        )
    header = [_("When"), _("Who"), _("What"), _("Outcome"), _("About"), _("How")]
    found = read_audit(store, editor=editor, limit=_MOST_SHOWN, events=events, who=who)
    rows = [
        [
            Cell(minute_text(entry.at), number=True),
            Cell(entry.who or "—", name=True),
            Cell(event_text(entry, _)),
            Cell(outcome_text(entry, _)),
            Cell(detail_text(entry, _) or "—"),
            Cell(way_text(entry, _) or "—"),
        ]
        for entry in found
    ]
    show_table(header, rows, caption=_("Log of acts"), key="log_of_acts")
    if len(found) == _MOST_SHOWN:
        st.caption(_("The newest {n}; the file has all", n=f"{_MOST_SHOWN:,}"))
