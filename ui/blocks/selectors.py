"""Show the switches of a page of figures: years and regions that have figures, views.

The latest year and the bureau's own region are the defaults and have no address. Frames of
all are sent under the key of a page, `page`.
"""

from collections.abc import Mapping
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
    """Show the years where there are several, and return the reader's."""
    years = [str(year) for year in data.years]
    wanted = understood("year", asked("year")) or ""
    if wanted not in years and wanted in map(str, years_present(data)):
        place = data.vocabulary.place(data.bureau.region, _.language)
        facts = {"region": plain_text(place), "year": wanted, "shown": years[-1]}
        notice(_("{region} has no figures for {year}; {shown} is shown.", **facts))
        year = years[-1]
    else:
        year = chosen("year", years, years[-1], _)
    if len(years) > 1:
        listed, steps = len(years) > _MOST_YEARS, (_("Previous year"), _("Next year"))
        named = dict(zip(years, years, strict=True))
        shown = Switch("year", _("Year"), named, listed=listed, steps=steps)
        _show(shown, year, _, default=years[-1], page=page)
    return int(year)


def region_switch(data: Dataset, _: Words, *, page: str = "") -> str:
    """Show the regions where there are several, and return the one the reader wants."""
    regions = regions_present(data)
    home = data.bureau.region if data.bureau.region in regions else regions[0]
    region = chosen("region", regions, home, _)
    if len(regions) < 2:
        return region
    named = {each: data.vocabulary.place(each, _.language) for each in regions}
    long = sum(map(len, named.values())) > _LONGEST_SIDE_BY_SIDE
    shown = Switch("region", _("Region"), named, listed=long or len(regions) > _MOST_REGIONS)
    _show(shown, region, _, default=home, page=page)
    return region


def view_switch(views: Mapping[str, str], view: str, _: Words, *, page: str) -> None:
    """Show the views of a page by name, the first as the default."""
    shown = Switch("view", _("View"), views, short=True)
    _show(shown, view, _, default=next(iter(views)), page=page)


def _show(switch: Switch, value: str, _: Words, *, default: str, page: str) -> None:
    """Show a switch; a bare page only says what is chosen."""
    if is_bare():
        show_choice(switch.label, switch.options[value], _)
    else:
        act = partial(write, switch.name, default=default)
        show_switch(switch, value, page=page, on_choose=act)
