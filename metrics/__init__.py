"""Turn a bureau's annual metrics into tables, charts and words.

Nothing in this package imports Streamlit; pages and the command line both build on it.
"""

from pathlib import Path

VERSION = "0.2.0"  # the product's version; pyproject.toml takes it from here


def product_folder(name: str) -> Path:
    """Return a folder of the product: inside the installed package, else beside it."""
    package = Path(__file__).resolve().parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
