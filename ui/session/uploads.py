"""Say how much of other people's files this server holds at once."""

import streamlit as st

from metrics.i18n import Words

MEGABYTE = 2**20
MOST_OF_A_SESSION = 120 * MEGABYTE
MOST_OF_STRANGERS = 300 * MEGABYTE
MOST_OF_EDITORS = 300 * MEGABYTE
"""Bytes of uploaded files kept at once: of one page, of all who have not signed in, of editors."""


def show_upload_limits(_: Words) -> None:
    """Say before an upload what may be sent."""
    st.caption(
        _(
            "At most {file} MB a file, {page} MB a page, {all} MB of all visitors at once; "
            "kept until the page is left.",
            file=st.get_option("server.maxUploadSize"),
            page=MOST_OF_A_SESSION // MEGABYTE,
            all=MOST_OF_STRANGERS // MEGABYTE,
        )
    )
