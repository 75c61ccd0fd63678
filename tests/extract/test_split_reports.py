"""Several reports in one text are told apart and read as if each stood alone; one report is never cut in two."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.layouts import LAYOUTS
from nianbao.eval.drawn.report import draw_report
from nianbao.eval.synth.html_pages import cms_page, proper_page, word_page
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.extract.documents import Document
from nianbao.extract.files.writer import CellText, ContentWriter
from nianbao.extract.report import extract_report
from nianbao.extract.split_reports import Part, split_reports
from nianbao.schemas import FORM_2019
from tests.hostile.kinds import KINDS
from tests.hostile.mischief import make_hostile

SEPARATORS = {
    "nothing": "",
    "empty lines": "\n\n\n",
    "page break": "\f",
    "page number": "- 12 -\n\f",
    "rule": "\n---\n\n",
    "returns": "\r\n\r\n",
    "foot of a page": "附件下载\n打印 关闭\n主办：砚棠市人民政府 网站标识码：1234567890\n",
}
NOTICE = """云枳县人民政府办公室关于印发云枳县水资源
管理办法的通知
云政办发〔2023〕12号
各乡镇人民政府，县直各部门：
《云枳县水资源管理办法》已经县政府同意，现印发给你们，请认真贯彻执行。
第一条 为加强水资源管理，制定本办法。
第二条 本办法适用于本县行政区域。
附件：统计表
项目\t数量\t金额
规章\t3\t4
行政许可\t12\t5
行政处罚\t7\t6
云枳县人民政府办公室
2023年2月3日
"""
APPOINTMENT = """云枳县人民政府关于陈河等同志任免职的通知
云政任〔2023〕3号
各乡镇人民政府，县政府各部门：
经研究决定：任命陈河为县教育局局长。免去周原的县司法局局长职务。
云枳县人民政府
2023年3月1日
"""
CONTENTS = """目  录
云枳县人民政府关于陈河等同志任免职的通知\t1
2022年政府信息公开工作年度报告\t3
"""
TWO_REPORTS = frozenset(
    (
        *("two_reports_in_one_text", "two_reports_one_title", "last_years_report_first"),
        "second_report_lacks_what_the_first_has",
    )
)
"""The hostile kinds whose texts hold two whole reports."""


def read(text: str) -> dict[str, object]:
    """Everything that a report's result says but where it came from."""
    result = extract_report(Document.from_text(text))
    tables = {key: table.model_dump() for key, table in result.tables.items()}
    return {"tables": tables, "front": (result.issuer, result.year, result.title, result.published)}


def reports_of(text: str) -> list[str]:
    """The texts of the parts that are reports."""
    return [text[p.start : p.end] for p in split_reports(text) if p.kind == "report"]


def one(text: str) -> list[Part]:
    """What the text is where it holds one report."""
    return [Part(0, len(text), "report", "the only report in the text")]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 99), st.sampled_from(list(LAYOUTS))), min_size=2, max_size=4),
    st.sampled_from(list(SEPARATORS)),
)
def test_joined_reports_are_read_as_if_alone(drawn: list[tuple[int, str]], separator: str) -> None:
    """Drawn reports joined by any separator give as many parts, which tile the text; each is read as it is alone."""
    texts = [draw_report(seed, layout).text for seed, layout in drawn]
    text = SEPARATORS[separator].join(texts)
    parts = split_reports(text)
    assert [p.kind for p in parts] == ["report"] * len(texts)
    assert [p.start for p in parts] == [0, *(p.end for p in parts[:-1])]
    assert parts[-1].end == len(text)
    assert [read(text[p.start : p.end]) for p in parts] == [read(t) for t in texts]


@pytest.mark.parametrize("layout", ["tabs", "paged"])
def test_a_yearbook_of_twenty_reports(layout: str) -> None:
    """Twenty departments behind each other, each read as it is alone; the list of contents before them is cut off."""
    reports = [draw_report(seed, layout) for seed in range(20, 40)]
    contents = "目录\n" + "".join(f"{r.label.title}……{10 * i + 1}\n" for i, r in enumerate(reports))
    parts = split_reports(text := contents + "\n".join(r.text for r in reports))
    assert [p.kind for p in parts] == ["other", *["report"] * 20]
    assert [read(text[p.start : p.end]) for p in parts[1:]] == [read(r.text) for r in reports]


