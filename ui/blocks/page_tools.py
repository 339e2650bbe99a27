"""Show what a reader may do with a page: pass it on, print it.

A link follows the data, or holds on to a version and says later whether that still holds.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from metrics.analysis.selection import Selection
from metrics.charts import origin_lines
from metrics.i18n import Words
from metrics.wording.formatter import Formatter
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.print_view import show_print_button
from ui.session.sign_in import while_let_in
from ui.session.view import HELD_VERSION, View

_EMBED = ("embed", "true")


def show_origin(select: Callable[[], Selection], _: Words) -> None:
    """Say whose figures these are, where the charts stand alone in another page."""
    if url_state.only_charts():
        selection = select()
        observations = [o for one in selection.series for o in one.observations]
        shown = [o for o in observations if o.year in selection.years]
        st.caption(plain_text(" · ".join(origin_lines(shown, Formatter(selection.dataset, _)))))


def show_page_tools(
    view: View, *, follows_version: bool = True
) -> st.delta_generator.DeltaGenerator:
    """Show the ways to pass on and to print a page; return the row for more.

    A page that does not follow the version of its address has no link that holds on to one.
    """
    _ = view.words
    row = st.container(horizontal=True, gap="medium", key="page_tools")
    if url_state.is_bare():
        return row
    with row:
        if st.button(_("Link"), icon=":material/link:", type="tertiary", key="share"):
            st.dialog(_("Link to this view"), width="medium")(while_let_in(_links))(
                view, follows_version
            )
        show_print_button(_)
    return row


def _links(view: View, follows_version: bool) -> None:
    _ = view.words
    asked = [(n, v) for n, values in url_state.asked_for().items() for v in values]
    shown = [(n, v) for n, v in asked if n != HELD_VERSION] if follows_version else asked
    _link(_("Follows the data"), _("Whoever opens it later sees what is published then."), shown)
    if not follows_version:
        return
    frozen = [*shown, (HELD_VERSION, str(view.data.version))]
    _link(
        _("Holds on to version {version}", version=view.data.version),
        _("Shows these very figures, and says whether they are still current."),
        frozen,
    )
    _link(
        _("For another page"),
        _("Without the menu; `only=chart` leaves the charts alone."),
        [*shown, _EMBED, ("only", "chart")],
    )


def _link(heading: str, hint: str, pairs: Sequence[tuple[str, str]]) -> None:
    st.markdown(f"**{heading}**  \n{hint}")
    st.code(url_state.link(url_state.page(), pairs), language=None, wrap_lines=True)
