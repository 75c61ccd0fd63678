"""The six sections: found by their headings, whatever repeats, tears or lists their titles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.documents import Document
from nianbao.extract.normalise import normalise
from nianbao.extract.report import read_document
from nianbao.extract.sections import KEYS, find_sections

TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
NUMERALS = ("一、", "二、", "三、", "四、", "五、", "六、")
BODIES = ("公开信息12条。", "规章 0 0 0", "本年新收 1", "行政复议 0", "公开的内容还不够丰富。", "无。")


def report(*, titles: tuple[str, ...] = TITLES, numerals: tuple[str, ...] = NUMERALS, between: str = "\n") -> str:
    """A report's six sections."""
    return between.join(f"{n}{t}{between}{b}" for n, t, b in zip(numerals, titles, BODIES, strict=True))


def bodies(text: str) -> dict[str, str]:
    """Each section's text as found."""
    normal = normalise(text).text
    return {key: normal[slice(*found.text)] for key, found in find_sections(normal).items()}


ALL = dict(zip(KEYS, BODIES, strict=True))
CONTENTS = (
    "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项六个部分。"
)
LISTED = "".join(f"{n}{t}\n" for n, t in zip(NUMERALS, TITLES, strict=True))
LEADERS = "".join(f"{n}{t}{'.' * 20}{i}\n" for i, (n, t) in enumerate(zip(NUMERALS, TITLES, strict=True), 1))
PAGES = "".join(f"{n}{t} {i}\n" for i, (n, t) in enumerate(zip(NUMERALS, TITLES, strict=True), 1))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(report(), id="plain"),
        pytest.param("青禾县2022年政府信息公开年报\n" + CONTENTS + "\n" + report(), id="the-sentence-of-titles"),
        pytest.param(CONTENTS.replace("、", "，\n") + "\n" + report(), id="the-sentence-wrapped-at-its-titles"),
        pytest.param("目录\n" + LISTED + report(), id="list-of-contents"),
        pytest.param("目录\n" + LEADERS + report(), id="list-of-contents-with-leaders"),
        pytest.param("目录\n" + PAGES + report(), id="list-of-contents-with-pages"),
        pytest.param(report(numerals=("",) * 6), id="no-numerals"),
        pytest.param(report(numerals=("一、", "二、", "二、", "三、", "四、", "五、")), id="wrong-numerals"),
        pytest.param(report(numerals=tuple(f"（{n[0]}）" for n in NUMERALS)), id="numerals-in-brackets"),
        pytest.param(report(numerals=tuple(f"第{n[0]}部分 " for n in NUMERALS)), id="parts"),
        pytest.param(report(numerals=tuple(f"{i}. " for i in range(1, 7))), id="arabic-numerals"),
        pytest.param(report(numerals=tuple(f"## {n}" for n in NUMERALS)), id="markdown"),
        pytest.param(report(numerals=tuple(f"**{n}\n" for n in NUMERALS)), id="numeral-on-its-own-line"),
        pytest.param(report(titles=tuple(f"{t[:3]}\n{t[3:]}" for t in TITLES)), id="torn-titles"),
        pytest.param(report(titles=tuple(" ".join(t) for t in TITLES)), id="spaced-titles"),
        pytest.param(report(between=" "), id="one-line"),
        pytest.param(report(between="\t"), id="tabs"),
        pytest.param(report(between=""), id="glued"),
        pytest.param(report(between=" | "), id="cells"),
        pytest.param(report() + "\n打印本页 关闭窗口\n主办：青禾县人民政府\n", id="furniture-behind"),
        pytest.param(
            report().replace("公开信息12条。", "公开信息12条。").replace("规章", "规章"), id="nothing-in-front"
        ),
    ],
)
def test_all_six(text: str) -> None:
    """Every section has its own text and nothing of a list of contents, a neighbour or the page around it."""
    assert {key: body.strip() for key, body in bodies(text).items()} == ALL


def test_prose_that_names_a_title() -> None:
    """A title inside a sentence, numbered or not, or at the end of a line of prose opens no section."""
    prose = (
        "公开信息12条，详见二、主动公开政府信息情况。\n申请的办理见“收到和处理政府信息公开申请情况”一表，"
        "全县总体情况\n良好，存在的主要问题及改进情况，另行通报。"
    )
    found = bodies(report().replace(BODIES[0], prose))
    assert found["overview"] == normalise(prose).text
    assert {k: v for k, v in found.items() if k != "overview"} == {k: v for k, v in ALL.items() if k != "overview"}


def test_running_heads() -> None:
    """A title that every page of its table repeats does not cut the section: the first one opens it."""
    head = "三、收到和处理政府信息公开申请情况\n"
    text = report().replace("本年新收 1", f"本年新收 1\n{head}上年结转 0\n{head}结转下年度 0")
    assert bodies(text)["requests"] == f"本年新收 1\n{head}上年结转 0\n{head}结转下年度 0"
    assert bodies(text)["review"] == "行政复议 0"


def test_an_absent_section_is_absent() -> None:
    """A section without a heading is left out, and its neighbour's text goes on to the next heading."""
    text = report().replace("五、存在的主要问题及改进情况\n公开的内容还不够丰富。\n", "")
    assert list(bodies(text)) == [key for key in KEYS if key != "problems"]
    assert bodies("青禾县2022年政府信息公开年报\n无表。") == {}


def test_empty_sections() -> None:
    """Headings with nothing between them are sections with an empty text, not a list of contents."""
    assert bodies("青禾县政府信息公开年报\n" + LISTED) == dict.fromkeys(KEYS, "")


def test_pandoc_spans() -> None:
    """The attributes of pandoc's spans around a heading's pieces do not hide it."""
    wrapped = tuple(f'[[{t}]{{lang="EN-US"}}]{{style="font-family:仿宋_GB2312;mso-font-kerning:0pt"}}' for t in TITLES)
    assert list(bodies(report(titles=wrapped))) == list(KEYS)


def test_spans_in_the_result() -> None:
    """The result's spans count in the original text; `section_text` cuts them out, and gives None for none."""
    text = "青禾县２０２２年政府信息公开工作年度报告\r\n\r\n" + report().replace("\n", "\r\n")
    result = read_document(Document.from_text(text))
    assert text[slice(*result.sections["problems"].title)] == "五、存在的主要问题及改进情况"
    assert result.section_text(text, "problems") == "公开的内容还不够丰富。"
    assert result.section_text(text, "no such section") is None


PIECES = st.sampled_from(
    [*TITLES, *NUMERALS, *BODIES, "\n", "|", "\t", " ", "、", "。", "(", "]{", "}", "[", "1", "打印"]
)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300) | st.lists(PIECES, max_size=80).map("".join))
def test_any_text(text: str) -> None:
    """No text raises; titles and texts lie in the text, in form order, and do not overlap."""
    normal = normalise(text).text
    places = [place for found in find_sections(normal).values() for place in (*found.title, *found.text)]
    assert places == sorted(places)
    assert all(0 <= place <= len(normal) for place in places)


@pytest.mark.parametrize("unit", ["一、总体情况\n", LISTED, "年", "1", "|", "\n", "[", "]{}", "(", "无。", "#* "])
def test_a_long_text_ends(unit: str) -> None:
    """A text that would take minutes, were its time quadratic; the sections lie in it."""
    text = "一、总体情况\n" + unit * (400_000 // len(unit))
    found = find_sections(text)
    assert found["overview"].title[0] == 0
    assert all(0 <= place <= len(text) for section in found.values() for place in section.text)