def test_two_years_of_one_body() -> None:
    """The reports of two years, one in each form of the table, each keep their year."""
    both = [draw_report(5, "tabs", FORM_2019).text, draw_report(5, "tabs").text]
    assert [read(t) for t in reports_of("\n".join(both))] == [read(t) for t in both]


@pytest.mark.parametrize("page", [proper_page, word_page, cms_page])
def test_pages_behind_each_other(page: Callable[[SynthReport], str]) -> None:
    """Whole pages in HTML, one behind the other, with all their navigation: each is read as it is alone."""
    pages = [page(draw_synth_report(seed, 1)) for seed in range(3, 7)]
    text = "\n".join(pages)
    assert len(split_reports(text)) == len(pages)
    assert [read(t) for t in reports_of(text)] == [read(t) for t in pages]


def test_no_line_between_reports_in_html() -> None:
    """In HTML without a line's end a report begins behind a closing tag."""
    texts = [proper_page(draw_synth_report(seed, 0)).replace("\n", "") for seed in (4, 5)]
    bodies = [t[t.index("<article>") + 9 : t.index("</article>")] for t in texts]
    text = "".join(bodies)
    assert [(p.start, p.end) for p in split_reports(text)] == [(0, len(bodies[0])), (len(bodies[0]), len(text))]


@pytest.mark.parametrize("layout", ["tabs", "cell_lines", "markdown"])
def test_a_second_report_without_a_title(layout: str) -> None:
    """It begins at the paragraph before its section 一, and has all three tables again."""
    texts = [draw_report(seed, layout).text for seed in (11, 13)]
    texts[1] = texts[1][texts[1].index("根据《中华人民共和国") :]
    text = "\n".join(texts)
    parts = split_reports(text)
    assert [p.start for p in parts] == [0, len(texts[0]) + 1]
    assert parts[1].why == "a report without a title"
    assert [read(t)["tables"] for t in reports_of(text)] == [read(t)["tables"] for t in texts]


def test_the_same_title_without_tables_is_no_second_report() -> None:
    """A repetition under the same title counts only with its tables: without them it may be a summary."""
    text = draw_report(11, "tabs").text
    title = draw_report(11, "tabs").label.title or ""
    summary = (
        f"{title}\n一、总体情况\n工作有序。\n二、主动公开政府信息情况\n已公开。\n三、收到和处理政府信息公开申请情况\n已办理。\n"
        "四、政府信息公开行政复议、行政诉讼情况\n无案件。\n五、存在的主要问题及改进情况\n有不足。\n六、其他需要报告的事项\n无。\n"
    )
    assert split_reports(summary + text) == one(summary + text)
    other = summary.replace(title, "枫砦县教育局2022年政府信息公开工作年度报告")
    assert len(split_reports(other + text)) == 2


AROUND = {
    "notice behind": ("{report}" + NOTICE, ["report", "other"]),
    "appointment before": (APPOINTMENT + "{report}", ["other", "report"]),
    "gazette": (CONTENTS + NOTICE + APPOINTMENT + "{report}" + APPOINTMENT + NOTICE, ["other", "report", "other"]),
}


@pytest.mark.parametrize("layout", ["tabs", "cell_lines", "markdown", "paged"])
@pytest.mark.parametrize("name", AROUND)
def test_a_report_among_other_documents(name: str, layout: str) -> None:
    """Notices and appointments around a report are cut off, with their tables; the report is whole."""
    report = draw_report(11, layout).text
    text = AROUND[name][0].format(report=report)
    assert [p.kind for p in split_reports(text)] == AROUND[name][1]
    assert reports_of(text) == [report]


def test_a_gazette_with_two_reports() -> None:
    """What stands between two reports belongs to neither."""
    reports = [draw_report(seed, "tabs").text for seed in (11, 12)]
    text = NOTICE + APPOINTMENT.join(reports) + NOTICE
    assert [p.kind for p in split_reports(text)] == ["other", "report", "other", "report", "other"]
    assert reports_of(text) == reports


def _with_contents(text: str, title: str) -> str:
    entries = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    )
    entries = (*entries, "存在的主要问题及改进情况", "其他需要报告的事项")
    lines = [f"{'一二三四五六'[i]}、{entry}……{i + 1}" for i, entry in enumerate(entries)]
    bare = [f"{'一二三四五六'[i]}、{entry}" for i, entry in enumerate(entries)]
    return "\n".join([title, "目录", *lines, title, *bare, text])


