"""Read written numbers as exact values, with how exact they are. No figure, no file."""
