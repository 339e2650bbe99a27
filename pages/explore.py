"""Show the analyst's page: filters, comparisons, tables, downloads."""

from ui.frame import as_fragment, open_page
from ui.views.explore.page import show_explore

as_fragment(show_explore, open_page(follows_version=True))
