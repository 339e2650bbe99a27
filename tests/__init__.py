"""What a reader sees and what the library promises, tried on real files, processes and browsers."""
