"""A synthetic report as HTML: a proper page, a page saved from Word, a page of a content management system."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from nianbao.eval.synth.merged import PlacedCell, rows_of
from nianbao.eval.synth.report import Block, SynthReport

_TAGS = {"title": "h1", "heading": "h2", "paragraph": "p"}


def proper_page(report: SynthReport, style: str = "") -> str:
    """Clean HTML: one table element each, its first rows as a head now and then."""
    chance = report.chance("proper page")
    head = chance.random() < 0.3
    parts = []
    for block in report.blocks:
        if block.kind != "table":
            tag = _TAGS[block.kind]
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
            continue
        heads = 3 if head and block.text != "disclosure" else 0
        parts.append(table_of(block, lambda cell: lines_of(cell.text), f' class="{block.text}"', heads, spare=False))
    return _page(report, f"<style>{style}</style>", "<article>\n" + "\n".join(parts) + "\n</article>")


def _page(report: SynthReport, head: str, body: str) -> str:
    title = escape(report.front.title)
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>{head}</head>\n'
        f"<body>{body}</body></html>\n"
    )


def lines_of(text: str) -> str:
    """A text escaped, its line breaks as elements."""
    return escape(text).replace("\n", "<br>")


def table_of(
    block: Block, content: Callable[[PlacedCell], str], attributes: str = "", heads: int = 0, *, spare: bool = True
) -> str:
    """A table element; `spare`: also spans of 1 are written, as editors do."""
    out = [f"<table{attributes}>", "<thead>" if heads else "<tbody>"]
    for i, row in enumerate(rows_of(block.cells)):
        if heads and i == heads:
            out.append("</thead><tbody>")
        cells = []
        for cell in row:
            spans = [("rowspan", cell.rows), ("colspan", cell.columns)]
            shown = "".join(f' {name}="{n}"' for name, n in spans if n > 1 or spare)
            kind = ' class="n"' if cell.value else ""
            cells.append(f"<td{shown}{kind}>{content(cell)}</td>")
        out.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*out, "</tbody></table>"])


def word_page(report: SynthReport) -> str:
    """HTML as Word saves it: every text in nested spans, some texts cut over two, empty cells with a space."""
    chance = report.chance("word page")

    def span(text: str) -> str:
        return f'<span style="font-family:仿宋_GB2312"><span lang="EN-US">{escape(text)}</span></span>'

    def cut(cell: PlacedCell, text: str) -> str:
        if not text:
            return chance.choice(["&nbsp;", "<o:p>&nbsp;</o:p>", "<span></span>", "<o:p></o:p>"])
        if len(text) > 1 and chance.random() < 0.3 and (not cell.value or report.printed.split):
            at = chance.randrange(1, len(text))
            return span(text[:at]) + span(text[at:])
        return span(text)

    def content(cell: PlacedCell) -> str:
        lines = (cut(cell, line) for line in cell.text.split("\n"))
        return "".join(f'\n  <p class="MsoNormal" align="center">{line}</p>' for line in lines) + "\n  "

    parts = []
    for block in report.blocks:
        if block.kind == "table":
            table = table_of(block, content, ' class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"')
            parts.append(f'<div align="center">{table}</div>')
        elif block.kind == "paragraph":
            parts.append(f'<p class="MsoNormal" style="text-indent:32.0pt">{span(block.text)}</p>')
        else:
            parts.append(f'<p class="MsoNormal"><b>{span(block.text[:2])}{span(block.text[2:])}</b></p>')
    body = '<div class="TRS_Editor"><div class="WordSection1">\n' + "\n".join(parts) + "\n</div></div>"
    return _page(report, "", body)


_NAVIGATION = ("首页", "政务公开", "政府信息公开指南", "法定主动公开内容", "政府信息公开年报", "依申请公开", "互动交流")


def cms_page(report: SynthReport) -> str:
    """A site's page: navigation, a table for the layout now and then, earlier years' reports beside it, a foot."""
    chance = report.chance("cms page")
    front = report.front
    parts = []
    for block in report.blocks:
        if block.kind == "table":
            table = table_of(block, lambda cell: f"<span>{lines_of(cell.text)}</span>")
            parts.append(table.replace("<table>", '<table style="border-collapse:collapse">', 1))
        elif block.kind == "title":
            parts.append(f'<div class="title">{escape(block.text)}</div>')
        elif block.kind == "heading":
            parts.append(f"<p><strong>{escape(block.text)}</strong></p>")
        else:
            parts.append(f"<p>　　{escape(block.text)}</p>")
    content = "\n".join(parts)
    meta = _meta(report, chance)
    if chance.random() < 0.35:
        rows = (meta, f'<div id="zoom">{content}</div>', "打印本页 关闭窗口")
        main = '<table width="1000" class="layout"><tbody>'
        main += "".join(f"<tr><td>{row}</td></tr>" for row in rows) + "</tbody></table>"
    else:
        main = f'{meta}<div id="zoom" class="content">{content}</div><div>扫一扫在手机打开当前页</div>'
    menu = "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(_NAVIGATION))
    years = range(front.year - 1, front.year - 5, -1)
    earlier = "".join(f'<li><a href="/{y}.html">{front.issuer}{y}年政府信息公开工作年度报告</a></li>' for y in years)
    body = (
        f'<div class="header"><ul class="nav">{menu}</ul></div>\n'
        f'<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; 年报</div>\n'
        f'<div class="main">{main}</div>\n<div class="side"><h3>历年年报</h3><ul>{earlier}</ul></div>\n'
        f'<div class="footer"><p>主办：{front.issuer} 网站标识码：{chance.randrange(10**9, 10**10)}</p>'
        f"<p>联系电话：0000-{chance.randrange(2000000, 9000000)}</p></div>"
    )
    return _page(report, "<script>var a = 1;</script>", body)


def _meta(report: SynthReport, chance: Random) -> str:
    index = f"{chance.randrange(10**8, 10**9)}/{report.front.year + 1}-{chance.randrange(100, 99999):05d}"
    return (
        f'<table class="meta"><tr><td>索引号：</td><td>{index}</td><td>主题分类：</td><td>政务公开</td></tr>'
        f"<tr><td>发文机关：</td><td>{report.front.issuer}</td><td>浏览次数：</td><td>{chance.randrange(9000)}</td></tr>"
        "</table>"
    )
