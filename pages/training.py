"""The page of the category "training"."""

from ui.category_page import show_categories
from ui.frame import enter

view = enter(follows_version=True)
show_categories(view.words("Training"), ["training"], view)
