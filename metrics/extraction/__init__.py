"""Turn the figures of a report into proposed rows, and keep what an editor decides."""
