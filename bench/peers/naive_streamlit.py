"""Show the figures in Streamlit pages as its documentation teaches."""

import pandas as pd
import plotly.express as px
import streamlit as st

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

load = st.cache_data(read)
load_lines = st.cache_data(lines)


def show_category() -> None:
    """Show the figures of a year and a region."""
    table = load()
    st.title(CATEGORY)
    years = sorted(int(year) for year in table["year"].unique())
    regions = list(table["region"].unique())
    region = st.selectbox("地区", regions, index=regions.index(HOME))
    year = st.segmented_control("年份", years, default=years[-1], required=True)
    view = st.segmented_control("视图", [GROUPS, TABLE], default=GROUPS, required=True)
    shown = table[(table["region"] == region) & (table["category"] == CATEGORY)]
    name = name_column(st.session_state["language"])
    if view == TABLE:
        wide = shown.pivot(index=name, columns="year", values="value")
        st.table(wide[years[::-1]].map("{:,}".format))
    else:
        show_groups(shown[shown["year"] == year], name)


def show_groups(shown: pd.DataFrame, name: str) -> None:
    """Show four figures and a chart for each sub-category."""
    for column, row in zip(st.columns(4), shown.itertuples(), strict=True):
        column.metric(str(getattr(row, name)), f"{row.value:,.0f}", border=True)
    for group, part in shown.groupby("subcategory", sort=False):
        rows = part.sort_values("value")
        chart = px.bar(rows, x="value", y=name, orientation="h", text="value", title=group)
        chart.update_traces(texttemplate="%{text:,}", textposition="outside", cliponaxis=False)
        st.plotly_chart(chart, key=f"chart_{group}")


def show_lines() -> None:
    """Show the table of all series behind filters."""
    st.title("数据探索")
    shown = load_lines(load())
    years = year_columns(shown)
    if search := st.text_input("搜索指标", key="search"):
        shown = shown[shown["metric"].str.contains(search, regex=False)]
    for label, column in FILTERS.items():
        if chosen := st.multiselect(label, shown[column].unique(), key=column):
            shown = shown[shown[column].isin(chosen)]
    first, last = st.select_slider("年份", years[::-1], (years[-1], years[0]), key="years")
    sort = st.segmented_control("排序", years, key="sort")
    st.button("重置", on_click=reset, args=(years,))
    shown = shown.head(MOST_LINES)
    if sort:
        shown = shown.sort_values(sort, ascending=False)
    kept = [year for year in years if first <= year <= last]
    figures = shown[kept].map("{:,}".format)
    st.table(shown[["metric", "category", "region", "unit", "change"]].join(figures))


def reset(years: list[str]) -> None:
    """Take back every filter."""
    st.session_state.update({column: [] for column in FILTERS.values()})
    st.session_state.update({"search": "", "years": (years[-1], years[0]), "sort": None})


st.set_page_config(layout="wide")
pages = [
    st.Page(show_category, title=CATEGORY, default=True),
    st.Page(show_lines, title="数据探索", url_path="lines"),
]
page = st.navigation(pages)
st.sidebar.segmented_control(
    "语言", ["中文", ENGLISH], default="中文", required=True, key="language"
)
page.run()
