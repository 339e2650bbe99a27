"""From a report to figures: read the prose, decide on each figure, publish with the evidence."""

from ui.extract_page import show_extract
from ui.frame import enter

show_extract(enter())
