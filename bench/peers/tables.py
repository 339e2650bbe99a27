"""Read the table of the peers, and make the lines of their table page."""

import os

import pandas as pd

HOME, CATEGORY = os.environ["BENCH_HOME"], os.environ["BENCH_CATEGORY"]
FILTERS = {
    "类别": "category",
    "子类": "subcategory",
    "指标": "metric",
    "地区": "region",
    "单位": "unit",
    "变化": "change",
}
"""The filters of the table page: label and column."""
GROUPS, TABLE = "按子类", "表格"
MOST_LINES = 300
ENGLISH = "English"


def read() -> pd.DataFrame:
    """Return the rows, each metric with its English name."""
    names = pd.read_csv(os.environ["BENCH_CATALOGUE"])[["metric", "name_en"]]
    return pd.read_csv(os.environ["BENCH_CSV"]).merge(names, on="metric")


def name_column(language: object) -> str:
    """Return the column of the metrics' names in a language."""
    return "name_en" if language == ENGLISH else "metric"


def lines(table: pd.DataFrame) -> pd.DataFrame:
    """Return a line for each metric of a region, years as columns, latest first."""
    key = ["category", "subcategory", "metric", "region", "unit"]
    wide = table.pivot(index=key, columns="year", values="value")
    years = sorted(wide.columns, reverse=True)
    wide = wide[years].set_axis([str(year) for year in years], axis="columns")
    wide["change"] = (wide.iloc[:, 0] > wide.iloc[:, 1]).map({True: "上升", False: "下降"})
    order = table.drop_duplicates(key).set_index(key).index
    return wide.loc[order].reset_index()


def year_columns(wide: pd.DataFrame) -> list[str]:
    """Return the columns that are years, the latest first."""
    return [name for name in wide.columns if name.isdigit()]
