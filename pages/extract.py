"""From a report to figures: read the prose, decide on each figure, publish with the evidence."""

from ui.frame import open_page
from ui.views.publishing.extract import show_extract

show_extract(open_page())
