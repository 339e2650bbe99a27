"""Hold what one reader's run carries: address, language, sign-in, services."""
