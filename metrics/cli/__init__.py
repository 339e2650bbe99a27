"""Hold the command line: verbs, their options, their answers."""
