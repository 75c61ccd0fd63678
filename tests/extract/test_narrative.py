"""What section 一 states in numbers: read where it is plain, left where it is not, never more than a soft finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.grids import Cells, consistent, grids
from nianbao.eval.drawn.layouts import tabs
from nianbao.extract.documents import Document
from nianbao.extract.narrative import number, read_narrative
from nianbao.extract.normalise import normalise
from nianbao.extract.report import read_document
from nianbao.extract.summary import look_at
from nianbao.schemas import ReportResult
from tests.layouts import table_sets

RECEIVED, PROCESSED = "requests.received.total", "requests.processed_total.total"
REVIEWS, LITIGATION = "review.reconsideration.total", "review.litigation_direct.total"
GRANTED, FORWARD = "requests.granted.total", "requests.carried_forward.total"
DENIED, OVER = "requests.denied_state_secret.total", "requests.carried_over.total"
ISSUED, REPEALED = "disclosure.normative_documents.issued", "disclosure.normative_documents.repealed"
IN_FORCE = "disclosure.normative_documents.in_force"


def stated(text: str) -> dict[str, int]:
    """The first cell of each quantity and its number; a quantity with two numbers fails the test."""
    normal = normalise(text).text
    found = read_narrative(normal, 0, len(normal))
    assert len({s.cells for s in found}) == len(found)
    return {s.cells[0]: s.value for s in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年共收到政府信息公开申请12件，均已办结。", {RECEIVED: 12}),
        ("全年共受理政府信息公开申请 8 件。", {RECEIVED: 8}),
        ("全年收到公民、法人和其他组织政府信息公开申请1,234件。", {RECEIVED: 1234}),
        ("共收到12件政府信息公开申请。", {RECEIVED: 12}),
        ("收到依申请公开十二件。", {RECEIVED: 12}),
        ("共收到政府信息公开申请１２件（其中当面申请3件、网络申请7件、信函申请2件）。", {RECEIVED: 12}),
        ("（二）依申请公开。全年受理申请109\n件，同比下降31.1%。", {RECEIVED: 109}),
        ("（二）依申请公开方面\n全年受理申请109\n件，同比下降31.1%。", {RECEIVED: 109}),
        ("新收政府信息公开申请20件，上年结转2件，办结19件，结转下年度3件。", {RECEIVED: 20, PROCESSED: 19}),
        ("答复办理政府信息公开申请56件。", {PROCESSED: 56}),
        ("本年度未收到政府信息公开申请。", {RECEIVED: 0}),
        ("我局没有收到公民、法人或者其他组织提出的政府信息公开申请。", {RECEIVED: 0}),
        ("收到政府信息公开申请5件，予以公开3件，部分公开1件，不予公开1件。", {RECEIVED: 5}),
        ("全年因政府信息公开引起行政复议4件、行政诉讼3件。", {REVIEWS: 4, LITIGATION: 3}),
        ("本年度未发生因政府信息公开引起的行政复议、行政诉讼。", {REVIEWS: 0, LITIGATION: 0}),
        ("未发生针对政府信息公开的行政复议和行政诉讼案件。", {REVIEWS: 0, LITIGATION: 0}),
        ("制发规范性文件3件，废止1件，现行有效规范性文件40件。", {ISSUED: 3, REPEALED: 1, IN_FORCE: 40}),
        ("2022年废止规范性文件84件，宣布失效27件。", {REPEALED: 84}),
        ("公开现行有效的政府规章6件、规范性文件212件。", {"disclosure.regulations.in_force": 6, IN_FORCE: 212}),
        ("新制定行政规范性文件二十三件。", {ISSUED: 23}),
        ("2022年政府信息公开申请受理量为31件。", {RECEIVED: 31}),
        ("收到政府信息公开申请9件、办理答复8件，另有2件结转下年办理。", {RECEIVED: 9, PROCESSED: 8, FORWARD: 2}),
        ("答复政府信息公开申请9件，同意公开4件，转入2023年继续办理2件。", {PROCESSED: 9, GRANTED: 4, FORWARD: 2}),
        ("答复政府信息公开申请9件，结转至2023年度2件。", {FORWARD: 2}),
        ("全年出台规范性文件3件、废止1件、现行有效40件。", {ISSUED: 3, REPEALED: 1, IN_FORCE: 40}),
        ("全年出台规范性文件3件；废止1件；现行有效40件。", {ISSUED: 3, IN_FORCE: 40}),
        ("新收政府信息公开申请8件、上年度结转办理0件、答复7件、不予公开6件。", {DENIED: 6, OVER: 0, PROCESSED: 7}),
    ],
)
def test_stated(text: str, expected: dict[str, int]) -> None:
    """The numbers of the plain wordings, half of them in more than one way of writing."""
    found = stated(text)
    assert {key: found.get(key) for key in expected} == expected
    assert expected or not found


def test_all_of_one_sentence() -> None:
    """Requests in, over, out and forward, and the outcomes, are told apart in one sentence."""
    found = stated(
        "全年新收政府信息公开申请20件，上年结转2件，办结19件，其中予以公开10件，部分公开4件，不予公开5件，结转下年度3件。"
    )
    assert found == {
        RECEIVED: 20,
        "requests.carried_over.total": 2,
        PROCESSED: 19,
        "requests.granted.total": 10,
        "requests.partially_granted.total": 4,
        "requests.denied_state_secret.total": 5,
        "requests.carried_forward.total": 3,
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("收到政府信息公开申请10余件。", id="about"),
        pytest.param("政府信息公开申请中，不同意公开4件，从2021年结转2件。", id="not-granted-not-forward"),
        pytest.param("发布规范性文件解读9篇，现行有效12件。", id="in-force-of-what"),
        pytest.param("主动公开政府信息12800余条。", id="not-requests"),
        pytest.param("通过网络收到政府信息公开申请7件。", id="one-channel"),
        pytest.param("各乡镇收到政府信息公开申请7件。", id="one-part"),
        pytest.param("其中收到信息公开申请2件。", id="of-which"),
        pytest.param("条例施行以来累计收到政府信息公开申请300件。", id="of-many-years"),
        pytest.param("去年收到政府信息公开申请30件。", id="last-year"),
        pytest.param("政府信息公开申请比上年增加3件。", id="difference"),
        pytest.param("受理行政许可申请120件。", id="licences"),
        pytest.param("（一）主动公开。公开信息20条。\n受理申请109件。", id="applications-for-something"),
        pytest.param("未收到需要收费的信息公开申请。", id="no-fees"),
        pytest.param("办理行政复议120件、行政诉讼30件。", id="the-offices-own-cases"),
        pytest.param("未发生因政府信息公开被行政复议纠错、行政诉讼败诉的情况。", id="none-lost"),
        pytest.param("发布规范性文件39件，公开规范性文件解读12件。", id="published-is-not-issued"),
        pytest.param("清理文件100份，废止20份。", id="not-normative"),
        pytest.param("对3份文件标注主动公开、依申请公开、不予公开，完成12个领域目录调整。", id="attributes"),
    ],
)
def test_not_stated(text: str) -> None:
    """A number of something else, of a part or of another year states nothing."""
    assert stated(text) == {}


def test_spans_hold_the_numbers() -> None:
    """A statement's span in the normalised text begins and ends with its own words, the number among them."""
    text = normalise("制发规范性文件3件，废止1\n件，现行有效规范性文件40件。").text
    words = {s.cells[0]: "".join(text[s.start : s.end].split()) for s in read_narrative(text, 0, len(text))}
    assert words == {ISSUED: "制发规范性文件3件", REPEALED: "废止1件", IN_FORCE: "现行有效规范性文件40件"}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        *(("12", 12), ("1,234", 1234), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零三", 103)),
        *(("两千", 2000), ("一千零二十", 1020), ("〇", 0), ("二三", None), ("十百", None), ("百", None)),
    ],
)
def test_numbers(words: str, value: int | None) -> None:
    """Arabic and Chinese numbers; a row of digits without units is none."""
    assert number(words) == value


HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


@pytest.fixture
def cells_of_zeros() -> Cells:
    """A table set of nothing but zeros."""
    return consistent({})


def printed(cells: Cells, overview: str, *, without: str | None = None) -> ReportResult:
    """The result of a report that prints a table set below a section 一."""
    parts = ["青禾县2022年政府信息公开工作年度报告", "一、总体情况", overview]
    for heading, (key, grid) in zip(HEADINGS, grids(cells).items(), strict=True):
        parts += [heading, "无。" if key == without else tabs(grid)]
    parts += ["五、存在的主要问题及改进情况", "无。", "六、其他需要报告的事项", "无。"]
    return read_document(Document.from_text("\n".join(parts)))


@settings(deadline=None, max_examples=25)
@given(table_sets(), st.integers(0, 3000))
def test_a_finding_changes_no_table(cells: Cells, count: int) -> None:
    """Whatever section 一 states, tables, marks, statuses, suggestions and all other findings are the same; a finding
    is there exactly where neither the new requests nor all requests are so many."""
    plain = printed(cells, "公开信息12条。")
    told = printed(cells, f"全年收到政府信息公开申请{count}件。")
    for field in ("tables", "marks", "status", "suggestions"):
        assert getattr(told, field) == getattr(plain, field)
    soft = [f for f in told.findings if f.check == "narrative"]
    assert len(told.findings) - len(soft) == len(plain.findings)
    new, carried = cells["requests.received.total"] or 0, cells["requests.carried_over.total"] or 0
    if told.tables["requests"].status == "confirmed":
        assert bool(soft) == (count not in (new, new + carried))
    assert [s.value for s in told.narrative] == [count]


