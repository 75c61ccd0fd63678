"""Whole reports laid out by hand in ways that no converter makes; what they print was written down beside them."""

from __future__ import annotations

from nianbao.extract.documents import Document
from nianbao.extract.report import read_document

BUREAU = """云枳市人民政府门户网站 www.yunzhi.example
首页 | 要闻动态 | 政务公开 | 办事服务 | 互动交流
您的位置：首页 > 政务公开 > 政府信息公开年报 > 市直部门
    信息索引： YZ05-2023-001	公开方式：主动公开	发布机构：云枳市卫生健康委员会
    组配分类：政府信息公开年报	发文日期：2023-01-16
云枳市卫生健康委员会
2022年度政府信息公开工作
年度报告
发布时间：2023-01-17 15:22 来源：市卫健委 浏览量：231 【字体：大 中 小】
    按照《中华人民共和国政府信息公开条例》第五十条规定，现公布云枳市卫生健康委员会2022年度政府信息公开工作年度报告。如有疑问，请
联系云枳市卫生健康委员会办公室（地址：云枳市新城大道88号（市民中心）3号楼，邮编：312000，电话：0575-8512 3456）。
    一、总体情况
    （一）主动公开情况。发布各类信息1203条。
    （二）依申请公开情况。2022年，本机关共收到政府信息公开申请17件，其中网络申请15件、信函申请2件，较上年增加5件。办结16件，结转下年
度1件。答复结果中，予以公开9件，部分公开3件，无法提供4件。
    （三）因政府信息公开申请引发行政复议2起，维持1起、纠正1起；行政诉讼0起。
    二、主动公开政府信息情况
    三、收到和处理政府信息公开申请情况
    四、因政府信息公开工作被申请行政复议、提起行政诉讼情况
    五、政府信息公开工作存在的主要问题及改进情况
    队伍有待加强。
    六、其他需要报告的事项
    无。
                                     云枳市卫生健康委员会
                                       2023年1月12日
附件：表格
"""


def test_a_bureaus_page() -> None:
    """A title over three lines, fields between tabs, a contact with brackets in it, wrapped prose, a signature."""
    result = read_document(Document.from_text(BUREAU))
    assert result.title == "云枳市卫生健康委员会2022年度政府信息公开工作年度报告"
    assert (result.issuer, result.level, result.year) == ("云枳市卫生健康委员会", "department", 2022)
    assert (result.published, result.index_number) == ("2023-01-17", "YZ05-2023-001")
    assert result.contact is not None
    assert result.contact.model_dump(exclude_none=True) == {
        "address": "云枳市新城大道88号(市民中心)3号楼",
        "postcode": "312000",
        "phone": "0575-85123456",
    }
    assert result.section_text(BUREAU, "other") == "无。"
    assert result.section_text(BUREAU, "problems") == "队伍有待加强。"
    assert {"+".join(s.cells): s.value for s in result.narrative} == {
        "requests.received.total": 17,
        "requests.processed_total.total": 16,
        "requests.carried_forward.total": 1,
        "requests.granted.total": 9,
        "requests.partially_granted.total": 3,
        "review.reconsideration.total": 2,
        "review.litigation_direct.total+review.litigation_after_reconsideration.total": 0,
    }
    assert (result.status, result.findings) == ("absent", [])


TOWNSHIP = """砚棠镇人民政府关于印发《砚棠镇2023年政府信息公开工作年度报告》的通知
各村（社区），镇属各单位：
现将《砚棠镇2023年政府信息公开工作年度报告》印发给你们。
砚棠镇人民政府
2024年1月15日

砚棠镇2023年政府信息公开工作年度报告

一 总体情况
本年度未收到政府信息公开申请，也未发生因政府信息公开引发的行政复议或行政诉讼。
二 主动公开政府信息情况
三 收到和处理政府信息公开申请情况
四 政府信息公开行政复议、行政诉讼情况
五 存在的主要问题及改进情况
六 其他需要报告事项
联系人：李某，电话 0575-1234567
"""


def test_a_townships_letter() -> None:
    """A covering letter that names the report is not its title; numerals without marks open sections all the same."""
    result = read_document(Document.from_text(TOWNSHIP))
    assert (result.title, result.issuer) == ("砚棠镇2023年政府信息公开工作年度报告", "砚棠镇")
    assert (result.level, result.year, result.published) == ("township", 2023, None)
    assert TOWNSHIP[slice(*result.front_evidence["title"])] == result.title
    assert len(result.sections) == 6
    assert result.contact is not None
    assert (result.contact.person, result.contact.phone) == ("李某", "0575-1234567")
    assert [s.value for s in result.narrative] == [0, 0, 0]


DISTRICT = """发布日期
2023-02-01 09:00
来源
青禾区人民政府
青禾区2022年政府信息公开工作年度报告
目录：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项。
一、总体情况：青禾区认真贯彻。全区受理政府信息公开申请四十件（含区级12件），依法答复38件。
二、主动公开政府信息情况：见表。
三、收到和处理政府信息公开申请情况：见表。
四、政府信息公开行政复议、行政诉讼情况：见表。
五、存在的主要问题及改进情况：无。
六、其他需要报告的事项：无。
"""


def test_a_districts_page() -> None:
    """Fields one cell to a line, a body's name above the title that is a field's value, titles that go on in text."""
    result = read_document(Document.from_text(DISTRICT))
    assert (result.title, result.issuer, result.level) == ("青禾区2022年政府信息公开工作年度报告", "青禾区", "county")
    assert (result.year, result.published) == (2022, "2023-02-01")
    assert result.section_text(DISTRICT, "review") == "见表。"
    assert [(s.cells, s.value) for s in result.narrative] == [
        (["requests.received.total"], 40),
        (["requests.processed_total.total"], 38),
    ]
