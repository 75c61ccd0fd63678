"""Say what a text is that is no report, by clear words; a text that shows none of them is another document."""

from __future__ import annotations

import re

from nianbao.extract.normalise import normalise
from nianbao.extract.tight_text import without_markup
from nianbao.extract.title import titles_in

OTHER = "another document"
_HEAD = 20000
_MOST_READ = 200000
_SECTIONS = re.compile(
    r"主动公开政府信息(?:的)?情况|收到和?处理政府信息公开申请|行政复议[、和]?行政诉讼情况|总体情况|"
    r"存在的?(?:主要)?问题[、和及与以]*改进"
)
_LABELS = re.compile(r"结转下年度|本年新收政府信息公开|结果维持|第二十条第|属于国家秘密|自然人|申请公开|依申请")
_TAGS = re.compile(
    r"<(script|style)\b.{0,200000}?</\1\s*>|<!--.{0,20000}?-->|<[^<>]{0,2000}>", re.DOTALL | re.IGNORECASE
)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,200})\]\([^()\n]{0,400}\)")
_ERROR = re.compile(
    r"(?:^|\D)(?:404|403|500|502|503)(?:\D{0,12}(?:错误|error|notfound|forbidden|badgateway|页面|找不到)|$)|"
    r"(?:页面|网页|文件|信息|内容)(?:已)?(?:不存在|找不到|被删除|已删除|走丢|无法访问)|找不到(?:该|您|你|这个)?.{0,8}(?:页面|网页)|"
    r"pagenotfound|accessdenied|badgateway|servererror|服务器(?:内部)?错误|访问被拒绝|访问被?拦截",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?:用户名|账号|帐号|手机号).{0,40}密码|密码.{0,60}(?:登录|登陆)|验证码.{0,40}(?:登录|登陆)")
_LETTERS = re.compile(r"[^\W\d_]")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an application form (申请表)", re.compile(r"信息公开申请表|依申请公开.{0,6}申请表")),
    ("a guide (政府信息公开指南)", re.compile(r"信息公开(?:工作)?指南")),
    ("a directory (政府信息公开目录)", re.compile(r"信息公开(?:基本|事项|标准)?目录|(?:标准|事项)目录")),
    ("a notice (通知)", re.compile(r"关于.{2,90}的通知")),
    ("an announcement (公告)", re.compile(r"关于.{2,90}的(?:公告|通告|公示)")),
    ("a decision or an opinion (决定、意见)", re.compile(r"关于.{2,90}的(?:决定|意见|批复|函|规定|方案|办法)")),
)
"""What a document calls itself in one of its first lines."""
_NEWS = re.compile(r"记者|本报讯|讯员|新华社|据.{2,10}(?:报道|消息)|通讯员")


def what_it_is(text: str) -> str:
    """A short description of a text that is no report: what it calls itself, or what its words show. Never raises.

    >>> what_it_is("404 Not Found")
    'an error page'
    """
    return no_report(text) or _by_looks(text) or OTHER


def no_report(text: str) -> str | None:
    """What a text clearly is that is no report of this kind; None where it may be one: it has a section's title, or
    words of the tables, or a table that a converter left out (`[TABLE]`), or nothing that tells. Never raises."""
    words = _words(text)
    tight = re.sub(r"[\s|]", "", words)
    if _SECTIONS.search(tight) or len(_LABELS.findall(tight)) > 3:
        return None
    if not tight:
        return "an empty page"
    if "[TABLE]" in words:
        return None
    titles = {found.text for found in titles_in(words, 0, len(words))}
    if len(titles) >= 3 and sum(map(len, titles)) * 5 >= len(tight) * 2:
        return f"a list of {len(titles)} reports' titles or links"
    if titles:
        return None
    return _by_name(words)


def _by_name(words: str) -> str | None:
    """The kind that one of the first lines, or two together, ends with; None where several kinds are named: a menu."""
    lines = [line for line in (re.sub(r"[\s|#*>]", "", line) for line in words[:_HEAD].split("\n")) if line][:13]
    found = []
    for at, line in enumerate(lines[:12]):
        for run in (line, "".join(lines[at : at + 2])):
            if len(run) > 120 or "。" in run:
                continue
            named = [kind for kind, name in _KINDS if (m := name.search(run)) and m.end() >= len(run) - 12]
            found += named[:1]
    return found[0] if len(set(found)) == 1 else None


def _by_looks(text: str) -> str | None:
    """What a text is by its words and letters, where it does not call itself anything."""
    words = _words(text)
    tight = re.sub(r"[\s|]", "", words)
    if len(tight) < 3000:
        if _ERROR.search(tight):
            return "an error page"
        if _LOGIN.search(tight):
            return "a login page"
    if len(tight) < 10:
        return "a text of hardly any words"
    letters = _LETTERS.findall(tight[:_HEAD])
    chinese = sum("一" <= c <= "鿿" for c in letters)
    latin = sum(c.isascii() for c in letters)
    strange = sum(not (c.isalnum() or c.isprintable()) or c == "\ufffd" for c in tight[:_HEAD])
    if strange * 5 > len(tight[:_HEAD]):
        return "garbled characters"
    if latin > 200 and latin > 9 * chinese:
        return "a page in English or another language of Latin letters"
    if not letters and re.search(r"\d", tight):
        return "numbers without words"
    if _NEWS.search(tight[:_HEAD]):
        return "a news item"
    return None


def _words(text: str) -> str:
    """A text's beginning as it is read, without tags and the addresses of links."""
    text = text[:_MOST_READ]
    if "<" in text:
        text = _TAGS.sub("\n", text)
    text = _LINK.sub(r"\1", text)
    return without_markup(normalise(text).text)
