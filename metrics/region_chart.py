"""The districts of one metric and year beside one another, the largest on top.

The bureau's own figure is told in words and never drawn among its districts.
"""

from __future__ import annotations

from decimal import Decimal

from metrics.analysis_words import regions_alt, share_text
from metrics.chart_parts import Bar, finished, ranked, title_of, wrapped
from metrics.charts import Chart, address, escape
from metrics.comparing import RegionComparison, RegionFigure
from metrics.dataset import Dataset
from metrics.figure_text import figure_text, number_text
from metrics.findings import metric_name
from metrics.language import Words


def regions_chart(
    comparison: RegionComparison, dataset: Dataset, _: Words, *, share: bool = False
) -> Chart:
    """Draw districts ranked by their figure; with `share` each figure also says its share.

    `analysis_words.region_words` are the lines for the
    caption.
    """
    bars = [_bar(figure, comparison, dataset, _, share) for figure in comparison.ranked]
    color = dataset.vocabulary.category(comparison.category).color
    figure = ranked(bars, color)
    drawn = [figure.observation for figure in comparison.ranked]
    named = metric_name(drawn[0], dataset, _) if drawn else ""
    title = title_of([named], [comparison.year], _)
    alt = regions_alt(comparison, dataset, _, share=share)
    return finished(figure, alt, title, drawn, dataset, _)


def _bar(
    figure: RegionFigure, comparison: RegionComparison, dataset: Dataset, _: Words, share: bool
) -> Bar:
    o = figure.observation
    place = dataset.vocabulary.place(figure.region, _.language)
    text, told = (
        escape(number_text(o, dataset.vocabulary, _)),
        figure_text(o, dataset.vocabulary, _),
    )
    if share and figure.share is not None:
        said = share_text(figure, comparison.about, _)
        text, told = f"{text}<br>{said}", f"{told} · {said}"
    note = f"<br>{wrapped(o.note, 240, 13)}" if o.note else ""
    hover = f"{escape(place)}<br><b>{o.year}　{escape(told)}</b>{note}"
    return Bar(place, o.value or Decimal(0), text, hover, address(o, dataset))
