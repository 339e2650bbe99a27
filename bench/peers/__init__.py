"""The pages that the dashboard is compared to: the same figures, charts and filter."""
