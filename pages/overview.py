"""Show the year at a glance: each main category's lead figure and sentence."""

from ui.frame import as_fragment, open_page
from ui.views.overview import show_overview

as_fragment(show_overview, open_page(follows_version=True))
