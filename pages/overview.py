"""The year at a glance: a lead figure for each main category, and what each says."""

from ui.frame import enter
from ui.overview_page import show_overview

show_overview(enter(follows_version=True))
