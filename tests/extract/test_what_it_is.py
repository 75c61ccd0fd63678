"""A text that is no report is named by what it calls itself or shows; a report is never named."""

from __future__ import annotations

import pytest

from nianbao.eval.drawn.layouts import LAYOUTS
from nianbao.eval.drawn.report import draw_report
from nianbao.extract.what_it_is import no_report, what_it_is

_TITLES = [f"枫砦县{x}2022年政府信息公开工作年度报告" for x in ("教育局", "水利局", "统计局", "司法局")]
TEXTS = {
    "an empty page": "\n \n　\n",
    "an error page": "404 Not Found\nnginx",
    "a login page": "统一身份认证\n用户名：\n密码：\n验证码：\n登录",
    "a notice (通知)": "关于做好2022年政务公开工作的通知\n各乡镇：\n请认真落实。",
    "an announcement (公告)": "枫砦县人民政府\n关于道路封闭的公告\n为保障安全，封闭三日。",
    "a guide (政府信息公开指南)": "枫砦县政府信息公开指南\n为方便公众获取政府信息，编制本指南。",
    "a directory (政府信息公开目录)": "枫砦县教育局政府信息公开目录\n序号 名称 日期",
    "an application form (申请表)": "政府信息公开申请表\n姓名 证件号码 联系电话",
    "a news item": "本报讯（记者 陈河）昨日，枫砦县举办了丰收节，数千名群众参加了活动。",
    "a page in English or another language of Latin letters": "The county government publishes a report. " * 10,
    "garbled characters": "\ufffd\ufffd\x00\ufffd\ufffd\ufffdabc" * 20,
    "numbers without words": "12 31 44\n5 6 7 8 99 1\n",
    "a list of 4 reports' titles or links": "首页\n" + "\n".join(_TITLES),
    "another document": "丰收节上，数千名群众参加了活动，大家都很高兴，天气也很好。",
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_are_no_report(name: str) -> None:
    """Each is called what it is."""
    assert what_it_is(TEXTS[name]) == name


def test_a_list_of_links_in_other_markup() -> None:
    """Links in HTML and in Markdown count as lines."""
    html = "<html><body><ul>" + "".join(f'<li><a href="/1">{t}</a></li>' for t in _TITLES) + "</ul></body></html>"
    markdown = "".join(f"- [{t}](/x/{i}.html)\n" for i, t in enumerate(_TITLES))
    for text in (html, markdown):
        assert what_it_is(text) == "a list of 4 reports' titles or links"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_report_is_never_named(layout: str) -> None:
    """No drawn report is called anything else, nor is one whose sections are lost but not its title."""
    for seed in (1, 2, 3):
        report = draw_report(seed, layout)
        assert no_report(report.text) is None
        assert no_report(f"{report.label.title}\n请见附件。\n") is None


def test_what_may_be_a_report_is_not_named() -> None:
    """A menu names many things, and a page whose table a converter left out may have held the report."""
    menu = "首页\n政府信息公开指南\n政府信息公开目录\n关于开会的通知\n"
    assert no_report(menu) is None
    assert no_report("[TABLE]\n" + "\n".join(_TITLES)) is None
