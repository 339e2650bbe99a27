"""Compare a draft with what is published."""
