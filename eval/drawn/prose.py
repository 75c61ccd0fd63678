"""The words around the tables: places that exist nowhere, titles, dates, and sentences full of other numbers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_PLACES = (
    *("云枳", "砚棠", "洄浦", "苍笠", "澹湾", "琅垣", "桐蓼", "杳溪", "蓬岫", "霁原", "檀渚", "霜麓", "鹭汀", "茯川"),
    *("枫砦", "岚坞", "萤泽", "瓷岭", "柘浔", "漪塘", "鲛屿", "榧冈"),
)
_ENDINGS = {
    "township": ("镇人民政府", "乡人民政府", "街道办事处"),
    "office": ("县教育局", "区司法局", "市统计局", "县水利局", "区人民政府办公室", "市档案馆"),
    "county": ("县人民政府", "区人民政府", "县"),
    "city": ("市人民政府", "市"),
    "large_city": ("市人民政府", "市"),
}
_TITLES = (
    "{issuer}{year}年政府信息公开工作年度报告",
    "{year}年度{issuer}政府信息公开工作年度报告",
    "{issuer}{year}年度政府信息公开工作年度报告",
    "{issuer}{year}年政府信息公开年度报告",
)


@dataclass(frozen=True)
class Front:
    """What a report says of itself: `published` is the date as YYYY-MM-DD, or None where none is printed."""

    issuer: str
    year: int
    title: str
    published: str | None
    lines: tuple[str, ...]


def draw_front(size: str, chance: Random, years: range = range(2021, 2026)) -> Front:
    """An issuer of a size, its report's title for one of the years, and the lines at the head of the page."""
    issuer = chance.choice(_PLACES) + chance.choice(_ENDINGS[size])
    year = chance.choice(years)
    title = chance.choice(_TITLES).format(issuer=issuer, year=year)
    month, day = chance.randrange(1, 4), chance.randrange(1, 29)
    shown = chance.choice([f"{year + 1}-{month:02d}-{day:02d}", f"{year + 1}年{month}月{day}日"])
    wording = chance.choice(["发布日期：{}", "发布时间： {}", "公开日期:{} 浏览次数:{}", ""])
    stamp = wording.format(shown, chance.randrange(10, 9000))
    lines = [title]
    if stamp:
        lines.insert(chance.randrange(2), stamp)
    if chance.random() < 0.3:
        lines.insert(0, f"当前位置：首页 > 政务公开 > 年报 > {year}年")
    return Front(issuer, year, title, f"{year + 1}-{month:02d}-{day:02d}" if stamp else None, tuple(lines))


