"""Show whose pages these are and which there are: the name, the menu, the bar of a phone.

The framework's own menu has no place for a name above it. This one stands in the sidebar as any
content does, and is marked as the page's navigation in the browser.
"""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from metrics.i18n import Words
from metrics.model.vocabulary import name_in
from ui.session.browser_texts import script_call
from ui.session.identity import the_bureau

_IN_BOTTOM_BAR = 5


def show_name_and_menu(
    pages: Mapping[str, Sequence[st.Page]], shown: st.Page, _: Words
) -> st.delta_generator.DeltaGenerator:
    """Show the bureau's name and the pages by section.

    A narrow screen has the first pages at its foot. Returned is the place of the name at the head
    of the page, which takes no room of the page's.
    """
    bureau = the_bureau()
    name = escape(name_in(bureau, _.language)) if bureau else ""
    listed = {
        section: [each for each in some if each.visibility == "visible"]
        for section, some in pages.items()
    }
    with st.sidebar:
        _show_lock_up(name, escape(_("Every figure has its source")))
        _show_menu(listed, shown, _)
    masthead = st.container(key="masthead", gap=None)
    with masthead:
        st.html(f'<p class="bureau-name"><span>{name}</span></p>')
        with st.container(key="bottom_bar"):
            for page in next(iter(listed.values()))[:_IN_BOTTOM_BAR]:
                st.page_link(page, width="content")
    return masthead


def _show_lock_up(name: str, motto: str) -> None:
    with st.container(key="lock_up"):
        st.html(f'<p class="bureau-name">{name}</p><p class="bureau-motto">{motto}</p>')


def _show_menu(listed: Mapping[str, Sequence[st.Page]], shown: st.Page, _: Words) -> None:
    every = [page for some in listed.values() for page in some]
    at = every.index(shown) if shown in every else None
    with st.container(key="menu", gap=None):
        for section, some in listed.items():
            st.html(f'<p class="menu-section">{escape(section)}</p>')
            for page in some:
                st.page_link(page, width="stretch")
        told = {"label": _("Pages"), "count": len(every), "shown": at}
        st.html(script_call("menu.js", told), unsafe_allow_javascript=True)
