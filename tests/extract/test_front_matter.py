"""Front matter: issuer, level, year, title, date of publication, index number, contact, each where it is printed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.front_matter import FrontMatter, read_front_matter
from nianbao.extract.level import level_of
from nianbao.extract.normalise import normalise
from nianbao.extract.sections import find_sections

BODY = "\n一、总体情况\n（一）主动公开。公开信息12条。\n二、主动公开政府信息情况\n六、其他需要报告的事项\n无。\n"


def front(text: str) -> FrontMatter:
    """What is read of a text."""
    normal = normalise(text)
    return read_front_matter(normal, find_sections(normal.text))


# What a page prints before section 一 → title, issuer, year
TITLES = {
    "one-line": ("青禾县2022年政府信息公开工作年度报告", "青禾县2022年政府信息公开工作年度报告", "青禾县", 2022),
    "year-first": (
        "2023年度青禾县水利局政府信息公开工作年度报告",
        "2023年度青禾县水利局政府信息公开工作年度报告",
        "青禾县水利局",
        2023,
    ),
    "issuer-on-its-own-line": (
        "青禾县人民政府办公室\n2022年政府信息公开工作年度报告",
        "青禾县人民政府办公室2022年政府信息公开工作年度报告",
        "青禾县人民政府办公室",
        2022,
    ),
    "torn-in-the-name": (
        "        青禾县文化和旅游局2022年政府信息公\n              开工作年度报告",
        "青禾县文化和旅游局2022年政府信息公开工作年度报告",
        "青禾县文化和旅游局",
        2022,
    ),
    "torn-before-the-year": (
        "青禾县人民政府\n2022年政府信息公开\n工作年度报告",
        "青禾县人民政府2022年政府信息公开工作年度报告",
        "青禾县人民政府",
        2022,
    ),
    "spaced-letters": (
        "青 禾 县 2 0 2 2 年 政 府 信 息 公 开 年 报",
        "青禾县2022年政府信息公开年报",
        "青禾县",
        2022,
    ),
    "chinese-year": ("青禾县二〇二二年政府信息公开年度报告", "青禾县二〇二二年政府信息公开年度报告", "青禾县", 2022),
    "letter-o-year": ("青禾县二O二三年政府信息公开年度报告", "青禾县二O二三年政府信息公开年度报告", "青禾县", 2023),
    "full-width-year": (
        "青禾县２０２４年政府信息公开工作年度报告",
        "青禾县2024年政府信息公开工作年度报告",
        "青禾县",
        2024,
    ),
    "year-behind": (
        "青禾县财政局政府信息公开工作年度报告（2022年度）",
        "青禾县财政局政府信息公开工作年度报告(2022年度)",
        "青禾县财政局",
        2022,
    ),
    "year-inside": ("青禾县政府信息公开2022年度报告", "青禾县政府信息公开2022年度报告", "青禾县", 2022),
    "field": ("名称：青禾县2022年政府信息公开年报\n", "青禾县2022年政府信息公开年报", "青禾县", 2022),
    "site-behind": (
        "青禾县2022年政府信息公开工作年度报告_青禾县人民政府门户网站",
        "青禾县2022年政府信息公开工作年度报告",
        "青禾县",
        2022,
    ),
    "menu-before": (
        "首页\n政务公开\n政府信息公开年报\n互动交流\n青禾县2022年政府信息公开工作年度报告",
        "青禾县2022年政府信息公开工作年度报告",
        "青禾县",
        2022,
    ),
    "menu-of-years-before": (
        "青禾县2023年政府信息公开工作年度报告\n青禾县2022年政府信息公开工作年度报告\n"
        "青禾县2021年政府信息公开工作年度报告\n本报告数据的统计期限自2022年1月1日起至12月31日止。",
        "青禾县2022年政府信息公开工作年度报告",
        "青禾县",
        2022,
    ),
    "no-break-before-the-body": (
        "青禾县2022年政府信息公开工作年度报告　　根据《条例》要求，编制本报告。",
        "青禾县2022年政府信息公开工作年度报告",
        "青禾县",
        2022,
    ),
    "published-a-year-later": (
        "发布日期：2023-01-18\n青禾县2022年政府信息公开工作年度报告",
        "青禾县2022年政府信息公开工作年度报告",
        "青禾县",
        2022,
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_titles(name: str) -> None:
    """The title is one however it is printed; issuer and data year are those in it."""
    text, title, issuer, year = TITLES[name]
    read = front(text + BODY)
    assert (read.title, read.issuer, read.year) == (title, issuer, year)


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        pytest.param("首页 > 政务公开 > 政府信息公开年报", "title", None, id="a-column-is-no-title"),
        pytest.param("首页 > 政务公开 > 政府信息公开年报", "issuer", None, id="a-menu-word-is-no-issuer"),
        pytest.param("根据要求，编制2022年政府信息公开工作年度报告。", "title", None, id="a-sentence-is-no-title"),
        pytest.param(
            "《关于做好2022年政府信息公开工作年度报告编制工作的通知》", "title", None, id="a-notice-is-no-title"
        ),
        pytest.param("本报告所列数据的统计期限自2022年1月1日至2022年12月31日止。", "year", 2022, id="period"),
        pytest.param("数据统计期限从2022 年 1 月 1\n日起到12月31日", "year", 2022, id="torn-period"),
        pytest.param("发布日期：2023-01-18", "year", None, id="the-date-of-publication-is-no-year"),
        pytest.param("发布机构：青禾县民政局\n", "issuer", "青禾县民政局", id="field"),
        pytest.param("发布机构 | 青禾县民政局 |", "issuer", "青禾县民政局", id="field-in-cells"),
        pytest.param("来源：新华社", "issuer", None, id="a-source-that-is-no-body"),
        pytest.param("可在“青禾县人民政府”网站查阅。", "issuer", "青禾县人民政府", id="site"),
    ],
)
def test_without_a_title(text: str, field: str, expected: Any) -> None:
    """What stands in no title is taken from fields, the period, the site; what is none of them stays null."""
    assert getattr(front(text + BODY), field) == expected


def test_links_to_other_years_are_no_title() -> None:
    """A list of other years' reports behind or before a report gives it neither title nor year."""
    links = "历年年报\n青禾县2021年政府信息公开工作年度报告\n青禾县2020年政府信息公开工作年度报告\n"
    period = "数据的统计期限自2022年1月1日至12月31日止。"
    for text in (period + BODY + links, links + period + BODY):
        read = front(text)
        assert (read.title, read.year) == (None, 2022)


