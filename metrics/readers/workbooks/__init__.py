"""Workbooks (XLSX, ODS, XLS) read as tables of text, in a process of their own.

Nothing here imports the rest of the product. No link is followed, no macro or formula run, no
entity resolved, no file written; what is meant to exhaust memory or time ends this process only.
"""
