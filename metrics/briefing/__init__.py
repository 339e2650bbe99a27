"""Write briefings that a leader takes along: slides, a Word text or a workbook of one year.

`prepare` decides what a briefing says, once for all formats; `write` lays it out. The formats'
libraries are loaded only when a file is written. Nothing here reads a store or makes up a figure.
"""

from collections.abc import Callable
from importlib import import_module

from metrics.briefing.content import Briefing
from metrics.briefing.preparation import NoBriefing, prepare

SHORT = "short"
"""The slides that a leader has time for: six at most."""
FORMATS = {"pptx": "pptx.deck", "docx": "docx.document", "xlsx": "xlsx.workbook"}
"""The formats by the ending of their files, and the module that lays each out."""
MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

__all__ = ["FORMATS", "MEDIA_TYPES", "SHORT", "Briefing", "NoBriefing", "prepare", "write"]


def write(briefing: Briefing, kind: str) -> bytes:
    """Return a briefing as a file of one of FORMATS or SHORT, always the same bytes."""
    modules = {**FORMATS, SHORT: "pptx.short"}
    if kind not in modules:
        raise LookupError(f"no format {kind!r}; there are {', '.join(modules)}")
    module = import_module(f"metrics.briefing.{modules[kind]}")
    lay_out: Callable[[Briefing], bytes] = module.lay_out
    return lay_out(briefing)