def test_what_a_finding_says(cells_of_zeros: Cells) -> None:
    """It names the cell, both numbers and the words; the summary's list of things to look at leaves it out."""
    text = "全年收到政府信息公开申请3件。"
    result = printed(cells_of_zeros, text)
    [finding] = result.findings
    assert (finding.check, finding.table, finding.cells) == ("narrative", "requests", [RECEIVED])
    assert (finding.expected, finding.printed, result.status) == (3, 0, "confirmed")
    assert "section 一 states 3" in finding.message
    assert "status stand" in finding.message
    assert look_at(result) == ""


@pytest.mark.parametrize("sign", ["", "-"], ids=["blank", "dash"])
@pytest.mark.parametrize(("count", "agrees"), [(7, True), (0, False), (8, False)])
def test_an_empty_total_is_what_its_row_adds_up_to(sign: str, count: int, agrees: bool) -> None:
    """Where totals are printed empty, section 一 may still tell them: 7 natural persons' requests are 7, not 0."""
    cells = consistent({"requests.granted.natural_person": 7})
    empty = {c: sign for c in cells if c.startswith("requests.") and c.endswith(".total")}
    parts = ["青禾县2022年政府信息公开工作年度报告", "一、总体情况", f"全年收到政府信息公开申请{count}件。"]
    for heading, grid in zip(HEADINGS, grids(cells, empty).values(), strict=True):
        parts += [heading, tabs(grid)]
    result = read_document(Document.from_text("\n".join(parts)))
    assert result.cell(RECEIVED) is None
    soft = [(f.expected, f.printed) for f in result.findings if f.check == "narrative"]
    assert soft == ([] if agrees else [(count, 7)])


def test_an_absent_table_is_not_filled(cells_of_zeros: Cells) -> None:
    """Numbers in words of a table that is not printed are told, and fill no cell, and contradict nothing."""
    result = printed(cells_of_zeros, "全年收到政府信息公开申请3件。", without="requests")
    assert result.tables["requests"].status == "absent"
    assert result.cell(RECEIVED) is None
    assert [(s.cells, s.value) for s in result.narrative] == [([RECEIVED], 3)]
    assert result.findings == []


def test_two_numbers_of_one_quantity(cells_of_zeros: Cells) -> None:
    """Where section 一 gives two numbers of a quantity, both are told and neither is held against the table."""
    result = printed(cells_of_zeros, "县政府收到政府信息公开申请3件。县政府办收到政府信息公开申请1件。")
    assert [s.value for s in result.narrative] == [3, 1]
    assert result.findings == []


PIECES = st.sampled_from(
    [
        *(
            "收到",
            "政府信息公开申请",
            "12件",
            "十二件",
            "行政复议",
            "行政诉讼",
            "未发生",
            "、",
            "，",
            "。",
            "其中",
            "（",
            "\n",
        ),
        *(
            "规范性文件",
            "制发",
            "废止",
            "现行有效",
            "上年结转",
            "予以公开",
            "不予公开",
            "，办结",
            "依申请公开",
            "1,234",
            "件",
        ),
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200) | st.lists(PIECES, max_size=60).map("".join))
def test_any_text(text: str) -> None:
    """No text raises; every statement is a whole number with a span inside the text."""
    normal = normalise(text).text
    for found in read_narrative(normal, 0, len(normal)):
        assert found.value >= 0
        assert 0 <= found.start < found.end <= len(normal)
