"""The five goldens around the tables: what was read off them by eye, before there was a reader for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nianbao.extract.documents import Document
from nianbao.extract.report import read_document
from nianbao.schemas import ReportResult

TextOf = Callable[[str], str]

# slug → level, index number, contact; "title" and "issuer" are the goldens' own labels.
FRONT: dict[str, tuple[str | None, str | None, dict[str, str]]] = {
    "huguan-2023": (
        "county",
        "000014349/2024-11355",
        {"address": "壶关县府前街17号", "phone": "0355-8778345"},
    ),
    "jincheng-chengqu-2022": (
        "county",  # 晋城市城区: a district
        None,
        {"address": "晋城市城区新市西街75号常委楼317室", "phone": "0356-2039067", "email": "cqxx309@163.com"},
    ),
    "shengzhou-office-2022": ("department", None, {}),
    "yindu-office-2021": ("department", None, {}),
    "zhangjiakou-2022": (None, None, {}),  # a 市 of either level; nowhere 各县区
}
# slug → the number that section 一 states of each quantity
STATED: dict[str, dict[str, int]] = {
    "huguan-2023": {"requests.received.total": 20},
    "jincheng-chengqu-2022": {
        "requests.received.total": 8,
        "review.reconsideration.total": 0,
        "review.litigation_direct.total+review.litigation_after_reconsideration.total": 0,
    },
    "shengzhou-office-2022": {
        "disclosure.normative_documents.repealed": 84,
        "requests.processed_total.total": 56,
        "review.reconsideration.total": 4,
        "review.litigation_direct.total+review.litigation_after_reconsideration.total": 3,
    },
    "yindu-office-2021": {"requests.received.total": 8},
    "zhangjiakou-2022": {
        "disclosure.regulations.in_force": 6,
        "disclosure.normative_documents.in_force": 212,
        "requests.received.total": 223,
    },
}
# slug → section → how its title, its text's beginning and its text's end are printed
SECTIONS: dict[str, dict[str, tuple[str, str, str]]] = {
    "huguan-2023": {
        "overview": ("一、 总体情况", "2023年,在市委", "素质和工作能力。"),
        "disclosure": ("二、主动公开政府信息情况", "第二十条第(一)项", ""),
        "requests": ("三、收到和处理政府信息公开申请情况", "(本列数据", ""),
        "review": ("四、政府信息公开行政复议、行政诉讼情况", "行政复议", ""),
        "problems": ("五、存在的主要问题及改进情况", "2023年我县积极", "提升解读效果。"),
        "other": ("六、其他需要报告的事项", "2023年壶关县未发生", "收费的情况。"),
    },
    "jincheng-chengqu-2022": {
        "overview": ("一、总体情况", "本年度报告根据", "项工作。"),
        "disclosure": ("二、主动公开政府信息情况", "第二十条第（一）项", "2806.32"),
        "requests": ("三、收到和处理政府信息公开申请情况", "（本列数据", ""),
        "review": ("四、政府信息公开行政复议、行政诉讼情况", "行政复议", ""),
        "problems": ("五、存在的主要问题及改进情况", "2022年，全区", "提质增效。"),
        "other": ("六、其他需要报告的事项", "没有其他", "没有其他需要报告的事项。"),
    },
    "shengzhou-office-2022": {
        "overview": ("一、总体情况", "1.主动公开方面。", "责任追究的情况。"),
        "disclosure": ("二、主动公开政府信息情况", "", ""),
        "requests": ("三、收到和处理政府信息公开申请情况", "", ""),
        "review": ("四、政府信息公开行政复议、行政诉讼情况", "", ""),
        "problems": ("五、存在的主要问题及改进情况", "2022年,市政府办公室", "政策找人”。"),
        "other": ("六、其他需要报告的事项", "本年度没有需要收费", "无其他需要报告的事项。"),
    },
    "yindu-office-2021": {
        "overview": ("一、总体情况", "2021年,区政府办", "平和能力。"),
        "disclosure": ("二、主动公开政府信息情况", "第二十条第(一)项", ""),
        "requests": ("三、收到和处理政府信息公开申请情况", "申请人情况", ""),
        "review": ("四、政府信息公开行政复议、行政诉讼情况", "行政复议", ""),
        "problems": ("五、存在的主要问题及改进情况", "2021年,全区政务公开", "制度化、常态化。"),
        "other": ("六、其他需要报告的事项", "无", "无"),
    },
    "zhangjiakou-2022": {
        "overview": ("一、总体情况", "2022年,张家口市坚持", "有序发展。"),
        "disclosure": ("二、主动公开政府信息情况", "第二十条第(一)项", ""),
        "requests": ("三、收到和处理政府信息公开申请情况", "(本列数据", ""),
        "review": ("四、政府信息公开行政复议、行政诉讼情况", "行政复议", ""),
        "problems": ("五、存在的主要问题及改进情况", "2022年,我市政务公开", "工作实效。"),
        "other": ("六、其他需要报告的事项", "按照《国务院办公厅", "信息公开处理费。"),
    },
}
# slug → the quantities whose number in section 一 is not the table's. 收到8件 where the table has 7 new and 1 carried
# over is no contradiction; Zhangjiakou's prose counts 6 and 212 documents in force, its table 7 and 205.
DIFFERING: dict[str, list[tuple[list[str], int | None, int | None]]] = {
    "zhangjiakou-2022": [
        (["disclosure.regulations.in_force"], 6, 7),
        (["disclosure.normative_documents.in_force"], 212, 205),
    ]
}


def read(text: str) -> ReportResult:
    """The result of a text."""
    return read_document(Document.from_text(text))


@pytest.mark.parametrize("slug", FRONT)
def test_front_matter(slug: str, golden_text: TextOf) -> None:
    """Level, index number and contact are those that the report prints, and their spans print them."""
    text = golden_text(slug)
    result = read(text)
    contact = result.contact.model_dump(exclude_none=True) if result.contact else {}
    assert (result.level, result.index_number, contact) == FRONT[slug]
    fields: dict[str, Any] = {"index_number": result.index_number, **{f"contact.{k}": v for k, v in contact.items()}}
    for name, value in fields.items():
        if value is not None:
            start, end = result.front_evidence[name]
            assert "".join(text[start:end].split()) == value


@pytest.mark.parametrize("slug", SECTIONS)
def test_sections(slug: str, golden_text: TextOf) -> None:
    """All six sections, each from its own title to the next one's; menus and page furniture behind them left out."""
    text = golden_text(slug)
    result = read(text)
    assert list(result.sections) == list(SECTIONS[slug])
    for key, (title, begin, end) in SECTIONS[slug].items():
        body = result.section_text(text, key)
        assert text[slice(*result.sections[key].title)] == title
        assert body is not None
        assert body.startswith(begin)
        assert body.endswith(end)
        if not begin:
            assert body == ""


@pytest.mark.parametrize("slug", STATED)
def test_narrative(slug: str, golden_text: TextOf) -> None:
    """What section 一 states in numbers, each number inside its span, and which of them are not the table's."""
    text = golden_text(slug)
    result = read(text)
    assert {"+".join(s.cells): s.value for s in result.narrative} == STATED[slug]
    for statement in result.narrative:
        words = text[slice(*statement.span)]
        assert str(statement.value) in words or (statement.value == 0 and words.startswith("无"))
    soft = [(f.cells, f.expected, f.printed) for f in result.findings if f.check == "narrative"]
    assert soft == DIFFERING.get(slug, [])
