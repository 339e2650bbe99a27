"""Write figures to take away: files of a selection, its summary, the catalogue for programs.

A file never leaves without saying where its figures come from, where its kind has room for that.
Nothing is rounded, renamed or left out; invented figures are marked. Files of the same version,
filters and moment are the same bytes.
"""
