"""Show the switches between the years and the regions that have figures.

The latest year and the bureau's own region are the defaults and have no address.
"""

from functools import partial

from metrics.analysis.selection import years_present
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.series import regions_present
from ui.components.year_switch import show_year_switch
from ui.session.markdown import plain_text
from ui.session.url_state import (
    asked,
    choose,
    chosen,
    is_bare,
    notice,
    show_choice,
    switch,
    understood,
    write,
)

_MOST_SIDE_BY_SIDE = 5
_LONGEST_SIDE_BY_SIDE = 60
"""Characters of all names together; longer ones would stick out of the page."""


def year_switch(data: Dataset, _: Words, *, page: str) -> int:
    """Show the years where there are several, and return the reader's.

    Frames are sent under the key `page`.
    """
    years = [str(year) for year in data.years]
    wanted = understood("year", asked("year")) or ""
    if wanted not in years and wanted in map(str, years_present(data)):
        place = data.vocabulary.place(data.bureau.region, _.language)
        facts = {"region": plain_text(place), "year": wanted, "shown": years[-1]}
        notice(_("{region} has no figures for {year}; {shown} is shown.", **facts))
        year = years[-1]
    else:
        year = chosen("year", years, years[-1], _)
    if len(years) == 1:
        return int(year)
    if is_bare():
        show_choice(_("Year"), year, _)
    else:
        act = partial(write, "year", default=years[-1])
        show_year_switch(years, year, _, page=page, on_choose=act)
    return int(year)


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
