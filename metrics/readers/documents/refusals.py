"""Name each refusal of a document, and how to bring the text all the same."""

from metrics.i18n import message
from metrics.readers.file_kind import DAMAGED, SAVE_AGAIN, UNLOCK, WHAT_IT_IS, FileKind
from metrics.readers.refusals import FileRefusal

_PASTE = message("Open it, copy the text and paste it here")
_COPY = message("Open it where it was made, copy the text and paste it here")
_ALONE = message("Bring the report alone, without pictures, or paste its text")
_AS_DOCX = message("Save it as DOCX, or copy the text and paste it here")
_UNPACK = message("Unpack it and bring the report itself")
WORKBOOK = message("This is a workbook, no text")
_BRING_TABLE = message("Bring workbooks to the page for uploads, reports as DOCX or PDF")
_MENDS = {
    FileKind.LOCKED: UNLOCK,
    FileKind.WORD: _AS_DOCX,
    FileKind.RTF: _AS_DOCX,
    FileKind.PICTURE: _PASTE,
    FileKind.SLIDES: _PASTE,
    FileKind.ARCHIVE: _UNPACK,
}
NO_TEXTS = {
    **{kind: (text, _MENDS.get(kind, _COPY)) for kind, text in WHAT_IT_IS.items()},
    FileKind.OLE: (message("This is an old office file that is not read here"), _AS_DOCX),
}
"""Kinds of files that hold no text to read: what they are, and how to mend it."""
OLD_WORKBOOK = (WORKBOOK, _BRING_TABLE)

AS_TEXT = {
    "too-slow": FileRefusal(
        message("Reading the file took longer than {limit} seconds and was stopped"),
        _PASTE,
        "MAX_DOCUMENT_SECONDS",
    ),
    "too-heavy": FileRefusal(
        message("Reading the file needs more than {limit} MB of memory and was stopped"),
        _ALONE,
        "MAX_MEMORY",
    ),
    "too-long": FileRefusal(
        message("The text is longer than {limit} characters"),
        message("Bring the report alone"),
        "MAX_CHARACTERS",
    ),
    "damaged": FileRefusal(message("The file cannot be read ({reason})"), _COPY),
}
"""Refusals of any document."""

_SAVE_AGAIN = message("Open it in Word, save it again, or paste its text")
WORD = {
    "damaged": FileRefusal(DAMAGED, SAVE_AGAIN),
    "document-type": FileRefusal(
        message("The Word file holds a document type definition, which Word never writes"),
        _SAVE_AGAIN,
    ),
    "password": FileRefusal(*NO_TEXTS[FileKind.LOCKED]),
    "archive": FileRefusal(*NO_TEXTS[FileKind.ARCHIVE], code="wrong-type"),
    "office": FileRefusal(
        message("This is an office file that holds no text"), _COPY, code="wrong-type"
    ),
    "workbook": FileRefusal(*OLD_WORKBOOK, code="wrong-type"),
    "slides": FileRefusal(*NO_TEXTS[FileKind.SLIDES], code="wrong-type"),
    "too-many-members": FileRefusal(
        message("The Word file holds more than {limit} parts, or one of them twice"),
        _ALONE,
        "MAX_WORD_MEMBERS",
    ),
    "unpacks-too-large": FileRefusal(
        message("The Word file unpacks to more than {limit} MB, the most that is read"),
        _ALONE,
        "MAX_UNPACKED",
    ),
    "too-large": FileRefusal(
        message("The Word file holds a part of more than {limit} MB"), _ALONE, "MAX_PART"
    ),
    "too-many-elements": FileRefusal(
        message("The Word file holds more than {limit} elements"), _ALONE, "MAX_WORD_NODES"
    ),
}
HTML = {
    "too-many-elements": FileRefusal(
        message("The page has more than {limit} elements"), _PASTE, "MAX_NODES"
    )
}
PDF = {
    "locked": FileRefusal(message("The PDF is locked with a password"), _PASTE),
    "pages": FileRefusal(message("The PDF has more than {limit} pages"), _PASTE, "MAX_PAGES"),
    "long": FileRefusal(
        message("The PDF holds more than {limit} characters"), _PASTE, "MAX_CHARACTERS"
    ),
    "too-slow": FileRefusal(
        message("Reading the PDF took longer than {limit} seconds"), _PASTE, "MAX_DOCUMENT_SECONDS"
    ),
    "damaged": FileRefusal(message("The PDF is damaged or of an unknown make"), _PASTE),
}
