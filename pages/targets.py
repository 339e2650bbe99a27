"""Show goals and progress."""

from ui.frame import open_page
from ui.views.targets import show_targets

show_targets(open_page())
