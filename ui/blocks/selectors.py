"""Show the switches between the years and the regions that have figures.

The latest year and the bureau's own region are the defaults and have no address.
"""

from functools import partial

from metrics.analysis.selection import years_present
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.series import regions_present
from ui.components.switches import Switch, show_switch
from ui.session.markdown import plain_text
from ui.session.url_state import (
    asked,
    chosen,
    is_bare,
    notice,
    show_choice,
    understood,
    write,
)

_MOST_YEARS, _MOST_REGIONS = 6, 5  # side by side
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
        listed, steps = len(years) > _MOST_YEARS, (_("Previous year"), _("Next year"))
        shown = Switch("year", _("Year"), dict(zip(years, years, strict=True)), listed, steps)
        act = partial(write, "year", default=years[-1])
        show_switch(shown, year, page=page, on_choose=act)
    return int(year)


def region_switch(data: Dataset, _: Words, *, page: str = "") -> str:
    """Show the regions where there are several, and return the one the reader wants.

    Frames are sent under the key `page`.
    """
    regions = regions_present(data)
    home = data.bureau.region if data.bureau.region in regions else regions[0]
    region = chosen("region", regions, home, _)
    if len(regions) < 2:
        return region
    named = {each: data.vocabulary.place(each, _.language) for each in regions}
    if is_bare():
        show_choice(_("Region"), named[region], _)
        return region
    long = sum(map(len, named.values())) > _LONGEST_SIDE_BY_SIDE
    shown = Switch("region", _("Region"), named, long or len(regions) > _MOST_REGIONS)
    act = partial(write, "region", default=home)
    show_switch(shown, region, page=page, on_choose=act)
    return region
