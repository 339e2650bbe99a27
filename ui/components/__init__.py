"""Hold components with HTML and scripts of their own, one folder each."""
