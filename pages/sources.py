"""Sources and definitions."""

from ui.frame import enter
from ui.views.sources import show_sources

show_sources(enter())
