"""Hold the checks of what cannot be right about figures, whoever states them.

`plausibility` holds a figure against an earlier one, `parts` against its whole, `rates` a stated
rate against the one that the figures give. Nothing here refuses a row.
"""
