"""The address of a figure opens that figure, whatever else has its name."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qs, urlencode

import pytest

from metrics.model.dataset import load
from metrics.model.observation import from_table, to_table
from ui.blocks import source_panel


def test_a_figure_in_any_category_and_sub_category_is_opened_by_its_link(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_panel, "link", lambda _page, pairs: urlencode(list(pairs)))
    product = load()
    row = next(one for one in from_table(product.table) if one.metric == "企业人员轮训")
    places = [
        ("威海市", row.category, "企业"),
        ("威海市", row.category, "矿山"),
        ("威海市", row.category, ""),
        ("威海市", "drills", "企业"),
        ("威海市", "drills", "各级各部门"),
        ("环翠区", "drills", "企业"),
    ]
    rows = [
        replace(row, region=region, category=category, subcategory=subcategory, value=Decimal(n))
        for n, (region, category, subcategory) in enumerate(places, start=1)
    ]
    for published in (rows, rows[3:], rows[1:2]):
        data = replace(product, table=to_table(published))
        for one in published:
            query = parse_qs(source_panel.figure_link(one, data), keep_blank_values=True)
            named = {name: values[0] for name, values in query.items()}
            opened = source_panel.named_figure(data, named)
            assert opened is not None and opened.key == one.key
