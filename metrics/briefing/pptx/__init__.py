"""Lay a briefing out as slides."""
