"""Proofreading a draft: is each figure in it what is published?"""

from ui.frame import enter
from ui.proofread_page import show_proofread

show_proofread(enter())
