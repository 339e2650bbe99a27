"""Everything that was ever published, and the way back."""

from ui.frame import enter
from ui.views.history import show_history

show_history(enter())
