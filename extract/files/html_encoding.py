"""Decode a web page: of its byte order mark, what it declares and what Chinese pages are written in, what fits best."""

from __future__ import annotations

import codecs
import re

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.encodings import decode

_DECLARED = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^<>]{0,99}?encoding\s*=\s*)["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_HEAD = 16_384
"""So many bytes at the start are searched for a declaration."""
_GB = ("gb2312", "gbk", "cp936", "hz", "gb18030", "x-gbk")
_OTHERS = ("big5", "big5-hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-7")
_USUAL = frozenset(
    "的一是在不和年月日本政府信息公開开工作情況况報报告機机關关行項项其他總总計计數数量第條条法規规主動动受理人"
)
"""Characters that pages of this kind are full of, in both scripts: a wrong encoding gives hardly any."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_page(data: bytes, *, name: str, hint: str | None = None) -> tuple[str, str]:
    """The page's text and its encoding. `hint` is what a header outside the page says, and no more than that.

    UTF-8 that is whole is UTF-8 whatever the page declares; otherwise the encoding wins that leaves the fewest
    characters unread. Characters that cannot be decoded become U+FFFD. Raises DocumentError for what is no text.
    """
    if data.startswith(_MARKS) or data[:4096].count(0) > len(data[:4096]) // 8:
        text, encoding = decode(data, name=name)
        return text.lstrip("\ufeff"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    texts = {encoding: data.decode(encoding, errors="replace") for encoding in _candidates(data, hint)}
    worth = {encoding: _worth(text) for encoding, text in texts.items()}
    best = max(worth, key=lambda encoding: worth[encoding])
    if worth[best][0] < 0.5:
        raise DocumentError(
            f"{name}: neither UTF-8, GB18030, Big5 nor UTF-16 text. Save the page anew from a browser, as UTF-8."
        )
    return texts[best], best


def _candidates(data: bytes, hint: str | None) -> list[str]:
    """Encodings to try, the declared ones first: of two that fit as well the first wins."""
    found = _DECLARED.findall(data[:_HEAD])
    named = [hint] if hint else []
    named += [label.decode("ascii") for label in found]
    out = []
    for label in (label.lower() for label in named):
        if label in _GB:
            out.append("gb18030")
        elif label in _OTHERS and not label.startswith("utf"):
            out.append("big5hkscs")
    return list(dict.fromkeys([*out, "utf-8", "gb18030"]))


def _worth(text: str) -> tuple[float, int]:
    """The share of characters beyond ASCII that were decoded (0–1), then how many of them are usual."""
    beyond = [c for c in text if c > "\x7f"]
    lost = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in beyond)
    usual = sum(c in _USUAL for c in beyond)
    share = 1 - lost / len(beyond) if beyond else 1.0
    return round(share, 2), usual
