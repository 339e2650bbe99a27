"""The analyst's page: filters, comparisons, tables, everything to take along."""

from ui.frame import enter, show_changing
from ui.views.explore.page import show_explore

show_changing(show_explore, enter(follows_version=True))
