"""Show the page of the category "training"."""

from ui.frame import open_page
from ui.views.category import show_categories

view = open_page(follows_version=True)
show_categories(view.words("Training"), ["training"], view)
