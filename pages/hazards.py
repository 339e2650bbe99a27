"""The page of the category "hazards"."""

from ui.frame import enter
from ui.views.category import show_categories

view = enter(follows_version=True)
show_categories(view.words("Hazards"), ["hazards"], view)
