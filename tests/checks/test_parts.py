"""Parts and wholes: sub-categories each for themselves, an upper bound of zero is one."""

from decimal import Decimal

from metrics.checks import parts_that_exceed, regions_that_exceed
from metrics.model.dataset import load
from metrics.model.observation import Observation
from tests.support.figures import figure

PART, WHOLE = "挂牌督办重大事故隐患", "管控重大事故隐患"
CATALOGUE = load().catalogue


def exceeding(*rows: Observation) -> list[tuple[str, str]]:
    """Return the sub-categories of each part and its whole that do not fit."""
    found = parts_that_exceed({one.key: one for one in rows}, CATALOGUE)
    return [(one.part.subcategory, one.whole.subcategory) for one in found]


def test_sub_categories_are_added_up_each_for_itself() -> None:
    city = [figure("检查", 100, subcategory="矿山"), figure("检查", 20, subcategory="工贸")]
    district = [
        figure("检查", 90, region="环翠区", subcategory="矿山"),
        figure("检查", 15, region="环翠区", subcategory="工贸"),
    ]
    everything = {one.key: one for one in [*city, *district]}
    assert not list(regions_that_exceed([*city, *district], everything, "威海市"))

    more = figure("检查", 21, region="文登区", subcategory="工贸")
    (excess,) = regions_that_exceed([*district, more], everything | {more.key: more}, "威海市")
    assert (excess.city.subcategory, excess.total) == ("工贸", Decimal(36))


def test_an_upper_bound_of_zero_is_a_bound() -> None:
    whole = figure(WHOLE, -5, qualifier="range", upper=Decimal(0))  # type: ignore[arg-type]
    assert exceeding(figure(PART, 0), whole) == []
    assert exceeding(figure(PART, 1), whole) == [("", "")]


def test_a_part_is_held_against_the_whole_of_its_own_sub_category() -> None:
    wholes = [figure(WHOLE, 100, subcategory="矿山"), figure(WHOLE, 20, subcategory="工贸")]
    assert exceeding(*wholes, figure(PART, 90, subcategory="矿山")) == []
    assert exceeding(*wholes, figure(PART, 21, subcategory="工贸")) == [("工贸", "工贸")]
    assert exceeding(wholes[1], figure(PART, 90, subcategory="矿山")) == []
    assert exceeding(wholes[1], figure(PART, 90, region="环翠区", subcategory="工贸")) == []
    assert exceeding(wholes[1], figure(PART, 90, 2024, subcategory="工贸")) == []


def test_a_part_of_the_catalogue_is_held_against_the_whole_of_the_catalogue() -> None:
    part, whole = (CATALOGUE.get(name) for name in ("市级应急演练", "各级各部门演练"))
    rows = [
        figure(metric.zh, value, category=metric.category, subcategory=metric.subcategory)
        for metric, value in ((part, 30), (whole, 20))
    ]
    assert part.subcategory != whole.subcategory
    assert exceeding(*rows) == [(part.subcategory, whole.subcategory)]


def test_regions_published_before_are_added_to_those_that_come_in() -> None:
    city, one, other = (
        figure("检查", value, region=region)
        for region, value in (("威海市", 100), ("环翠区", 60), ("文登区", 41))
    )
    everything = {row.key: row for row in (city, one, other)}
    for new in everything.values():
        (excess,) = regions_that_exceed([new], everything, "威海市")
        assert excess.total == Decimal(101)
    assert not list(regions_that_exceed([figure("演练", 1)], everything, "威海市"))
