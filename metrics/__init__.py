"""Annual metrics of an emergency-management bureau: data in, figures and words out.

Nothing in this package imports Streamlit; pages and the command line both build on it.
"""

VERSION = "0.2.0"
"""The product's version; pyproject.toml takes it from here."""
