"""Show proofreading: each figure of a draft against what is published."""

from ui.frame import open_page
from ui.views.proofread import show_proofread

show_proofread(open_page())