_CONTENTS = (
    "本报告全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项六个部分。"
)
_OVERVIEW = (
    "（一）主动公开。{year}年，通过门户网站公开政府信息{a}条，其中规章{b}件、行政规范性文件{c}件、行政许可{d}件；政务微博发布{e}条。",
    "（二）依申请公开。全年收到政府信息公开申请{b}件，上年结转{c}件，予以公开{d}件，部分公开{e}件，已办结{f}件，按时办结率100%。",
    "（三）信息管理。清理文件{a}份，废止{b}份，修改{c}份；落实三审三校，纠正错敏字{d}处。",
    "（四）平台建设。网站集约化栏目{b}个，访问量{a}.{c}万人次，政务新媒体账号{d}个，关注{e}人。",
    "（五）监督保障。开展培训{b}次，参加{a}人次；考核分值占{c}%，社会评议得分9{g}.{h}分。",
    "一年来受理来信{a}件、来电{d}个，行政复议{b}件、行政诉讼{c}件，结果维持{e}件，行政处罚{f}件。",
)
_WORK = (
    "坚持以公开为常态、不公开为例外，围绕群众关心的教育、医疗、住房、养老等{b}个方面，及时更新公开目录{c}类，"
    "编发图文解读{d}篇、视频解读{h}个，回应网民留言{e}条，平均办理时间{g}个工作日，群众满意度保持在9{g}%以上。",
    "健全申请登记、审核、办理、答复、归档的全流程制度，设立受理窗口{d}个，畅通当面、信函、网络{g}种渠道，"
    "会同法制机构对疑难申请会商{d}次，全年因信息公开提起复议、诉讼的案件比上年减少{h}件。",
    "落实公开属性源头认定，对{year}年以来制发的{a}份文件逐一标注主动公开、依申请公开、不予公开，"
    "完成{c}个领域基层政务公开标准目录的调整，对到期的{d}份文件宣布失效并在网站标注。",
    "推进政务公开专区建设，在{d}个政务服务大厅、{c}个便民中心设置查询点，配备自助终端{b}台，"
    "全年接待咨询{e}人次；开展政务开放日活动{g}场，邀请代表、企业、群众{f}人参加。",
    "把政务公开列入{year}年干部培训计划，举办专题讲座{g}期，组织{d}个部门交流经验，印发通报{h}期，"
    "对发现的{c}个问题建立台账，逐项整改销号，未发生责任追究的情形。",
    "加强网站与新媒体管理，关停整合账号{h}个，每日巡检链接，累计修复失效链接{f}条，更正表述{d}处，"
    "网站全年独立用户访问{a}个，发布信息{e}条，其中概况类{c}条、动态类{f}条、公开目录类{b}条。",
)
_PROBLEMS = (
    "{year}年工作仍有不足：一是{b}个单位公开不及时；二是解读材料只有{c}篇，比上年少{d}篇。",
    "下一步：（一）培训{b}次；（二）更新目录{a}条；（三）{next}年6月30日前完成{c}个栏目的改版。",
    "1.队伍不稳，全年调整{b}人。2.形式单一，图解占{c}%。3.回应不快，平均{d}个工作日。",
)
_OTHER = (
    "{year}年未收取信息处理费。",
    "依据《政府信息公开信息处理费管理办法》，本年度发出收费通知{c}件，总金额{a}元，实际收取0元。",
    "办理建议{b}件、提案{c}件，公开率100%。联系电话：0000-{a}{b}。",
    "无其他需要报告的事项。",
)


def draw_overview(front: Front, chance: Random) -> list[str]:
    """The lines of section 一: what is counted there is not in the tables."""
    listed = [s for s in _OVERVIEW if chance.random() < 0.75]
    listed += [s for s in _WORK if chance.random() < 0.8]
    opening = f"根据《中华人民共和国政府信息公开条例》编制。{_CONTENTS if chance.random() < 0.5 else ''}"
    period = f"本报告所列数据的统计期限自{front.year}年1月1日至{front.year}年12月31日止。"
    return [opening + period, "一、总体情况", *(_fill(s, front, chance) for s in listed or _OVERVIEW[:1])]


def draw_closing(front: Front, chance: Random) -> list[str]:
    """The lines of sections 五 and 六."""
    problems = [_fill(s, front, chance) for s in (*_PROBLEMS, *_WORK[:3]) if chance.random() < 0.7]
    others = [_fill(chance.choice(_OTHER), front, chance)]
    return [
        "五、存在的主要问题及改进情况",
        *(problems or ["公开的内容还不够丰富。"]),
        "六、其他需要报告的事项",
        *others,
    ]


NO_TABLE = {
    "disclosure": "本机关无规章、规范性文件的制发职能。",
    "requests": "本年度未收到政府信息公开申请。",
    "review": "本年度未发生因政府信息公开引起的行政复议、行政诉讼。",
}
"""What a report says where it leaves a table out."""


def _fill(sentence: str, front: Front, chance: Random) -> str:
    numbers = {
        "a": chance.randrange(100, 99999),
        "b": chance.randrange(0, 200),
        "c": chance.randrange(0, 40),
        "d": chance.randrange(1, 30),
        "e": chance.randrange(0, 4000),
        "f": chance.randrange(0, 300),
        "g": chance.randrange(10),
        "h": chance.randrange(10),
    }
    return sentence.format(year=front.year, next=front.year + 1, **numbers)
