"""Show the writing of the next report: draft, returned draft, two reports compared."""

from ui.frame import open_page
from ui.views.next_report import show_next_report

show_next_report(open_page())
