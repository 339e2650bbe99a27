"""Show the dialog for taking figures away: format, extent, file.

Source, citation and numbers of rows first, then the file.
"""

import streamlit as st

from metrics.analysis.selection import Selection
from metrics.export.file_names import selection_name
from metrics.export.files import FORMATS, MIME, as_file
from metrics.export.summary import Summary, summary
from metrics.i18n import Words
from ui.session.exports import recorded
from ui.session.markdown import plain_text
from ui.session.sign_in import while_let_in

_SHOWN, _EVERYTHING = "shown", "everything"
_SOURCES_SHOWN = 3


def show_download_button(
    selection: Selection, everything: Selection, version: int, _: Words
) -> None:
    """Show the button for what is shown, or for everything of a version."""
    if st.button(
        _("Download data"), key="download_data", icon=":material/download:", type="tertiary"
    ):
        title = _("Download data")
        st.dialog(title, width="medium")(while_let_in(_dialog))(selection, everything, version, _)


def _dialog(selection: Selection, everything: Selection, version: int, _: Words) -> None:
    if selection.dataset.bureau.sample:
        st.badge(_("Invented sample"), color="orange")
    # The place comes before the choice that decides what stands in it.
    place = st.container()
    chosen = _choose_rows(selection, everything, _)
    with place:
        _show_source(summary(chosen, _), version, _)
    form = st.segmented_control(
        _("Format"),
        FORMATS,
        default=FORMATS[0],
        required=True,
        format_func=str.upper,
        key="download_format",
    )
    st.caption(_format_words(form, _))
    name = selection_name(chosen, form)
    st.download_button(
        _.n("Download {n} row", "Download {n} rows", chosen.count),
        data=recorded(lambda: as_file(chosen, form, _), name),
        file_name=name,
        mime=MIME[form],
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        key="download_file",
        disabled=not chosen.count,
    )


def _choose_rows(selection: Selection, everything: Selection, _: Words) -> Selection:
    """Return what is to be taken along; there is no choice where nothing narrows."""
    if selection.count == everything.count:
        return everything
    names = {
        _SHOWN: _.n("What is shown ({n} row)", "What is shown ({n} rows)", selection.count),
        _EVERYTHING: _.n("Everything ({n} row)", "Everything ({n} rows)", everything.count),
    }
    asked = st.radio(
        _("Rows"), list(names), format_func=lambda each: names[each], key="download_rows"
    )
    return everything if asked == _EVERYTHING else selection


def _show_source(about: Summary, version: int, _: Words) -> None:
    lines = [plain_text(line) for line in reversed(about.sources)]
    shown, more = lines[:_SOURCES_SHOWN], lines[_SOURCES_SHOWN:]
    heading = _("Source")
    st.markdown(f"**{heading}**\n" + "\n".join(f"- {line}" for line in shown or ["—"]))
    if more:
        with st.expander(_.n("{n} more report", "{n} more reports", len(more))):
            st.markdown("\n".join(f"- {line}" for line in more))
    heading = _("Citation")
    st.markdown(f"**{heading}**")
    st.code(about.citations[_.language], language=None, wrap_lines=True)
    facts = {"n": f"{about.rows:,}", "total": f"{about.everything:,}"}
    columns = _.n("{n} column", "{n} columns", len(about.columns))
    rows = _("{n} of {total} rows", **facts)
    st.caption(f"{rows} · {columns} · " + _("data version {version}", version=version))


def _format_words(form: str, _: Words) -> str:
    """Return what a kind of file is good for."""
    return {
        "csv": _("Opens in Excel, and can be uploaded here again."),
        "xlsx": _("A workbook; its second sheet has filters, definitions and sources."),
        "json": _("For programs; numbers are exact."),
        "zip": _("The data as CSV, the catalogue of metrics, and a README."),
    }[form]
