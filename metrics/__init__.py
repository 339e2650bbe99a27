"""Annual metrics of an emergency-management bureau: data in, figures and words out.

Nothing in this package imports Streamlit; pages and the command line both build on it.
"""
