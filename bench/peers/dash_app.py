"""Show the figures in a Dash page as its documentation teaches."""

import os
import sys

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html

HOME, CATEGORY = os.environ["BENCH_HOME"], os.environ["BENCH_CATEGORY"]

table = pd.read_csv(os.environ["BENCH_CSV"])
years = sorted(int(year) for year in table["year"].unique())
app = Dash()
app.layout = html.Div(
    [
        html.H1("培训"),
        dcc.RadioItems(years, years[-1], id="year", inline=True),
        html.Div(id="figures", style={"display": "flex", "gap": "2rem"}),
        dcc.Graph(id="first"),
        dcc.Graph(id="second"),
    ]
)


@callback(
    Output("figures", "children"),
    Output("first", "figure"),
    Output("second", "figure"),
    Input("year", "value"),
)
def show(year: int) -> tuple[object, ...]:
    """Return the four figures and the two charts of a year."""
    shown = table[
        (table["year"] == year) & (table["region"] == HOME) & (table["category"] == CATEGORY)
    ]
    figures = [
        html.Div([html.Div(row.metric), html.H2(f"{row.value:,.0f}")]) for row in shown.itertuples()
    ]
    charts = []
    for group, part in shown.groupby("subcategory", sort=False):
        rows = part.sort_values("value")
        chart = px.bar(rows, x="value", y="metric", orientation="h", text="value", title=group)
        chart.update_traces(texttemplate="%{text:,}", textposition="outside", cliponaxis=False)
        charts.append(chart)
    return figures, *charts


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
