"""The switch between the years that have figures; the latest is the default and has no address."""

from __future__ import annotations

from metrics.dataset import Dataset
from metrics.language import Words
from ui.address import switch


def year_switch(data: Dataset, _: Words) -> int:
    """Show the years and return the one the reader wants."""
    years = [str(year) for year in data.years]
    return int(switch(_("Year"), "year", dict(zip(years, years, strict=True)), years[-1], _))