def test_the_signature_names_the_issuer() -> None:
    """Without a title or a field the body that signs with a date is the issuer; that date is not the publication's."""
    read = front("本报告如下。" + BODY + "\n青禾县水利局\n2023年1月18日\n")
    assert (read.issuer, read.published, read.year) == ("青禾县水利局", None, None)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("发布日期：2023-01-18", "2023-01-18"),
        ("发布时间： 2023年1月8日 10:20", "2023-01-08"),
        ("公开日期 | 2023/1/18 |", "2023-01-18"),
        ("成文日期：2023-01-05 | 发布日期：2023-01-18", "2023-01-18"),
        ("成文日期：2023-01-05", None),
        ("生成日期：2023-01-05", None),
        ("来源：县政府办 时间：2023-01-18 浏览次数：20", "2023-01-18"),
        ("发布日期：2023-13-40", None),
        ("索引号\t发布机构\t发布日期\n000014/2023-01\t青禾县司法局\t2023-01-18\n", "2023-01-18"),
        ("索引号\n发布机构\n发布日期\n000014/2023-01\n青禾县司法局\n2023-01-18\n", "2023-01-18"),
        ("受理公开日期为每年3月31日前", None),
    ],
)
def test_published(text: str, published: str | None) -> None:
    """The date of publication is what a label calls so; when it was written is another date."""
    assert front(f"青禾县2022年政府信息公开年报\n{text}\n{BODY}").published == published


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("索引号：000014349/2024-11355 | |", "000014349/2024-11355"),
        ("| 索引号 | 11330683-2023-00012 | 文号 | |", "11330683-2023-00012"),
        ("索 引 号：", None),
        ("索引号：\n发布机构：青禾县司法局", None),
        ("索引号\t发布机构\t发布日期\n000014/2023-01\t青禾县司法局\t2023-01-18\n", "000014/2023-01"),
    ],
)
def test_index_number(text: str, number: str | None) -> None:
    """The index number is as printed, also below its heading; an empty field is null, not the next label."""
    assert front(f"{text}\n青禾县2022年政府信息公开年报\n{BODY}").index_number == number


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        (
            "请与青禾县人民政府办公室联系（地址：青禾路247号，邮编：498394，电话：0565-4671032）。",
            {"address": "青禾路247号", "postcode": "498394", "phone": "0565-4671032"},
        ),
        (
            "联系地址：青禾路\n247号；联系电话：0565—4671\n032，电子邮箱：qh_xxgk@163.com。",
            {"address": "青禾路247号", "phone": "0565-4671032", "email": "qh_xxgk@163.com"},
        ),
        (
            "联系人：王小禾\n联系电话：13800001234\n传真：（0565）4671033\n",
            {"person": "王小禾", "phone": "13800001234", "fax": "(0565)4671033"},
        ),
        ("监督举报电话：0565-4671032。接听电话 12345678 个。", {}),
        ("受理热线电话3000个，邮箱来信20封，地址变更3处。", {}),
    ],
)
def test_contact(text: str, contact: dict[str, str]) -> None:
    """Each piece of the contact is read whole, torn or not; numbers of calls and complaint lines are none."""
    assert dict(front(f"青禾县2022年政府信息公开年报\n{text}\n{BODY}").contact) == contact


