"""Hold parts of pages that have no script of their own."""
