"""Show the upload of a year: check a file, see what changes, publish."""

from ui.frame import open_page
from ui.views.publishing.upload import show_upload

show_upload(open_page())
