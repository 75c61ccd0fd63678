"""Read a web page: its text in reading order, its tables as grids, as a browser would show them without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.html_article import walk_page
from nianbao.extract.files.html_cuts import join_cut_tables
from nianbao.extract.files.html_encoding import decode_page
from nianbao.extract.files.html_grid import PageGrid, Piece
from nianbao.extract.files.html_notices import holds_report, notes_of, refuse_without_report
from nianbao.extract.files.html_parse import parse_page
from nianbao.extract.files.html_parts import Frames, PageParts
from nianbao.extract.files.html_roles import drawn_rows
from nianbao.extract.files.html_styles import Styles
from nianbao.extract.files.limit_errors import check_bytes, check_characters
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.writer import CellText, ContentWriter

_MOST_FRAMES = 3
"""Frames within frames."""
_TITLE = re.compile(r"articletitle|dc\.title", re.IGNORECASE)
_PUBLISHED = re.compile(r"pubdate|publishdate|dc\.date", re.IGNORECASE)
_DATE_LABEL = re.compile(r"(?:发布|发表|公开|公布|发稿)(?:日期|时间)|发布于")

FrameText = Callable[[str], str | None]
"""The text of the page that a frame's address names, if it is at hand."""


def read_html(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """What a web page holds. Nothing is fetched: what it only links to or frames is named in the notes.

    Raises DocumentError for what is no page, meets a limit, or shows its report elsewhere (an attachment, a frame,
    pictures, scripts), naming where.
    """
    check_bytes(data, name=name, limits=limits)
    text, encoding = decode_page(data, name=name)
    return read_page(text, encoding=encoding, name=name, limits=limits)


def read_page(
    text: str,
    *,
    encoding: str,
    name: str,
    limits: ReadLimits,
    media_type: str = "text/html",
    frame_text: FrameText | None = None,
    base: str = "",
) -> Content:
    """What a decoded page holds. `base` is the page's own address, `frame_text` gives the pages of its frames."""
    root = parse_page(text, name=name)
    base = _base(root) or base
    parts = _parts(root, name, limits, frame_text, 0)
    if not parts.tables and parts.hidden_tables:
        shown = _parts(root, name, limits, frame_text, 0, show_hidden=True)
        if shown.tables and holds_report(shown.pieces):
            parts = shown
            parts.hidden_tables = 0
    if not holds_report(parts.pieces):
        refuse_without_report(parts, root, name=name, base=base)
    if not parts.letters:
        raise DocumentError(f"{name}: the page shows no text. Check how it was downloaded.")
    writer = ContentWriter(media_type, encoding=encoding)
    pieces = join_cut_tables(parts.pieces)
    for line in _front(root, pieces):
        writer.line(line)
    write_pieces(writer, pieces)
    check_characters(writer.length, name=name, limits=limits)
    for note in notes_of(parts, base):
        writer.note(note)
    return writer.done()


def write_pieces(writer: ContentWriter, pieces: list[Piece]) -> None:
    """Write lines and grids, each grid between free lines."""
    for piece in pieces:
        if not piece:
            writer.blank()
        elif isinstance(piece, str):
            writer.line(piece)
        else:
            writer.blank()
            writer.grid(piece.rows, piece.columns, _cell_texts(piece))
            writer.blank()


def _cell_texts(grid: PageGrid) -> list[CellText]:
    return [CellText(cell.row, cell.column, "\n".join(cell.cell.lines), cell.rows, cell.columns) for cell in grid.cells]


def _parts(
    root: Any, name: str, limits: ReadLimits, frame_text: FrameText | None, depth: int, *, show_hidden: bool = False
) -> PageParts:
    styles = Styles("".join(style.itertext()) for style in root.iter("style"))
    roles = drawn_rows(root, styles)
    frames = _frames(name, limits, frame_text, depth)
    return walk_page(root, name=name, limits=limits, styles=styles, roles=roles, frames=frames, show_hidden=show_hidden)


def _frames(name: str, limits: ReadLimits, frame_text: FrameText | None, depth: int) -> Frames:
    """What the frames of a page show: a page written in the element itself, or one that is at hand."""

    def pieces(element: Any) -> list[Piece] | None:
        inside = element.get("srcdoc")
        if inside is None and frame_text is not None:
            inside = frame_text(element.get("src") or "")
        if not inside or not inside.strip() or depth >= _MOST_FRAMES:
            return None
        return _parts(parse_page(inside, name=name), name, limits, frame_text, depth + 1).pieces

    return pieces


def _base(root: Any) -> str:
    """The address that the page's links are relative to, where it says one."""
    return next((str(base.get("href")) for base in root.iter("base") if base.get("href")), "")


def _front(root: Any, pieces: list[Piece]) -> list[str]:
    """Lines of the page's head that its body does not print: its title, its date of publication."""
    shown = re.sub(r"\s", "", "\n".join(_lines(pieces)))
    title = next(("".join(t.itertext()) for t in root.iter("title")), "")
    dated = ""
    for meta in root.iter("meta"):
        key, content = meta.get("name") or "", (meta.get("content") or "").strip()
        if _TITLE.fullmatch(key) and content:
            title = content
        elif _PUBLISHED.fullmatch(key):
            dated = content
    out = []
    bare = re.sub(r"\s+", "", title)[:200]
    if bare and bare not in shown and "报" in bare and re.split(r"[-_|丨—]", bare)[0] not in shown:
        out.append(bare)
    if re.match(r"20\d\d[-/年]\d", dated) and not _DATE_LABEL.search(shown):
        out.append(f"发布日期：{dated[:40]}")
    return out


def _lines(pieces: list[Piece]) -> list[str]:
    return [
        line
        for piece in pieces
        for line in ([piece] if isinstance(piece, str) else [t for c in piece.cells for t in c.cell.lines])
    ]
