"""The checks of what cannot be right about figures."""
