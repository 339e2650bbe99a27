"""The switches between the years and the regions that have figures.

The latest year and the bureau's own region are the defaults and have no address.
"""

from __future__ import annotations

from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.series import regions_present
from ui.session.url_state import choose, chosen, switch

_MOST_SIDE_BY_SIDE = 5
_LONGEST_SIDE_BY_SIDE = 60
"""Characters of all names together; longer ones would stick out of the page."""


def year_switch(data: Dataset, _: Words) -> int:
    """Show the years and return the one the reader wants."""
    years = [str(year) for year in data.years]
    return int(switch(_("Year"), "year", dict(zip(years, years, strict=True)), years[-1], _))


def region_switch(data: Dataset, _: Words) -> str:
    """Show the regions where there are several, and return the one the reader wants."""
    regions = regions_present(data)
    home = data.bureau.region if data.bureau.region in regions else regions[0]
    named = {region: data.vocabulary.place(region, _.language) for region in regions}
    if len(regions) < 2:
        return chosen("region", regions, home, _)
    short = sum(map(len, named.values())) <= _LONGEST_SIDE_BY_SIDE
    show = switch if len(regions) <= _MOST_SIDE_BY_SIDE and short else choose
    return show(_("Region"), "region", named, home, _)
