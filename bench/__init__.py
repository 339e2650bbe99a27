"""Measure times and ratios and print them; assert none."""
