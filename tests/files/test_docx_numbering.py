"""Labels of automatic lists: what Word prints before a paragraph and the paragraph's own text has not."""

from __future__ import annotations

import pytest

from nianbao.extract.files.list_numerals import numeral
from tests.files.word_files import p, r, read_body, tbl, tc, tr


def level(at: int, form: str, text: str, more: str = "") -> str:
    """The XML of a list's level."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


LEVELS = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "japaneseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + level(4, "bullet", "●")
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="3">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def item(text: str, at: int = 0, number: int = 1) -> str:
    """A paragraph of a list."""
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_levels_count_and_begin_anew() -> None:
    body = [("总体", 0), ("公开", 0), ("予以", 1), ("部分", 1), ("秘密", 2), ("禁止", 2), ("不予", 1), ("秘密", 2)]
    body += [("申请", 0), ("予以", 1), ("法定", 3), ("其他", 4)]
    text = read_body("".join(item(*one) for one in body), numbering=NUMBERING).text
    assert text.split() == [
        *("一、总体", "二、公开", "（一）予以", "（二）部分", "1.", "秘密", "2.", "禁止", "（三）不予", "1.", "秘密"),
        *("三、申请", "（一）予以", "3.1", "法定", "其他"),
    ]


def test_lists_of_one_definition_count_on_together_unless_one_begins_anew() -> None:
    body = item("甲") + item("乙", number=2) + item("丙", number=5) + item("丁", number=5)
    assert read_body(body, numbering=NUMBERING).text.split() == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_list_that_a_style_names_and_a_paragraph_leaves() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    )
    inherits, leaves = '<w:pStyle w:val="I"/>', '<w:pStyle w:val="I"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p(r("总体"), properties=inherits) + p(r("公开"), properties=leaves)
    assert read_body(body, styles=styles, numbering=NUMBERING).text == "一、总体\n公开\n"


@pytest.mark.parametrize("at", [2, 3])
def test_a_label_is_never_joined_to_the_number_after_it(at: int) -> None:
    """`1.` before `5` must not become 1.5, a fee."""
    text = read_body(tbl(tr("收费", "金额"), tr("费", tc(item("5", at)))), numbering=NUMBERING).text
    assert text.splitlines()[-1] == f"|费|{'1.' if at == 2 else '1.1'}^5|"


def test_a_list_that_is_not_there_and_a_level_that_is_not_one() -> None:
    body = item("甲", number=77) + item("乙", at=8) + item("丙", at=99)
    assert read_body(body, numbering=NUMBERING).text.split() == ["甲", "乙", "一、丙"]


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (20, "chineseCountingThousand", "二十"),
        (105, "japaneseCounting", "一百零五"),
        (1010, "chineseCounting", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (12, "ideographZodiac", "亥"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (12, "decimalFullWidth", "１２"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (0, "chineseCounting", "0"),
        (10**8, "lowerRoman", "100000000"),
        (7, "unheardOf", "7"),
    ],
)
def test_a_count_in_a_number_format(count: int, form: str, printed: str) -> None:
    assert numeral(count, form) == printed
