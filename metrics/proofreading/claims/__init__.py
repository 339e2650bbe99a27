"""Read what a draft derives from published figures, and judge it by interval arithmetic."""
