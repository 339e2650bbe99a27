"""Start the dashboard: `streamlit run dashboard.py`.

Streamlit imports this file once as a server and runs it again for every reader as a script.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import frame
from web import middleware, server

if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(
        __file__,
        lifespan=server.lifespan,
        routes=server.routes(),
        middleware=middleware.middleware(),
        on_script_error=server.say_failure,
    )
else:
    frame.run_app()
