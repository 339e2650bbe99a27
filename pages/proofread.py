"""Proofreading a draft: is each figure in it what is published?"""

from ui.frame import enter
from ui.views.proofread import show_proofread

show_proofread(enter())