def _with_sections_in_section_one(text: str, title: str) -> str:
    inside = "（一）主动公开政府信息情况\n都已公开。\n（二）收到和处理政府信息公开申请情况\n都已办理。\n"
    inside += (
        f"（三）政府信息公开行政复议、行政诉讼情况\n没有案件。\n（四）存在的主要问题及改进情况\n有所不足。\n{title}\n"
    )
    return text.replace("一、总体情况\n", f"一、总体情况\n工作有序。\n{inside}", 1)


SINGLE = {
    "sections named in section one": _with_sections_in_section_one,
    "as it is": lambda text, title: text,
    "list of contents": _with_contents,
    "title again and again": lambda text, title: f"{title}\n首页 > {title}\n标题：{title}\n\n{text}",
    "running head": lambda text, title: text.replace("\n二、", f"\n{title}\n二、").replace(
        "\n五、", f"\n{title}\n五、"
    ),
    "links to other years": lambda text, title: text + "".join(f"{title.replace('202', '201')}\n" for _ in range(5)),
    "notice that publishes it": lambda text, title: (
        f"关于印发《{title}》的通知\n云政办发〔2023〕1号\n各乡镇：\n现印发给你们。请认真学习。\n{text}"
    ),
    "appendix of tables": lambda text, title: (
        text + f"附件：{title}统计表\n" + text[text.index("\n二、") :].split("五、")[0]
    ),
    "links to notices": lambda text, title: text + "相关文件\n关于做好水利工作的通知\n关于印发节水办法的通知\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", SINGLE)
def test_one_report_is_one_part(name: str, layout: str) -> None:
    """A single report is one part that covers the whole text, whatever stands around it."""
    for seed in (1, 2, 11):
        report = draw_report(seed, layout)
        text = SINGLE[name](report.text, report.label.title or "")
        assert split_reports(text) == one(text)


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.name not in TWO_REPORTS], ids=lambda kind: kind.name)
def test_hostile_texts_are_one_part(kind: object) -> None:
    """No mischief makes one report two: last year's tables, examples, annexes, page heads, power lists."""
    for variant in range(3):
        text = make_hostile(kind, variant).text  # type: ignore[arg-type]
        assert split_reports(text) == one(text)


@pytest.mark.parametrize("name", sorted(TWO_REPORTS))
def test_two_reports_in_a_hostile_text(name: str) -> None:
    """Two whole reports in a text are told apart, also the second without a title and the first without a table."""
    for variant in range(10):
        assert len(reports_of(make_hostile(KINDS[name], variant).text)) == 2


def test_a_table_that_the_report_lacks_is_not_cut_off() -> None:
    """Where the other document has a table that the report has not, it may be the report's own: nothing is cut."""
    report = draw_report(11, "tabs").text
    start, end = report.index("四、政府信息公开行政复议"), report.index("五、存在的主要问题")
    text = report[:start] + report[end:] + NOTICE + report[start:end]
    assert split_reports(text) == one(text)


def test_a_part_never_begins_in_a_grid() -> None:
    """A title inside a grid takes the whole grid with it."""
    first, second = (draw_report(seed, "tabs") for seed in (11, 12))
    writer = ContentWriter("text/html")
    writer.line(first.text.rstrip("\n"))
    start = writer.length
    title = second.label.title or ""
    writer.grid(2, 2, [CellText(0, 0, "收藏"), CellText(0, 1, "分享"), CellText(1, 0, "标题"), CellText(1, 1, title)])
    writer.line(second.text[second.text.index("根据《中华") :])
    content = writer.done()
    assert [p.start for p in split_reports(content.text, content.grids)] == [0, start]


def test_a_list_of_links_is_no_report() -> None:
    """Titles alone, however many, are a list."""
    text = "首页\n" + "".join(
        f"枫砦县{office}2022年政府信息公开工作年度报告\n" for office in ("教育局", "水利局", "统计局")
    )
    assert split_reports(text) == [Part(0, len(text), "other", "a list of 3 reports' titles or links")]


def test_time_is_linear() -> None:
    """Twice the reports take about twice the time, and so do twice as many titles and headings without a report."""
    chance = Random(1)
    reports = "\n".join(draw_report(chance.randrange(1, 99), "tabs").text for _ in range(20))
    headings = "青禾县2022年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n" * 1000
    for text in (reports, headings):
        seconds = []
        for times in (1, 4):
            began = process_time()
            split_reports(text * times)
            seconds.append(process_time() - began)
        assert seconds[1] < 10 * seconds[0] + 0.2
