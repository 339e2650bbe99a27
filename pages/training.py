"""The page of the category "training"."""

from ui.frame import enter
from ui.views.category import show_categories

view = enter(follows_version=True)
show_categories(view.words("Training"), ["training"], view)
