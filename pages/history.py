"""Show the history: every publication, and the way back."""

from ui.frame import open_page
from ui.views.history import show_history

show_history(open_page())
