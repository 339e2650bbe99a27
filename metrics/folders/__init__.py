"""Check a bureau's folder of data, and make a new one."""
