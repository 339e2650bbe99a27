"""Select figures and hold what follows from them: changes, findings, comparisons."""
