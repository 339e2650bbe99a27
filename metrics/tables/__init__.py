"""Read a table of any layout: what each row and column is, and what each cell says."""
