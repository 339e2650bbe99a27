"""Hold the analyst's page."""
