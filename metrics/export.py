from metrics.observation import COLUMN_NAMES
from metrics.tabular import write_rows


def csv_bytes(rows):
    return write_rows(COLUMN_NAMES, (r.as_text() for r in rows))
