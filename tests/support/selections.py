"""Addresses of filters, made at random, whose every value exists; the rows that answer them."""

import csv
import io

from hypothesis import strategies as st

from metrics.analysis.selection import MULTI_FILTERS, allowed_values, years_present
from metrics.model.dataset import Dataset
from metrics.model.observation import COLUMN_NAMES


def queries(data: Dataset) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return such addresses for a data set."""
    years = [str(year) for year in years_present(data)]
    choices = {
        name: st.lists(st.sampled_from(list(allowed_values(data, name))), max_size=3, unique=True)
        for name in MULTI_FILTERS
    }
    ends = st.lists(st.sampled_from(years), min_size=2, max_size=2).map(sorted)
    return st.builds(
        lambda chosen, ends, q, bounded: {
            **chosen,
            **({"from": [ends[0]], "to": [ends[1]]} if bounded else {}),
            "q": [q] if q else [],
        },
        st.fixed_dictionaries(choices),
        ends,
        st.sampled_from(["", "", "培训", "drill", "演练人次"]),
        st.booleans(),
    )


def own_columns(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file without the columns behind those of a figure."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: row[name] for name in COLUMN_NAMES} for row in rows]
