"""Which metric of earlier years a new figure continues: ranked, with the reason in words.

The same name or a confirmed alias first, then likeness of the wording, with units and scopes as
gates. A metric that nothing is like enough is new; nothing is matched by its value.
"""

from metrics.matching.labels import Label
from metrics.matching.ranking import (
    THRESHOLD,
    Candidate,
    Match,
    match_all,
    match_label,
)

__all__ = ["THRESHOLD", "Candidate", "Label", "Match", "match_all", "match_label"]
