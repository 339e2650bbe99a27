"""Hold the pages that the dashboard is compared to: same figures, charts, table, moves."""

OURS, NAIVE, DASH, STATIC = "dashboard", "naive streamlit", "dash", "static page"
NAMES = (OURS, NAIVE, DASH, STATIC)
"""The dashboard, and what it is compared to."""
