"""From a report to figures: read the prose, decide on each figure, publish with the evidence."""

from ui.frame import enter
from ui.views.publishing.extract import show_extract

show_extract(enter())
