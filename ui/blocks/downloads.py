"""What files are called when readers take them along."""

from __future__ import annotations

from metrics.model.dataset import Dataset


def file_name(name: str, data: Dataset) -> str:
    """Return the name of a download; one that holds invented figures says so."""
    return f"invented-sample-{name}" if data.bureau.sample else name
