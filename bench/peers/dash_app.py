"""Show the figures in Dash pages as its documentation teaches."""

import sys

import dash
import plotly.express as px
from dash import Dash, Input, Output, callback, dash_table, dcc, html

from bench.peers.tables import (
    CATEGORY,
    ENGLISH,
    FILTERS,
    GROUPS,
    HOME,
    MOST_LINES,
    TABLE,
    lines,
    name_column,
    read,
    year_columns,
)

table = read()
wide = lines(table)
years = sorted(int(year) for year in table["year"].unique())
app = Dash(use_pages=True, pages_folder="")


def category_page() -> html.Div:
    """Return the page of the figures of a year and a region."""
    return html.Div(
        [
            html.H1(CATEGORY),
            dcc.Dropdown(list(table["region"].unique()), HOME, id="region", clearable=False),
            dcc.RadioItems(years, years[-1], id="year", inline=True),
            dcc.RadioItems([GROUPS, TABLE], GROUPS, id="view", inline=True),
            html.Div(id="shown"),
        ]
    )


@callback(
    Output("shown", "children"),
    Input("region", "value"),
    Input("year", "value"),
    Input("view", "value"),
    Input("language", "value"),
)
def show_category(region: str, year: int, view: str, language: str) -> list[object]:
    """Return the figures and charts of a year, or the table of all years."""
    shown = table[(table["region"] == region) & (table["category"] == CATEGORY)]
    name = name_column(language)
    if view == TABLE:
        by_year = shown.pivot(index=name, columns="year", values="value")[years[::-1]]
        by_year = by_year.map("{:,}".format).set_axis(
            [str(one) for one in years[::-1]], axis="columns"
        )
        return [dash_table.DataTable(by_year.reset_index().to_dict("records"))]
    shown = shown[shown["year"] == year]
    figures = [
        html.Div([html.Div(getattr(row, name)), html.H2(f"{row.value:,.0f}")])
        for row in shown.itertuples()
    ]
    charts = []
    for group, part in shown.groupby("subcategory", sort=False):
        rows = part.sort_values("value")
        chart = px.bar(rows, x="value", y=name, orientation="h", text="value", title=group)
        chart.update_traces(texttemplate="%{text:,}", textposition="outside", cliponaxis=False)
        charts.append(dcc.Graph(figure=chart, id=f"chart_{group}"))
    return [html.Div(figures, style={"display": "flex", "gap": "2rem"}), *charts]


def lines_page() -> html.Div:
    """Return the page of the table of all series behind filters."""
    filters = [
        dcc.Dropdown(list(wide[column].unique()), [], id=column, multi=True, placeholder=label)
        for label, column in FILTERS.items()
    ]
    ends = [years[0], years[-1]]
    marks = {year: str(year) for year in years}
    return html.Div(
        [
            html.H1("数据探索"),
            dcc.Input(value="", id="search", placeholder="搜索指标", debounce=True),
            *filters,
            dcc.RangeSlider(*ends, 1, value=ends, marks=marks, id="years"),
            html.Button("重置", id="reset"),
            dash_table.DataTable(id="lines", sort_action="native", page_size=MOST_LINES),
        ]
    )


@callback(
    Output("lines", "data"),
    Output("lines", "columns"),
    Input("search", "value"),
    Input("years", "value"),
    *(Input(column, "value") for column in FILTERS.values()),
)
def show_lines(
    search: str | None, ends: list[int], *chosen: list[str] | None
) -> tuple[object, object]:
    """Return the lines and columns that the filters leave."""
    shown = wide
    if search:
        shown = shown[shown["metric"].str.contains(search, regex=False)]
    for column, values in zip(FILTERS.values(), chosen, strict=True):
        if values:
            shown = shown[shown[column].isin(values)]
    kept = [year for year in year_columns(wide) if ends[0] <= int(year) <= ends[1]]
    texts = ["metric", "category", "region", "unit", "change"]
    figures = [
        {"name": year, "id": year, "type": "numeric", "format": {"specifier": ","}} for year in kept
    ]
    columns = [{"name": name, "id": name} for name in texts] + figures
    return shown[texts + kept].head(MOST_LINES).to_dict("records"), columns


@callback(
    Output("search", "value"),
    Output("years", "value"),
    Output("lines", "sort_by"),
    *(Output(column, "value") for column in FILTERS.values()),
    Input("reset", "n_clicks"),
    prevent_initial_call=True,
)
def reset(_clicks: int) -> tuple[object, ...]:
    """Take back every filter."""
    return "", [years[0], years[-1]], [], *([] for _ in FILTERS)


dash.register_page("category", path="/", layout=category_page)
dash.register_page("lines", path="/lines", layout=lines_page)
app.layout = html.Div(
    [
        html.Nav([dcc.Link(CATEGORY, href="/"), " ", dcc.Link("数据探索", href="/lines")]),
        dcc.RadioItems(["中文", ENGLISH], "中文", id="language", inline=True),
        dash.page_container,
    ]
)

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
