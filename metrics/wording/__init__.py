"""Put values into words in a reader's language. Knows no page, no file format."""
