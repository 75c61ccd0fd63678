"""Say what a page shows elsewhere: a report in an attachment, a frame, a picture, or drawn by the page's scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote, urljoin

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.html_grid import Piece
from nianbao.extract.files.html_parts import PageLink, PageParts

_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|odt|zip|rar|7z)(?=$|[^A-Za-z0-9])", re.I)
_LONGEST_NAME = 300
_NAMED = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|odt|zip|rar|7z)\s*[)）]?\s*$", re.I)
_REPORT_WORDS = (
    *("主动公开政府信息情况", "收到和处理政府信息公开申请", "行政复议、行政诉讼", "行政复议、提起行政诉讼"),
    *("存在的主要问题", "其他需要报告的事项", "总体情况", "本年新收政府信息公开申请", "上年结转政府信息公开申请"),
    *("行政规范性文件", "结果维持", "自然人", "予以公开", "行政事业性收费"),
)
_ENOUGH_WORDS = 2
_FEW_LETTERS = 200
_MOST_NAMED = 5
_MOST_IN_SCRIPTS = 20
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.I)
_SHARES = re.compile(r"share|weibo|baidu|analytics|counter|cnzz|video|map\.", re.I)


def holds_report(pieces: Iterable[Piece]) -> bool:
    """Whether the pieces have a report's own headings or labels: two of them, in lines that are more than a title."""
    text = "".join(_texts(pieces))
    text = re.sub(r"\s", "", text)
    return sum(word in text for word in _REPORT_WORDS) >= _ENOUGH_WORDS


def _texts(pieces: Iterable[Piece]) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from (line for cell in piece.cells for line in cell.cell.lines)


def attachments(links: Sequence[PageLink], base: str) -> list[str]:
    """The files that a page links to or shows, each as `words (URL)`; those that name a report first."""
    found: dict[str, str] = {}
    for link in links:
        target = unquote(link.target)
        if _FILE.search(target) or _NAMED.search(link.words):
            found.setdefault(urljoin(base, link.target), link.words)
    ranked = sorted(found.items(), key=lambda item: "报告" not in item[1] and "年报" not in item[1])
    return [f"{words} ({target})" if words and words != target else target for target, words in ranked]


def shown_frames(links: Sequence[PageLink], base: str) -> list[str]:
    """The pages and files that it shows in frames."""
    tags = ("iframe", "frame", "embed", "object")
    found = (urljoin(base, link.target) for link in links if link.tag in tags)
    return [
        t for t in dict.fromkeys(found) if not _SHARES.search(t) and not t.startswith(("about:", "javascript:", "#"))
    ]


def notes_of(parts: PageParts, base: str) -> list[str]:
    """What to tell of a page that holds a report: what stands beside it and was not read."""
    notes = []
    if files := attachments([link for link in parts.links if link.tag in ("a", "area")], base):
        notes.append(f"The page links to files that were not read: {_named(files)}.")
    if frames := shown_frames(parts.links, base):
        notes.append(f"The page shows frames that were not read: {_named(frames)}.")
    if parts.hidden_tables:
        notes.append("The page has a table that its style hides; it was left out.")
    if parts.struck:
        notes.append("The page strikes out numbers; they are kept as struck out, not as numbers.")
    return notes


def refuse_without_report(parts: PageParts, root: Any, *, name: str, base: str) -> None:
    """Raise a DocumentError that says where the report stands, if a page that holds none shows where.

    A page with text of its own and nothing beside it is left to the reader of its text.
    """
    frames = shown_frames(parts.links, base)
    files = attachments(parts.links, base) or _in_scripts(root)
    if files:
        raise DocumentError(
            f"{name}: the page holds no report, but links to: {_named(files)}. Download it and give that file."
        )
    if frames and parts.letters < 10 * _FEW_LETTERS:
        raise DocumentError(
            f"{name}: the page holds no report, but shows another in a frame: {_named(frames)}. "
            "Download that and give it instead."
        )
    if parts.letters >= _FEW_LETTERS + parts.link_letters:
        return
    if target := _forward(root):
        raise DocumentError(
            f"{name}: the page holds no report, but forwards to {urljoin(base, target)}. Download that page instead."
        )
    scripts = ["".join(script.itertext()) for script in root.iter("script")]
    if any(word in unescaped for script in scripts for unescaped in [_unescaped(script)] for word in _REPORT_WORDS):
        raise DocumentError(
            f"{name}: the page's scripts draw its text (the report stands inside a script). "
            "Open it in a browser, and save the page as shown, or print it to PDF."
        )
    shown = [picture for picture in parts.pictures if not re.search(r"logo|icon|ewm|qrcode|\.gif", picture, re.I)]
    if shown and parts.letters > parts.link_letters:
        raise DocumentError(
            f"{name}: the page holds no report's text, but pictures: {_named([urljoin(base, p) for p in shown])}. "
            "Download them and give them, or a PDF of the page."
        )
    if any(script.strip() for script in scripts) or next(root.iter("script"), None) is not None:
        raise DocumentError(
            f"{name}: the page has hardly any text; its scripts draw it. "
            "Open it in a browser, and save the page as shown, or print it to PDF."
        )


def _named(items: Sequence[str]) -> str:
    more = len(items) - _MOST_NAMED
    return "; ".join(items[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def _forward(root: Any) -> str:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            found = _REFRESH.search(meta.get("content") or "")
            if found:
                return found[1]
    return ""


def _in_scripts(root: Any) -> list[str]:
    """Files that scripts and handlers name: a viewer's argument, the target of a button."""
    found: list[str] = []
    for element in root.iter("script", "button", "div", "span", "a", "input"):
        texts = element.itertext() if element.tag == "script" else map(str, element.attrib.values())
        for text in texts:
            for match in _FILE.finditer(text):
                if len(found) == _MOST_IN_SCRIPTS:
                    return found
                before = re.split(r"[\s\"'<>()?&=#]", text[max(0, match.start() - _LONGEST_NAME) : match.start()])[-1]
                if before and before + match[0] not in found:
                    found.append(before + match[0])
    return found


def _unescaped(script: str) -> str:
    r"""A script's text with \uXXXX decoded."""
    if "\\u" not in script:
        return script
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), script)
