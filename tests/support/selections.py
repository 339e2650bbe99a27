"""Addresses of filters, made at random, whose every value exists."""

from hypothesis import strategies as st

from metrics.analysis.selection import MULTI_FILTERS, allowed_values, years_present
from metrics.model.dataset import Dataset


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
