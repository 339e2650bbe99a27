"""The dashboard in a real browser, as its readers see and use it."""
