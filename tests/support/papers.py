"""Makes the files that people bring: web pages, Word files and PDFs, small but real."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import docx
from pypdf import PdfReader, PdfWriter


def pdf(pages: Sequence[Sequence[str]], password: str = "") -> bytes:
    """Return a PDF with a text layer: a font without outlines, and what each code means."""
    codes = {c: n for n, c in enumerate(sorted({c for p in pages for s in p for c in s}), 1)}
    objects = _fonts(codes, "", len(pages))
    for number, lines in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        shown = [
            f"BT /F1 12 Tf 50 {800 - 20 * row} Td "
            f"<{''.join(f'{codes[c]:04X}' for c in line)}> Tj ET"
            for row, line in enumerate(lines)
        ]
        objects.append(_stream("\n".join(shown)))
    content = _assembled(objects)
    return _locked(content, password) if password else content


def _fonts(codes: Mapping[str, int], widths: str, pages: int) -> list[str]:
    """Return the objects before the pages: catalogue, pages, and the font with its meanings."""
    mapped = "\n".join(
        f"<{n:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c, n in codes.items()
    )
    meaning = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}\nendbfchar\nendcmap end end"
    )
    return [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids "
        f"[{' '.join(f'{6 + 2 * n} 0 R' for n in range(pages))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 {widths} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(meaning),
    ]


@dataclass(frozen=True)
class Text:
    """A text on a page, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 12


@dataclass(frozen=True)
class Page:
    """A page: texts, operators that draw lines, and how far it is turned."""

    texts: Sequence[Text]
    rules: Sequence[str] = ()
    turned: int = 0


def drawn_pdf(pages: Sequence[Page]) -> bytes:
    """Return a PDF whose texts stand where they are put; ASCII is half as wide as the rest."""
    codes = {
        c: n for n, c in enumerate(sorted({c for p in pages for t in p.texts for c in t.text}), 1)
    }
    narrow = " ".join(f"{n} [{500 if c.isascii() else 1000}]" for c, n in codes.items())
    objects = _fonts(codes, f"/W [{narrow}]", len(pages))
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {page.turned} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        place = "0 1 -1 0 300 60 cm" if page.turned else ""
        shown = [
            f"BT /F1 {t.size} Tf 1 0 0 1 {t.x} {t.y} Tm "
            f"<{''.join(f'{codes[c]:04X}' for c in t.text)}> Tj ET"
            for t in page.texts
        ]
        objects.append(_stream("\n".join([place, *shown, *page.rules])))
    return _assembled(objects)


def word(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word file of paragraphs and perhaps a table."""
    file = docx.Document()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    if rows:
        table = file.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _assembled(objects: Sequence[str]) -> bytes:
    content = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        content
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF"
        ).encode()
    )


def _locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(password, algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    return locked.getvalue()
