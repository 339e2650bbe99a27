"""Hold the pages, one module each."""
