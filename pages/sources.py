"""Show sources and definitions."""

from ui.frame import open_page
from ui.views.sources import show_sources

show_sources(open_page())
