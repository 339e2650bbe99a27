"""Hold a draft against what is published."""
