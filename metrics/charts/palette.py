"""Make the tones of a colour: pale for earlier years, and both for a dark page.

A category names one colour, chosen for a light page. Its other tones follow by one rule: mixed
with white or with the ground as far as marks keep 3:1 (WCAG 1.4.11). The grounds are those of the
themes in `.streamlit/config.toml`; a test holds both together.
"""

import re
from functools import lru_cache

LIGHT_GROUND, DARK_GROUND = "#fbfaf7", "#18212b"
"""The ground that a mark stands out from least, of page and card, in each theme."""
OF_MARKS = 3.0
_STRONG_ON_DARK = 6.5
_MARGIN = 0.05
_STEPS = 200
_COLOR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)

Rgb = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG: 1 (none) to 21."""
    bright, dim = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@lru_cache(maxsize=256)
def pale(color: str) -> str:
    """Return the palest tone of a colour that is still a mark on a light page."""
    return _palest(color, LIGHT_GROUND)


@lru_cache(maxsize=256)
def on_dark(color: str) -> str:
    """Return the tone of a colour for a dark page, light enough beside a pale one."""
    for step in range(_STEPS):
        lighter = _mixed(color, "#ffffff", step / _STEPS)
        if contrast(lighter, DARK_GROUND) >= _STRONG_ON_DARK:
            return lighter
    return "#ffffff"


@lru_cache(maxsize=256)
def pale_on_dark(color: str) -> str:
    """Return the palest tone of a colour that is still a mark on a dark page."""
    return _palest(on_dark(color), DARK_GROUND)


def tones_on_dark(text: str) -> dict[str, str]:
    """Return the tones that replace the colours of a text and their pale ones."""
    colors = sorted(set(_COLOR.findall(text)))
    pales = {pale(color): pale_on_dark(color) for color in colors}
    return {color: on_dark(color) for color in colors} | pales


def _palest(color: str, ground: str) -> str:
    kept = color
    for step in range(_STEPS):
        mixture = _mixed(color, ground, step / _STEPS)
        if contrast(mixture, ground) < OF_MARKS + _MARGIN:
            break
        kept = mixture
    return kept


def _mixed(color: str, other: str, share: float) -> str:
    pairs = zip(_rgb(color), _rgb(other), strict=True)
    return "#" + "".join(f"{round((a * (1 - share) + b * share) * 255):02x}" for a, b in pairs)


def _rgb(color: str) -> Rgb:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(color: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
