"""The invented sample as tests ask for it: one figure or one series by metric and year."""

from metrics.model.dataset import Dataset, load
from metrics.model.observation import Observation
from metrics.model.series import Series, find_series
from tests.support.folders import DATA_FOLDER

SAMPLE_FOLDER = DATA_FOLDER.parent / "examples"
LANGUAGES_TRIED = ("zh", "en")


def real() -> Dataset:
    """Return the published figures."""
    return load(DATA_FOLDER)


def sample() -> Dataset:
    """Return the invented ones."""
    return load(SAMPLE_FOLDER)


def series(data: Dataset, name: str, region: str | None = None) -> Series:
    """Return the series of a metric by its Chinese name."""
    metric = data.catalogue.find(name)
    assert metric is not None, name
    found = find_series(data, metric.slug, region)
    assert found is not None, f"{name} has no figures"
    return found


def figure(data: Dataset, name: str, year: int, region: str | None = None) -> Observation:
    """Return one figure by the metric's Chinese name."""
    found = series(data, name, region).at(year)
    assert found is not None, f"{name} has no row in {year}"
    return found
