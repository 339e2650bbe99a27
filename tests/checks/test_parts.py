"""Parts and wholes: sub-categories each for themselves, an upper bound of zero is one."""

from __future__ import annotations

from decimal import Decimal

from metrics.checks.parts import part_exceeds, regions_that_exceed
from tests.support.figures import figure


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
    whole = figure("管控重大事故隐患", -5, qualifier="range", upper=Decimal(0))  # type: ignore[arg-type]
    assert part_exceeds(figure("挂牌督办重大事故隐患", 0), whole) is None
    assert part_exceeds(figure("挂牌督办重大事故隐患", 1), whole) is not None
