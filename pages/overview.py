"""The year at a glance: a lead figure for each main category, and what each says."""

from ui.frame import as_fragment, open_page
from ui.views.overview import show_overview

as_fragment(show_overview, open_page(follows_version=True))
