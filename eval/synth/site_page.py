"""A synthetic report on a whole site's page: menus, calendar, hot list, attachments and buttons around the article."""

from __future__ import annotations

from html import escape
from random import Random

from nianbao.eval.synth.html_pages import lines_of, table_of
from nianbao.eval.synth.merged import PlacedCell
from nianbao.eval.synth.report import SynthReport

_MENUS = {
    "走进本地": ("地区概况", "历史沿革", "行政区划"),
    "政务公开": ("信息公开指南", "信息公开制度", "法定主动公开内容", "信息公开年报", "依申请公开"),
    "办事服务": ("个人办事", "法人办事", "便民查询"),
    "互动交流": ("领导信箱", "在线访谈", "民意征集", "常见问题"),
}
_HOT = ("关于做好汛期安全工作的通知", "一季度经济运行情况", "招聘公告", "规范性文件清理结果公布", "行政许可事项目录")


def site_page(report: SynthReport, *, charset: str = "utf-8") -> str:
    """The page as markup that says it is in `charset`; what encodes it, and how, is the caller's choice."""
    chance = report.chance("site page")
    front = report.front
    title = escape(front.title)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}" />'
        f'<title>{title}-{front.issuer}</title><meta name="ArticleTitle" content="{title}" />'
        '<link rel="stylesheet" href="/css/main.css" /><style>.hide{display:none} td{border:1px solid #000}</style>'
        '<script type="text/javascript">document.write("<tr><td>1</td></tr>"); var n = 12;</script></head>\n'
        "<body><!-- header begin -->"
        "<div class='top'><a href='#main'>跳到正文</a> 今天是：<span id='date'></span></div>\n"
        f"{_menus()}{_calendar(chance) if chance.random() < 0.5 else ''}\n"
        f'<div class="crumbs">当前位置：首页 &gt; 政务公开 &gt; 信息公开年报 &gt; 正文</div>\n'
        f'<div id="main" class="article">{_article(report, chance)}</div>\n'
        f"{_attachments(report, chance)}{_aside(report, chance)}{_foot(report, chance)}</body></html>\n"
    )


def _article(report: SynthReport, chance: Random) -> str:
    """The report in the editor's markup: paragraphs as div or p, tables in a scrolling box, widths and heights set."""
    tag = chance.choice(["p", "div", "section"])
    boxed, headed = chance.random() < 0.5, chance.random() < 0.3

    def content(cell: PlacedCell) -> str:
        shown = lines_of(cell.text) or chance.choice(["", "&nbsp;", "<br />"])
        return f'<p style="text-align:center">{shown}</p>' if chance.random() < 0.7 else shown

    parts = []
    for block in report.blocks:
        if block.kind == "table":
            table = table_of(block, content, ' border="0" cellpadding="0" cellspacing="0" width="100%"')
            if headed:
                table = table.replace("<tbody>", "<colgroup><col /><col /></colgroup><tbody>", 1)
            parts.append(f'<div style="overflow-x:auto">{table}</div>' if boxed else table)
        elif block.kind == "title":
            parts.append(f'<h1 class="title">{escape(block.text)}</h1>')
        else:
            text = escape(block.text)
            shown = (
                f'<span style="font-family:黑体"><strong>{text}</strong></span>' if block.kind == "heading" else text
            )
            parts.append(f'<{tag} style="text-indent:2em">{shown}</{tag}>')
    share = '<div class="share">分享到： <a>微信</a> <a>微博</a> 字体：【<a>大</a> <a>中</a> <a>小</a>】</div>'
    return share + "\n".join(parts)


def _menus() -> str:
    items = "".join(
        f'<li><a href="#">{name}</a><ul class="hide">{"".join(f"<li><a>{word}</a></li>" for word in words)}</ul></li>'
        for name, words in _MENUS.items()
    )
    search = '<input type="text" value="请输入关键字" /><select><option>2020</option></select>'
    return f'<div class="nav"><ul>{items}</ul>{search}</div>'


def _calendar(chance: Random) -> str:
    """A month as a table of numbers beside the report, as many sites have it."""
    first = chance.randrange(7)
    days = [""] * first + [str(day) for day in range(1, 32)]
    weeks = [days[i : i + 7] for i in range(0, len(days), 7)]
    rows = "".join("<tr>" + "".join(f"<td>{day}</td>" for day in week) + "</tr>" for week in weeks)
    return f'<table class="calendar"><tr>{"".join(f"<th>{day}</th>" for day in "日一二三四五六")}</tr>{rows}</table>'


def _attachments(report: SynthReport, chance: Random) -> str:
    if chance.random() < 0.6:
        return ""
    return f'<div class="files">附件：<a href="/files/1.pdf">{escape(report.front.title)}.pdf</a></div>'


def _aside(report: SynthReport, chance: Random) -> str:
    """Earlier years' reports and a hot list with counts of clicks."""
    front = report.front
    years = "".join(
        f"<li><a>{front.issuer}{y}年政府信息公开工作年度报告</a></li>" for y in range(front.year - 1, 2018, -1)
    )
    hot = "".join(
        f"<tr><td>{i}</td><td>{name}</td><td>{chance.randrange(5000)}</td></tr>" for i, name in enumerate(_HOT, 1)
    )
    return (
        f'<div class="right"><h3>相关文章</h3><ul>{years}</ul>'
        f'<h3>热点排行</h3><table class="hot"><tbody>{hot}</tbody></table></div>\n'
    )


def _foot(report: SynthReport, chance: Random) -> str:
    links = "".join(f"<option>{name}</option>" for name in ("省政府网站", "市政府网站", "县区网站"))
    return (
        f'<div class="footer"><select>{links}</select><p>主办单位：{report.front.issuer}　网站标识码：'
        f"{chance.randrange(10**9, 10**10)}　备案号：0000000{chance.randrange(10)}号</p>"
        f'<p class="hide">总访问量：{chance.randrange(10**6)}</p></div>'
    )
