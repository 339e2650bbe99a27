"""Show the way from a report to figures: read, decide, publish with evidence."""

from ui.frame import open_page
from ui.views.publishing.extract import show_extract

show_extract(open_page())
