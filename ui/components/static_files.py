"""Serve the product's own scripts, which browsers fetch once and keep.

Their addresses change with their content, so they may be kept for good. They are compressed once,
when first asked for, and only the compressed bytes stay in memory.
"""

import gzip
import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.session.url_state import base_path

_HERE = Path(__file__).parent
_CHART_SCRIPTS = ("chart.js", "keyboard.js", "picture.js")
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Type": "text/javascript; charset=utf-8",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}
_making = threading.Lock()


def routes() -> list[Route]:
    """Return the routes that serve the files."""
    return [Route(f"{base_path()}/assets/{{name}}", _serve, methods=["GET"])]


def plotly_address() -> str:
    """Return where this server has plotly.js."""
    return _address(f"plotly-{_plotly_version()}.min.js")


def chart_address() -> str:
    """Return where this server has the charts' script."""
    return _address(f"chart-{_hash(_chart_script())}.js")


def figures_address() -> str:
    """Return where this server has the script of cards and tables."""
    return _address(f"figures-{_hash(_figures_script())}.js")


def warm_up() -> None:
    """Compress the files now, so that the first reader need not wait for it."""
    for name in _files():
        _compressed(name)


def _address(name: str) -> str:
    return f"{base_path()}/assets/{name}"


@lru_cache(maxsize=1)
def _files() -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files, by the names they are served under."""
    return {
        plotly_address().rpartition("/")[2]: _plotly,
        chart_address().rpartition("/")[2]: _chart_script,
        figures_address().rpartition("/")[2]: _figures_script,
    }


def _plotly() -> bytes:
    """Return the installed package's plotly.js, without the traces of no chart here.

    The smaller bundle of the same release is kept beside the charts' script: it is read by a
    browser in a quarter of the time. Where the package is of another release, its own whole bundle
    is served; a test says that the smaller one is to be renewed.
    """
    ours = _HERE / "chart" / "plotly" / "plotly-basic.min.js"
    return (ours if _release(ours) == _plotly_version() else _whole_plotly()).read_bytes()


@lru_cache(maxsize=1)
def _plotly_version() -> str:
    return _release(_whole_plotly())


def _whole_plotly() -> Path:
    # Found without importing the package, which takes a third of a second.
    found = find_spec("plotly")
    assert found is not None and found.origin is not None, "plotly is pinned in requirements.txt"
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


def _release(bundle: Path) -> str:
    """Return the release named in the first lines of a bundle of plotly.js."""
    with bundle.open(encoding="utf-8") as lines:
        found = re.search(r"plotly\.js .*?v(\d+\.\d+\.\d+)", lines.read(200))
    return found.group(1) if found else ""


def _chart_script() -> bytes:
    script = _with_looks(["chart/chart.css"], [f"chart/{name}" for name in _CHART_SCRIPTS])
    return script.replace(b"PLOTLY_ADDRESS", plotly_address().encode())


def _figures_script() -> bytes:
    return _with_looks(
        [
            "figures/figures.css",
            "figures/tables.css",
            "figures/forms.css",
            "figures/body.css",
            "sources/sources.css",
            "switches/switches.css",
        ],
        [
            "figures/figures.js",
            "figures/forms.js",
            "figures/body.js",
            "sources/sources.js",
            "switches/switches.js",
        ],
    )


def _with_looks(looks: Sequence[str], scripts: Sequence[str]) -> bytes:
    """Return scripts as one with their looks, which no message then carries."""
    css, *parts = (
        "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)
        for names in (looks, ["element.js", *scripts])
    )
    return "\n".join([f"const LOOKS = {json.dumps(css)};", *parts]).encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _compressed(name: str) -> bytes:
    with _making:
        return _compress(name)


@lru_cache(maxsize=8)
def _compress(name: str) -> bytes:
    return gzip.compress(_files()[name](), 6, mtime=0)


async def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _files():
        return Response("Not found", 404, media_type="text/plain")
    content = await run_in_threadpool(_compressed, name)
    if takes_gzip(request.headers.get("Accept-Encoding", "")):
        return Response(content, headers={**_HEADERS, "Content-Encoding": "gzip"})
    return Response(await run_in_threadpool(gzip.decompress, content), headers=_HEADERS)


def takes_gzip(accepted: str) -> bool:
    """Check whether an Accept-Encoding takes gzip: `gzip` or `*`, not weighed 0."""
    weights = {}
    for part in accepted.lower().split(","):
        coding, _semicolon, parameter = part.partition(";")
        # Nothing but zeros after q= is a refusal.
        weights[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameter)
    return weights.get("gzip", weights.get("*", False))
