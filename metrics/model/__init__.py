"""Hold what the product knows: values and their plain relations. No database, no sentence."""
