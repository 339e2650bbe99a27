"""Show the figures in a Streamlit page as its documentation teaches."""

import os

import pandas as pd
import plotly.express as px
import streamlit as st

HOME, CATEGORY = os.environ["BENCH_HOME"], os.environ["BENCH_CATEGORY"]


@st.cache_data
def load() -> pd.DataFrame:
    """Read the table."""
    return pd.read_csv(os.environ["BENCH_CSV"])


st.set_page_config(layout="wide")
st.title("培训")
table = load()
years = sorted(int(year) for year in table["year"].unique())
year = st.segmented_control("年份", years, default=years[-1], required=True)
shown = table[(table["year"] == year) & (table["region"] == HOME) & (table["category"] == CATEGORY)]
for column, row in zip(st.columns(4), shown.itertuples(), strict=True):
    column.metric(str(row.metric), f"{row.value:,.0f}", border=True)
for group, part in shown.groupby("subcategory", sort=False):
    rows = part.sort_values("value")
    chart = px.bar(rows, x="value", y="metric", orientation="h", text="value", title=group)
    chart.update_traces(texttemplate="%{text:,}", textposition="outside", cliponaxis=False)
    st.plotly_chart(chart, key=f"chart_{group}")
