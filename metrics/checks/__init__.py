"""Hold the checks of what cannot be right about figures, in a table or a text.

`plausibility` holds a figure against an earlier one, `parts` against its whole, `rates` a stated
rate against the one that the figures give. Nothing here refuses a row.
"""
