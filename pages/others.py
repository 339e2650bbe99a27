"""The figures outside the four main categories."""

from metrics.model.series import categories_present
from ui.frame import open_page
from ui.views.category import show_categories

view = open_page(follows_version=True)
vocabulary = view.data.vocabulary
others = [key for key in categories_present(view.data) if not vocabulary.category(key).main]
show_categories(view.words("Other figures"), others, view)
