"""Write lines of the audit log as a CSV file, in words beside the store's own codes."""

from collections.abc import Iterable

from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.model.act import Act
from metrics.model.csv_file import marked, write_rows
from metrics.wording.acts import detail_text, event_text, outcome_text

COLUMNS = (
    *("number", "at", "who", "what", "result", "about", "event", "outcome", "how", "source"),
)


def log_csv(acts: Iterable[Act], _: Words) -> bytes:
    """Return the file; texts that a spreadsheet would run are marked as texts."""
    rows = (
        {
            "number": str(act.number),
            "at": minute_text(act.at),
            "who": act.who,
            "what": event_text(act, _),
            "result": outcome_text(act, _),
            "about": detail_text(act, _),
            "event": act.event,
            "outcome": act.outcome,
            "how": act.how,
            "source": act.source,
        }
        for act in acts
    )
    return write_rows(COLUMNS, marked(rows))
