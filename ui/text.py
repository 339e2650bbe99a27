"""Texts from data, shown as they are wherever Streamlit reads Markdown."""

_ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]()<>#+-.!|$:~^"})


def plain_text(text: str) -> str:
    """Return a text so that Markdown shows it as it is, whatever it holds."""
    return text.translate(_ESCAPED)
