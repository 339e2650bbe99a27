"""Show the year at a glance: each main category's lead figure and sentence."""

from ui.frame import open_page
from ui.views.overview import show_overview

show_overview(open_page(follows_version=True))
