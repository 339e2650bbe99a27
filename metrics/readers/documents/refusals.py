"""Name each refusal of a document, and how to bring the text all the same."""

from metrics.i18n import message
from metrics.readers.file_kind import FileKind
from metrics.readers.refusals import Refusal

_PASTE = message("Open it, copy the text and paste it here")
_COPY = message("Open it where it was made, copy the text and paste it here")
_ALONE = message("Bring the report alone, without pictures, or paste its text")
_AS_DOCX = message("Save it as DOCX, or copy the text and paste it here")
_UNPACK = message("Unpack it and bring the report itself")
_ARCHIVE = message("This is an archive")
_NO_TEXT = message("This is no text, HTML, DOCX or PDF file")

NO_TEXTS = {
    FileKind.LOCKED: (
        message("The Word file is locked with a password"),
        message("Save it without a password and bring that"),
    ),
    FileKind.OLE: (message("This is an old Word or WPS file (.doc, .wps)"), _AS_DOCX),
    FileKind.WORD: (message("This is an old Word or WPS file (.doc, .wps)"), _AS_DOCX),
    FileKind.RTF: (message("This is an RTF file"), _AS_DOCX),
    FileKind.PICTURE: (message("This is a picture; it holds no text"), _PASTE),
    FileKind.ARCHIVE: (_ARCHIVE, _UNPACK),
    FileKind.PROGRAM: (_NO_TEXT, _COPY),
    FileKind.DATABASE: (_NO_TEXT, _COPY),
    FileKind.PARQUET: (_NO_TEXT, _COPY),
}
"""Kinds of files that hold no text to read: what they are, and how to mend it."""

AS_TEXT = {
    "too-slow": Refusal(
        message("Reading the file took longer than {limit} seconds and was stopped"),
        _PASTE,
        "MAX_DOCUMENT_SECONDS",
    ),
    "too-heavy": Refusal(
        message("Reading the file needs more than {limit} MB of memory and was stopped"),
        _ALONE,
        "MAX_MEMORY",
    ),
    "too-long": Refusal(
        message("The text is longer than {limit} characters"),
        message("Bring the report alone"),
        "MAX_CHARACTERS",
    ),
    "damaged": Refusal(message("The file cannot be read ({reason})"), _COPY),
}
"""Refusals of any document."""

_SAVE_AGAIN = message("Open it in Word, save it again, or paste its text")
WORD = {
    "damaged": Refusal(message("The Word file is damaged ({reason})"), _SAVE_AGAIN),
    "document-type": Refusal(
        message("The Word file holds a document type definition, which Word never writes"),
        _SAVE_AGAIN,
    ),
    "password": Refusal(*NO_TEXTS[FileKind.LOCKED]),
    "archive": Refusal(_ARCHIVE, _UNPACK, code="wrong-type"),
    "office": Refusal(
        message("This is a file of kind {kind}, no text"),
        message("Bring workbooks to the page for uploads, reports as DOCX or PDF"),
        code="wrong-type",
    ),
    "too-many-members": Refusal(
        message("The Word file holds more than {limit} parts, or one of them twice"),
        _ALONE,
        "MAX_WORD_MEMBERS",
    ),
    "unpacks-too-large": Refusal(
        message("The Word file unpacks to more than {limit} MB, the most that is read"),
        _ALONE,
        "MAX_UNPACKED",
    ),
    "too-large": Refusal(
        message("The Word file holds a part of more than {limit} MB"), _ALONE, "MAX_PART"
    ),
    "too-many-elements": Refusal(
        message("The Word file holds more than {limit} elements"), _ALONE, "MAX_WORD_NODES"
    ),
}
HTML = {
    "too-many-elements": Refusal(
        message("The page has more than {limit} elements"), _PASTE, "MAX_NODES"
    )
}
PDF = {
    "locked": Refusal(message("The PDF is locked with a password"), _PASTE),
    "pages": Refusal(message("The PDF has more than {limit} pages"), _PASTE, "MAX_PAGES"),
    "long": Refusal(
        message("The PDF holds more than {limit} characters"), _PASTE, "MAX_CHARACTERS"
    ),
    "too-slow": Refusal(
        message("Reading the PDF took longer than {limit} seconds"), _PASTE, "MAX_DOCUMENT_SECONDS"
    ),
    "damaged": Refusal(message("The PDF is damaged or of an unknown make"), _PASTE),
}
