"""Show the page of the figures outside the main categories."""

from ui.frame import open_page
from ui.views.category import other_categories, show_categories

view = open_page(follows_version=True)
show_categories(view.words("Other figures"), other_categories(view), view)
