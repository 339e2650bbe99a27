"""Hold the pages that the dashboard is compared to: same figures, charts, filter."""
