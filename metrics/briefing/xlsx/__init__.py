"""Lay a briefing out as a workbook."""
