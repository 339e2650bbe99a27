"""Hold the pages of editors: upload, reading a report, drafts, preview."""
