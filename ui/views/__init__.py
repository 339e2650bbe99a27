"""Hold the pages, one module or folder each."""
