"""Serve a page written by hand, with its figures in it and plotly.js beside it.

`python -m bench.peers.static_page PORT` writes it from the table and serves it.
"""

import csv
import json
import os
import shutil
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import plotly

_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>培训</title>
<style>
body { font-family: "Noto Sans CJK SC", sans-serif; margin: 2rem; }
#figures { display: flex; gap: 2rem; } #figures strong { font-size: 2rem; display: block; }
.chart { height: 320px; }
</style></head>
<body><h1>培训</h1><div id="years"></div><div id="figures"></div>
<div class="chart" id="chart0"></div><div class="chart" id="chart1"></div>
<script>
const table = TABLE;
function figures(year) {
  document.getElementById("figures").replaceChildren(...table[year].map(([, metric, value]) => {
    const card = document.createElement("div");
    const number = document.createElement("strong");
    number.textContent = value.toLocaleString("en");
    card.append(metric, number);
    return card;
  }));
}
function charts(year) {
  const groups = [...new Set(table[year].map(([group]) => group))];
  groups.forEach((group, at) => {
    const rows = table[year].filter((row) => row[0] === group).sort((a, b) => a[2] - b[2]);
    const bars = {
      type: "bar", orientation: "h", x: rows.map((row) => row[2]), y: rows.map((row) => row[1]),
      text: rows.map((row) => row[2].toLocaleString("en")), textposition: "outside",
      cliponaxis: false,
    };
    const layout = {title: {text: group}, yaxis: {automargin: true}};
    Plotly.react(`chart${at}`, [bars], layout, {responsive: true});
  });
}
function show(year) { figures(year); charts(year); }
const years = Object.keys(table).map((year) => {
  const button = document.createElement("button");
  button.textContent = year;
  button.onclick = () => show(year);
  return button;
});
document.getElementById("years").append(...years);
const latest = Object.keys(table).at(-1);
figures(latest);
</script>
<script src="plotly.min.js"></script>
<script>charts(latest);</script>
</body></html>
"""


def write_page(folder: Path, table: Path, home: str, category: str) -> None:
    """Write the page of a table's home region and category, and plotly.js beside it."""
    shown: dict[int, list[tuple[str, str, int]]] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["region"] == home and row["category"] == category:
                figure = (row["subcategory"], row["metric"], int(row["value"]))
                shown.setdefault(int(row["year"]), []).append(figure)
    page = _PAGE.replace("TABLE", json.dumps(shown, ensure_ascii=False))
    (folder / "index.html").write_text(page, encoding="utf-8")
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    shutil.copy(library, folder / library.name)


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_said: object) -> None:
        """Log nothing."""


def main() -> None:
    """Write the page into a folder of its own and serve it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ
        write_page(
            Path(folder),
            Path(environment["BENCH_CSV"]),
            environment["BENCH_HOME"],
            environment["BENCH_CATEGORY"],
        )
        handler = partial(_Quiet, directory=folder)
        ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()


if __name__ == "__main__":
    main()
