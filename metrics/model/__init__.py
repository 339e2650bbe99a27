"""Hold figures, catalogue and words as plain values. No database, no sentence."""
