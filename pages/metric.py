"""Show one metric."""

from ui.frame import open_page
from ui.views.metric import show_metric

show_metric(open_page(follows_version=True))
