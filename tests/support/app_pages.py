"""Open pages by their addresses, and name them as they are titled."""

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from metrics.i18n import Words
from metrics.model.vocabulary import name_in
from tests.support.sample import real

PAGES = {
    "": "{year} in figures",
    "others": "Other figures",
    "history": "History",
    "accounts": "Accounts and log",
    "metric": "All metrics",
    "sources": "Sources and definitions",
    "targets": "Goals and progress",
    "explore": "Explore the data",
    "proofread": "Proofread a draft",
    "next_report": "Write the next report",
    "upload": "Upload a year",
    "extract": "Read a report",
}
"""Addresses of pages and the texts of their titles."""


def turned_to(app: AppTest, page: str) -> AppTest:
    """Turn an app that has run once to a page, by its address, and run it there."""
    app._page_hash = calc_hash(page)
    return app.run()


def page_title(page: str, _: Words, **facts: object) -> str:
    """Return the title of a page by its address: a text of the product, or a category's name."""
    known = real().vocabulary.categories
    return name_in(known[page], _.language) if page in known else _(PAGES[page], **facts)
