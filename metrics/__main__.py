"""Run the command line: `python -m metrics VERB` (see `metrics.cli`)."""

import sys

from metrics.cli.parser import main

if __name__ == "__main__":
    sys.exit(main())
