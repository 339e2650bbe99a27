"""The page of the category "equipment"."""

from ui.category_page import show_categories
from ui.frame import enter

view = enter(follows_version=True)
show_categories(view.words("Equipment"), ["equipment"], view)
