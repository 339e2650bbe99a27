"""Follow a PDF page's operators: runs of characters, and lines of tables.

Follows the operators that place text and draw lines; pypdf decodes the fonts. pypdf's own text
has no places within an array of strings, and its layout mode neither forms nor lines. Text turned
against the page (watermarks) is left out.
"""

from collections.abc import Mapping
from math import hypot
from typing import Any, NamedTuple

from pypdf.generic import ContentStream
from pypdf.generic._font import Font  # the only reader of fonts that pypdf has

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0  # points up to which a filled rectangle is a line
_DEEPEST_FORM = 5
_MOST_RULES = 40_000


class Run(NamedTuple):
    """Hold characters drawn together, from `left` to `right`, on line `base`."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Rule(NamedTuple):
    """Hold a line along an axis: its place, and the places of its ends."""

    at: float
    first: float
    last: float


class Drawn(NamedTuple):
    """Hold what a page shows, in points from its lower left corner as read."""

    width: float
    height: float
    runs: list[Run]
    across: list[Rule]
    down: list[Rule]


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def drawn(page: Any, fonts: dict[int, Font]) -> Drawn:
    """Return what a page shows, turned upright; `fonts` are kept for others."""
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width), float(box.height)
    start = {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, width + left),
        180: (-1.0, 0.0, 0.0, -1.0, width + left, height + bottom),
        270: (0.0, 1.0, -1.0, 0.0, height + bottom, -left),
    }.get(int(page.rotation) % 360, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
    if int(page.rotation) % 180:
        width, height = height, width
    painter = _Painter(start, fonts)
    contents = page.get_contents()
    if contents is not None:
        painter.paint(contents, page.pdf, page.get("/Resources"), 0)
    return Drawn(width, height, painter.runs, painter.across, painter.down)


class _State:
    """Hold what operators set between `q` and `Q`."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.font: Font | None = None
        self.size = 1.0
        self.spacing = self.word_spacing = self.leading = self.rise = 0.0
        self.stretch = 1.0

    def copy(self) -> "_State":
        """Return a state of its own with the same settings."""
        twin = _State(self.matrix)
        twin.__dict__.update(self.__dict__)
        return twin


class _Painter:
    """Follow operators; pass over unknown ones and those with odd operands."""

    def __init__(self, matrix: Matrix, fonts: dict[int, Font]) -> None:
        self.state, self.fonts = _State(matrix), fonts
        self.stack: list[_State] = []
        self.line = self.text = _UNIT
        self.runs: list[Run] = []
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.path: list[tuple[float, float, float, float]] = []
        self.point = self.start = (0.0, 0.0)

    def paint(self, contents: Any, pdf: Any, resources: Any, depth: int) -> None:
        """Follow the operators of a page or form."""
        resources = resources.get_object() if resources is not None else {}
        fonts = _fonts(resources, self.fonts)
        for operands, operator in ContentStream(contents, pdf, "bytes").operations:
            name = operator.decode("latin-1")
            try:
                if name == "Tf":
                    self.state.font = fonts.get(operands[0])
                    self.state.size = float(operands[1])
                elif name == "Do":
                    self._form(operands[0], resources, pdf, depth)
                elif name in _OPERATORS:
                    _OPERATORS[name](self, *operands)
            except (TypeError, ValueError, IndexError, KeyError, AttributeError):
                continue

    def _form(self, name: Any, resources: Mapping[str, Any], pdf: Any, depth: int) -> None:
        form = resources["/XObject"].get_object()[name].get_object()
        if form.get("/Subtype") != "/Form" or depth >= _DEEPEST_FORM:
            return
        self.save()
        matrix = [float(number) for number in form.get("/Matrix", _UNIT)]
        self.concatenate(*matrix)
        self.paint(form, pdf, form.get("/Resources", resources), depth + 1)
        self.restore()

    def save(self) -> None:
        self.stack.append(self.state.copy())

    def restore(self) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concatenate(self, *numbers: Any) -> None:
        a, b, c, d, e, f = map(float, numbers)
        self.state.matrix = _times((a, b, c, d, e, f), self.state.matrix)

    def begin(self) -> None:
        self.line = self.text = _UNIT

    def place(self, *numbers: Any) -> None:
        a, b, c, d, e, f = map(float, numbers)
        self.line = self.text = (a, b, c, d, e, f)

    def move(self, x: Any, y: Any) -> None:
        self.line = self.text = _times((1.0, 0.0, 0.0, 1.0, float(x), float(y)), self.line)

    def move_and_lead(self, x: Any, y: Any) -> None:
        self.state.leading = -float(y)
        self.move(x, y)

    def next_line(self) -> None:
        self.move(0, -self.state.leading)

    def show_on_next_line(self, text: Any) -> None:
        self.next_line()
        self.show(text)

    def show_spaced(self, words: Any, characters: Any, text: Any) -> None:
        self.state.word_spacing, self.state.spacing = float(words), float(characters)
        self.show_on_next_line(text)

    def show_all(self, items: Any) -> None:
        for item in items:
            if isinstance(item, (bytes, str)):
                self.show(item)
            else:
                self._advance(-float(item) / 1000 * self.state.size * self.state.stretch)

    def _advance(self, by: float) -> None:
        self.text = _times((1.0, 0.0, 0.0, 1.0, by, 0.0), self.text)

    def show(self, shown: Any) -> None:
        """Draw a string: keep its text with its place, and go on behind it."""
        state, font = self.state, self.state.font
        if font is None:
            return
        codes, text = _decoded(shown, font)
        width = sum(
            font.space_width if code == font.space_char else font.get_text_width(code)
            for code in codes
        )
        spaces = codes.count(" ") if len(codes) == len(shown) else 0
        by = state.size * width / 1000 + len(codes) * state.spacing + spaces * state.word_spacing
        whole = _times(self.text, state.matrix)
        self._advance(by * state.stretch)
        size = state.size * hypot(whole[2], whole[3])
        upright = abs(whole[1]) <= abs(whole[0]) and whole[0] > 0
        if upright and text and size:
            right = _times(self.text, state.matrix)[4]
            base = whole[5] + state.rise * hypot(whole[2], whole[3])
            self.runs.append(Run(text, whole[4], right, base, size))

    def rectangle(self, x: Any, y: Any, width: Any, height: Any) -> None:
        x, y, width, height = map(float, (x, y, width, height))
        corners = [self._at(x, y), self._at(x + width, y + height)]
        self.path.append(_box(*corners))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.state.matrix
        return a * x + c * y + e, b * x + d * y + f

    def go(self, x: Any, y: Any) -> None:
        self.point = self.start = self._at(float(x), float(y))

    def draw_to(self, x: Any, y: Any) -> None:
        end = self._at(float(x), float(y))
        self.path.append(_box(self.point, end))
        self.point = end

    def forget(self) -> None:
        self.path = []

    def finish(self) -> None:
        """Keep the edges of what is drawn that run along an axis."""
        for left, bottom, right, top in self.path:
            if len(self.across) + len(self.down) > _MOST_RULES:
                break
            wide, high = right - left, top - bottom
            if high <= _THIN < wide:
                self.across.append(Rule((top + bottom) / 2, left, right))
            elif wide <= _THIN < high:
                self.down.append(Rule((left + right) / 2, bottom, top))
            elif wide > _THIN and high > _THIN:
                self.across += (Rule(bottom, left, right), Rule(top, left, right))
                self.down += (Rule(left, bottom, top), Rule(right, bottom, top))
        self.path = []


