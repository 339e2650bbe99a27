"""Read reports and drafts into one unchanged text each.

`parse` reads the bytes of a TXT, HTML, DOCX or PDF file, `pasted` takes a text as it is. A file
is only ever read: nothing in it is run, unpacked to disk or fetched. What cannot be read is
refused as BrokenData, with the reason and what to do; nothing else is raised.
"""

from metrics.readers.documents.document import Document
from metrics.readers.documents.parse import parse, pasted

__all__ = ["Document", "parse", "pasted"]
