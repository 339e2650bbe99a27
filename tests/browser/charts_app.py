"""A page of two charts for the tests, served as strictly as a bureau's server may be set up.

One chart opens sources, in the other figures are chosen. The first answer that comes with a page
forbids whatever is not this server's own.
"""

import sys
from pathlib import Path

from metrics.wording.formatter import Formatter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics.charts import yearly_bars
from metrics.i18n import words
from metrics.model.dataset import load
from metrics.model.series import series_of
from ui.components.chart import show_chart
from web.server import routes

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:"
)


class Strict:
    """Puts the policy on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep what answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the policy."""

        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"content-security-policy", POLICY.encode()))
            await send(message)

        await self.app(scope, receive, strictly)


def show() -> None:
    """Show the page."""
    _ = words("en")
    data = load()
    hazards = series_of(data, "hazards")
    st.title("Charts")
    years = data.years if st.toggle("All years") else data.years[-2:]
    chart = yearly_bars(hazards[0], years, "#2a6bb0", Formatter(data, _))
    chosen = show_chart(chart, _, key="choosing", on_choose=lambda _chosen: None)
    st.text("Chosen: " + " ".join(sorted(chosen)))
    other = yearly_bars(hazards[1], data.years, "#2a6bb0", Formatter(data, _))
    show_chart(other, _, key="opening")
    st.text(f"Asked: {st.session_state.get('_source_asked')}")


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, routes=routes(), middleware=[Middleware(Strict)])
else:
    show()
