"""Show the page of the category "drills"."""

from ui.frame import open_page
from ui.views.category import show_categories

view = open_page(follows_version=True)
show_categories(view.words("Drills"), ["drills"], view)
