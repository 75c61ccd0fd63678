"""Find out a text's encoding: UTF-8, GB18030 or UTF-16; what is no text is refused."""

from __future__ import annotations

import codecs

from nianbao.extract.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, *, name: str = "input") -> tuple[str, str]:
    """The text and its encoding: UTF-8, GB18030 (and so GBK and GB2312) or UTF-16, with or without BOM.

    Raises DocumentError where none fits or what comes out is no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    if b"\0" in data:  # no text in UTF-8 or GB18030 has one; UTF-16 without a BOM has one for every digit
        best = max(("utf-16-le", "utf-16-be"), key=lambda e: _usual(data.decode(e, errors="replace")))
        text = data.decode(best, errors="replace")
        if len(data) % 2 == 0 and _usual(text) >= 0.95:
            return text, best
        raise DocumentError(f"{name}: a binary file, not a text. Convert it to text first, then give that.")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _texty(text):
            return text, encoding
    # A text cut off in the middle of a character, or with a few broken bytes, is still worth reading.
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 200 <= len(text) and _texty(text):
        return text, "utf-8"
    text = data.decode("gb18030", errors="replace")
    if text.count("\ufffd") * 200 <= len(text) and _texty(text):
        return text, "gb18030"
    raise DocumentError(
        f"{name}: neither UTF-8, GB18030 nor UTF-16 text. Convert it to UTF-8 (iconv), or give the original file."
    )


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: it begins like {encoding} but breaks at byte {error.start:,}. Convert it anew to UTF-8."
        ) from None


def _usual(text: str) -> float:
    """The share of characters that a Chinese text is made of (0–1): Chinese, its punctuation, full-width, ASCII."""
    sample = text[:65536]
    usual = sum(
        " " <= c <= "~"
        or c in "\t\n\r"
        or "\u2000" <= c <= "\u303f"
        or "\u4e00" <= c <= "\u9fff"
        or "\uff00" <= c <= "\uffef"
        for c in sample
    )
    return usual / len(sample) if sample else 0.0


def _texty(text: str) -> bool:
    sample = text[:65536]
    controls = sum(c < " " and c not in "\t\n\r\x0b\x0c\x1a" for c in sample)
    private = sum("\ue000" <= c <= "\uf8ff" for c in sample)
    return controls * 100 <= len(sample) and private * 10 <= len(sample)
