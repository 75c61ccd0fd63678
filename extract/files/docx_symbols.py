"""The characters of symbol fonts, which a Word text holds by their place in the font."""

from __future__ import annotations

UNKNOWN = "□"

_FONTS = {
    "wingdings": {0xFC: "√", 0xFB: "×", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x6C: "●", 0x6E: "■"},
    "wingdings 2": {0x50: "√", 0x4F: "×", 0x52: "☑", 0x51: "☒", 0xA3: "□", 0x2A: "□"},
    "symbol": {0xB4: "×", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB0: "°", 0xB7: "·", 0xBC: "…"}
    | {ord(c): c for c in "0123456789.,-+()/%=:;[]"},
}


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym`: `code` in hexadecimal, often moved up to F000. A box for one that is not known.

    >>> symbol("Wingdings", "F0FC"), symbol("宋体", "2014"), symbol("Webdings", "F061")
    ('√', '—', '□')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    known = _FONTS.get(font.strip().lower())
    if known is None and 0x20 <= number < 0xD800 and "dings" not in font.lower():
        return chr(number)
    return (known or {}).get(number & 0xFF if number >= 0xF000 else number, UNKNOWN)
