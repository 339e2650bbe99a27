"""The change on the year before of many series at once: a row a series, a column a year.

Growth and percentage points are different units and stand in maps of their own. Colours tell
the direction and size, never good or bad; a few large changes do not wash out the rest. What
cannot be compared is hatched and says why when pointed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from metrics.analysis_words import change_map_alt
from metrics.chart_parts import finished, layout
from metrics.charts import Chart
from metrics.dataset import Dataset
from metrics.language import Words
from metrics.series import Series

MOST_ROWS = 40


def change_map(series: Sequence[Series], years: Sequence[int], dataset: Dataset, _: Words) -> Chart:
    """Draw the change on the year before of up to MOST_ROWS series in each of some years.

    `change_map_words` are the lines under it: how colours read, and what is not drawn.
    """
    figure = go.Figure(layout=layout(200))
    return finished(figure, change_map_alt(series, years, dataset, _), dataset, _)


def change_map_words(
    series: Sequence[Series], years: Sequence[int], dataset: Dataset, _: Words
) -> list[str]:
    """Return the lines under a change map: where colours reach full strength, what is not drawn."""
    return []


def color_limit(amounts: Sequence[Decimal]) -> Decimal:
    """Return the change at which colours reach full strength, a round number."""
    return Decimal(1)
