"""Bringing in a year: drop a file, check, see what changes, publish."""

from ui.frame import enter
from ui.signing_in import require_editor
from ui.upload_page import show_upload

view = enter()
show_upload(view, require_editor(view.words))
