"""Measurements: each module prints times and ratios, none of them asserts one."""
