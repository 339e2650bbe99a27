"""Show the page of the category "equipment"."""

from ui.frame import open_page
from ui.views.category import show_categories

view = open_page(follows_version=True)
show_categories(view.words("Equipment"), ["equipment"], view)
