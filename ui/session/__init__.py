"""Hold the state of one reader's run: address, language, sign-in, services."""
