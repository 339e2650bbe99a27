"""Set up an empty folder of data for a bureau."""

from ui.session.view import reader_words
from ui.views.set_up import show_set_up

show_set_up(reader_words())
