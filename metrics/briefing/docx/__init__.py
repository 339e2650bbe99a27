"""Lay a briefing out as a Word text."""
