"""Write tables that a phone reads as lists: each cell says what its column is."""

from collections.abc import Sequence

from metrics.markup import Markup, tag


def data_table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int]
) -> Markup:
    """Return a table; `numbers` are columns of figures, the first names its row."""
    heads = [
        tag("th", name, scope="col", role="columnheader", class_="number" if at in numbers else "")
        for at, name in enumerate(header)
    ]
    lines = [tag("tr", _cells(row, header, numbers), role="row") for row in rows]
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", heads, role="row"), role="rowgroup"),
        tag("tbody", lines, role="rowgroup"),
        role="table",
    )


def _cells(row: Sequence[str], header: Sequence[str], numbers: Sequence[int]) -> list[Markup]:
    first = tag("th", row[0], scope="row", role="rowheader")
    return [
        first,
        *(
            tag(
                "td",
                cell,
                role="cell",
                data_label=name,
                class_="number" if at in numbers else "",
            )
            for at, (cell, name) in enumerate(zip(row[1:], header[1:], strict=True), start=1)
        ),
    ]
