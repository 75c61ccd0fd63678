"""A count as the automatic lists of a word processor print it: 1, 一, 甲, ①, iv, b."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_WORDS = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting")
_PLACES = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
_ROWS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
}
_MOST = 9999


def numeral(count: int, form: str) -> str:
    """The count, 0 or more, in a number format of WordprocessingML (ISO/IEC 29500-1, 17.18.59); decimal if unknown.

    >>> [numeral(12, form) for form in ("decimal", "chineseCounting", "upperRoman", "lowerLetter", "none")]
    ['12', '十二', 'XII', 'l', '']
    """
    if form == "none":
        return ""
    if not 0 < count <= _MOST:
        return str(count)
    if form in _ROWS and count <= len(_ROWS[form]):
        return _ROWS[form][count - 1]
    if form in _WORDS:
        words = _in_words(count, _DIGITS, "十百千")
        return words.removeprefix("一") if 10 <= count < 20 else words
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _in_words(count, _LEGAL, "拾佰仟")
    if form in _PLACES:
        return "".join(_DIGITS[int(d)] for d in str(count))
    if form == "ideographZodiacTraditional":
        return _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12]
    if form in ("upperRoman", "lowerRoman"):
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(d)) for d in str(count))
    if form == "decimalZero":
        return f"{count:02}"
    return str(count)


def _in_words(count: int, digits: str, units: str) -> str:
    """A count below ten thousand in Chinese words: 105 as 一百零五."""
    out, gap = "", False
    for power in range(3, -1, -1):
        digit = count // 10**power % 10
        if not digit:
            gap = bool(out)
            continue
        out += "零" * gap + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return out


def _roman(count: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (count // value)
        count %= value
    return out
