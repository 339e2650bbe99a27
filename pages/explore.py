"""The analyst's page: filters, comparisons, tables, everything to take along."""

from ui.explore_page import show_explore
from ui.frame import enter, show_changing

show_changing(show_explore, enter(follows_version=True))
