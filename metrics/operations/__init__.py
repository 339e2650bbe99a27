"""Hold the settings of a running server and its counters."""
