"""Read whom a report says to turn to: address, postcode, phone, fax, e-mail, person."""

from __future__ import annotations

import re

_NUMBER = (
    r"((?:\(?0\d{2,3}\)?[\s—-]{0,3})?(?:[1-9]\d{2,3}[\s—-]{0,2}\d{4}|[1-9](?:\n?\d){6,7})(?:(?:转|-)\d{1,5})?|1\d{10}|12345)"
    r"(?!\d)(?! ?[个次件条人万])"
)
_PIECES = {
    "phone": re.compile(
        r"(?<![诉督报理访听打来])(?:(?:联系|咨询|办公|服务)\s?(?:电话|方式)|联\s?系\s?电\s?话|电\s?话(?:号码)?(?=\s?[:(]|\s?0\d{2,3}[—-]))\s?[:是为]?[\s|]{0,4}"
        + _NUMBER
    ),
    "fax": re.compile(r"传\s?真(?:号码|电话)?\s?[:是为]?[\s|]{0,4}" + _NUMBER),
    "postcode": re.compile(r"(?:邮\s?编|邮政\s?编码)\s?[:是为]?[\s|]{0,4}(\d{6})(?!\d)"),
    "email": re.compile(
        r"(?:邮\s?箱|电子\s?邮件|E-?mail)(?:地址)?\s?[:是为]?[\s|<\[]{0,4}"
        r"([0-9A-Za-z_.+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,4})",
        re.IGNORECASE,
    ),
    "person": re.compile(r"联\s?系\s?人(?:姓名)?\s?:[\s|]{0,4}([一-龥]{2,4}|[一-龥] [一-龥])(?![一-龥])"),
}
_ADDRESS = re.compile(r"(?:(?:联系|通讯|通信|办公|单位|邮寄)地址|(?<![一-龥])地\s?址(?=\s?[:|]))\s?[:是为]?[\s|]{0,4}")
_NEXT = re.compile(
    r"\s?(?:[,;。|\t]|\n\s*\n|邮\s?编|邮政|(?:联系|咨询|办公)?电\s?话|联系|传\s?真|电子|邮\s?箱|E-?mail|网址)"
)
_ENDS_A_LINE = re.compile(r"[号室楼层院房座厦)]\s*\n|\n(?=\s*(?:[一二三四五六][、.]|[(]))")
_LONGEST = 80


def find_contact(text: str) -> dict[str, tuple[str, int, int]]:
    """Each piece's first printing: its value without white space, and its span in the text. Never raises."""
    found: dict[str, tuple[str, int, int]] = {}
    if address := _address(text):
        found["address"] = address
    for key in ("postcode", "phone", "fax", "email", "person"):
        if match := _PIECES[key].search(text):
            value = "".join(match[1].split()).replace("—", "-")
            found[key] = (value, match.start(1), match.end(1))
    return found


def _address(text: str) -> tuple[str, int, int] | None:
    for match in _ADDRESS.finditer(text):
        start = match.end()
        words = text[start : start + _LONGEST]
        if end := _NEXT.search(words):
            words = words[: end.start()]
        if end := _ENDS_A_LINE.search(words):
            words = words[: end.start() + (0 if end[0] == "\n" else 1)]
        if words.count(")") > words.count("("):
            words = words[: words.rindex(")")]
        words = words.rstrip()
        value = "".join(words.split())
        if len(value) >= 4 and re.search(r"[一-龥]{2}", value) and "http" not in value:
            return value, start, start + len(words)
    return None
