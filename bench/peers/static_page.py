"""Serve two pages written by hand, with their figures in them and plotly.js beside them.

`python -m bench.peers.static_page PORT` writes them from the table and serves them.
"""

import json
import shutil
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import plotly

from bench.peers.tables import CATEGORY, FILTERS, HOME, lines, read, year_columns

_PAGES = Path(__file__).parent / "pages"


def write_pages(folder: Path, table: pd.DataFrame) -> None:
    """Write the page of a category, that of all lines, and plotly.js beside them."""
    _write(folder / "index.html", "category.html", DATA=_by_region(table), ENGLISH=_english(table))
    wide = lines(table)
    years = year_columns(wide)
    texts, figures = (wide[[*names]].to_numpy().tolist() for names in (FILTERS.values(), years))
    data = {"years": list(map(int, years)), "labels": list(FILTERS)}
    metric = list(FILTERS.values()).index("metric")
    pairs = list(zip(texts, figures, strict=True))
    _write(folder / "lines.html", "lines.html", DATA={**data, "lines": pairs}, METRIC=metric)
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    shutil.copy(library, folder / library.name)


def _write(path: Path, page: str, **data: object) -> None:
    text = (_PAGES / page).read_text(encoding="utf-8")
    for name, value in data.items():
        text = text.replace(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")), 1)
    text = text.replace("HOME", HOME).replace("CATEGORY", CATEGORY)
    path.write_text(text, encoding="utf-8")


def _by_region(table: pd.DataFrame) -> dict[str, dict[str, list[list[object]]]]:
    shown: dict[str, dict[str, list[list[object]]]] = {}
    columns = ["region", "year", "subcategory", "metric", "value"]
    for region, year, *row in table[table["category"] == CATEGORY][columns].to_numpy().tolist():
        shown.setdefault(region, {}).setdefault(str(year), []).append(row)
    return shown


def _english(table: pd.DataFrame) -> dict[str, str]:
    shown = table[table["category"] == CATEGORY]
    return dict(zip(shown["metric"], shown["name_en"], strict=True))


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_said: object) -> None:
        """Log nothing."""


def main() -> None:
    """Write the pages into a folder of their own and serve them."""
    with tempfile.TemporaryDirectory() as folder:
        write_pages(Path(folder), read())
        handler = partial(_Quiet, directory=folder)
        ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()


if __name__ == "__main__":
    main()
