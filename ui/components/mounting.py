"""Make components of our own from a folder's script and looks, after what all scripts share."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

SHARED = Path(__file__).with_name("element.js")


def mounted(folder: Path) -> ComponentRenderer:
    """Return the component of a folder, whose files have the folder's name."""
    css, script = (folder / f"{folder.name}.{kind}" for kind in ("css", "js"))
    return st.components.v2.component(
        f"bureau_{folder.name}",
        css=css.read_text(encoding="utf-8"),
        js="\n".join(each.read_text(encoding="utf-8") for each in (SHARED, script)),
        isolate_styles=False,
    )