def _box(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = one, other
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _fonts(resources: Any, known: dict[int, Font]) -> dict[str, Font]:
    """Return the fonts of a page by name; `known` keeps those that pages share."""
    fonts: dict[str, Font] = {}
    stated = resources.get("/Font") if resources else None
    for name, font in (stated.get_object() if stated is not None else {}).items():
        number = getattr(font, "idnum", 0)
        try:
            fonts[name] = known.get(number) or Font.from_font_resource(font.get_object())
            if number:
                known[number] = fonts[name]
        except (AttributeError, TypeError, KeyError, ValueError):
            continue
    return fonts


def _decoded(shown: Any, font: Font) -> tuple[str, str]:
    """Return the codes of a string, by which widths are looked up, and its text."""
    if isinstance(shown, str):
        shown = shown.encode("latin-1", "replace")
    if isinstance(font.encoding, str):
        codes = shown.decode(font.encoding, "replace")
        decoded = codes
    else:
        codes = shown.decode("latin-1")
        decoded = "".join(font.encoding.get(byte, chr(byte)) for byte in shown)
    return codes, "".join(font.character_map.get(code, code) for code in decoded)


def _set(name: str, scale: float = 1.0) -> Any:
    def operator(painter: _Painter, value: Any) -> None:
        setattr(painter.state, name, float(value) * scale)

    return operator


_OPERATORS: dict[str, Any] = {
    "q": _Painter.save,
    "Q": _Painter.restore,
    "cm": _Painter.concatenate,
    "BT": _Painter.begin,
    "Tm": _Painter.place,
    "Td": _Painter.move,
    "TD": _Painter.move_and_lead,
    "T*": _Painter.next_line,
    "Tj": _Painter.show,
    "TJ": _Painter.show_all,
    "'": _Painter.show_on_next_line,
    '"': _Painter.show_spaced,
    "Tc": _set("spacing"),
    "Tw": _set("word_spacing"),
    "Tz": _set("stretch", 0.01),
    "TL": _set("leading"),
    "Ts": _set("rise"),
    "re": _Painter.rectangle,
    "m": _Painter.go,
    "l": _Painter.draw_to,
    "n": _Painter.forget,
    **dict.fromkeys(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*"], _Painter.finish),
}
