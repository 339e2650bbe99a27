"""Sources and definitions."""

from ui.frame import enter
from ui.sources_page import show_sources

show_sources(enter())
