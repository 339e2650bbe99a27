"""The page of the category "training"."""

from ui.category_page import show_categories
from ui.frame import enter

view = enter()
show_categories(view.words("Training"), ["training"], view)
