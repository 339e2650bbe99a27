"""Show the page of one main category, the one that the address names."""

from ui.frame import open_page
from ui.views.category import show_category

show_category(open_page(follows_version=True))
