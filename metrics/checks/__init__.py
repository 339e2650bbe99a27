"""Hold the checks of what cannot be right about figures, whoever states them."""
