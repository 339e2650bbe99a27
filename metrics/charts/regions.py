"""The districts of one metric and year beside one another, the largest on top.

The bureau's own figure is told in words and never drawn among its districts.
"""

from __future__ import annotations

from decimal import Decimal

from metrics.analysis.comparison import RegionComparison, RegionFigure
from metrics.charts import Chart, escape
from metrics.charts.axes import Bar, finished, ranked, title_of, wrapped
from metrics.charts.captions import regions_alt, share_text
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import address
from metrics.wording.figures import figure_text, number_text
from metrics.wording.series import metric_name


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