def test_the_sites_own_contact_is_not_the_reports() -> None:
    """The telephone in a page's footer is the site's."""
    assert dict(front(f"青禾县2022年政府信息公开年报{BODY}主办：青禾县人民政府 联系电话：0996-7004783\n").contact) == {}


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("云枳省人民政府", "province"),
        ("宁夏回族自治区", "province"),
        ("重庆市人民政府", "province"),
        ("延边朝鲜族自治州人民政府", "city"),
        ("喀什地区行政公署", "city"),
        ("青禾市人民政府", None),
        ("云枳市青禾市人民政府", "county"),
        ("恩施土家族苗族自治州青禾市人民政府", "county"),
        ("苏州市", None),
        ("青禾县", "county"),
        ("青禾县人民政府", "county"),
        ("云枳市青禾区", "county"),
        ("青禾旗人民政府", "county"),
        ("青禾新区人民政府", "county"),
        ("青禾经济技术开发区管理委员会", None),
        ("青禾高新区", None),
        ("青禾县水利局", "department"),
        ("青禾市人民政府办公室", "department"),
        ("云枳省发展和改革委员会", "department"),
        ("云枳省教育厅", "department"),
        ("青禾市中级人民法院", "department"),
        ("青禾区青禾镇人民政府", "township"),
        ("青禾乡", "township"),
        ("青禾街道办事处", "township"),
        ("景德镇市人民政府", None),
        ("青禾县乡村振兴局", "department"),
    ],
)
def test_level(issuer: str, level: str | None) -> None:
    """The last word of a name decides its level; a 市 by itself may be of either rank."""
    assert level_of(issuer) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("指导各县（市、区）做好年报编制", "city"),
        ("全市各县区共受理申请12件", "city"),
        ("印发《关于各县区考核的办法》", None),
        ("按照省、市、县要求，指导各乡镇", None),
    ],
)
def test_a_citys_counties_tell_its_rank(text: str, level: str | None) -> None:
    """A report that speaks of the counties below is a prefecture's; a document's name says nothing."""
    assert level_of("青禾市人民政府", normalise(text).text) == level


def test_spans_print_the_values() -> None:
    """Every field's span, cut out of the original text, prints the field."""
    text = (
        "索引号：０００14/2023-01 | 发布日期：2023年1月18日 |\n　青禾县　２０２２年政府信息公开\n工作年度报告\n"
        "（联系电话：0565-4671032）" + BODY
    )
    read = front(text)
    printed = {key: normalise("".join(text[slice(*span)].split())).text for key, span in read.spans.items()}
    assert printed == {
        "title": "青禾县2022年政府信息公开工作年度报告",
        "year": "2022",
        "issuer": "青禾县",
        "level": "青禾县",
        "published": "2023年1月18",
        "index_number": "00014/2023-01",
        "contact.phone": "0565-4671032",
    }


WORDS = st.sampled_from(
    [
        *("青禾县", "2022", "年", "政府信息公开", "工作年度报告", "\n", "|", "索引号", "：", "发布日期", "2023-01-18"),
        *(
            "一、总体情况",
            "二、主动公开政府信息情况",
            "联系电话",
            "0565-4671032",
            "(",
            "《",
            "。",
            " ",
            "人民政府",
            "]{",
            "[",
        ),
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300) | st.lists(WORDS, max_size=60).map("".join))
def test_any_text(text: str) -> None:
    """No text raises, every span lies inside it, and every field that is read has a span."""
    read = front(text)
    for start, end in read.spans.values():
        assert 0 <= start < end <= len(text)
    named = {
        n for n in ("issuer", "year", "title", "published", "index_number", "level") if getattr(read, n) is not None
    }
    assert named | {f"contact.{key}" for key in read.contact} == set(read.spans)
