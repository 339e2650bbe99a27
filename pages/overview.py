"""The year at a glance: a lead figure for each main category, and what each says."""

from ui.frame import enter, show_changing
from ui.views.overview import show_overview

show_changing(show_overview, enter(follows_version=True))
