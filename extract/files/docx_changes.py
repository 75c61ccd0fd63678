"""Bring a Word text into its plain form: tracked changes accepted, wrappers opened, one of two alternatives kept."""

from __future__ import annotations

from typing import Any

from nianbao.extract.files.docx_xml import MC, W, is_on, shown_choice

_GONE = (W + "del", W + "moveFrom")
_TRACKED = (*_GONE, W + "ins", W + "moveTo", W + "cellIns", W + "cellDel", W + "cellMerge")
_WRAPPED = ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "ins", "moveTo", "dir", "bdo")
_WRAPPERS = tuple(W + tag for tag in _WRAPPED)
_PROPERTIES = tuple(W + tag for tag in ("rPr", "trPr", "tcPr", "pPr", "sdtPr", "sdtEndPr", "numPr"))


def accept_changes(body: Any) -> bool:
    """Change the tree to what Word prints with all changes accepted; whether there were any.

    Content controls, links, simple fields and inserted texts leave their contents in their place, deleted and moved
    texts, rows and cells go; a paragraph whose mark is deleted goes on in the next; hidden rows go. Of an
    `mc:AlternateContent` the branch is left that Word shows.
    """
    changed = next(body.iter(*_TRACKED), None) is not None
    for element in list(body.iter(MC + "AlternateContent")):
        _open(element, shown_choice(element))
    for element in list(body.iter(*_GONE, *_WRAPPERS)):
        parent = element.getparent()
        if parent is None or parent.tag in _PROPERTIES:
            continue
        if element.tag in _GONE:
            parent.remove(element)
        else:
            _open(element, element)
    for row in list(body.iter(W + "tr")):
        if _row_is_gone(row):
            row.getparent().remove(row)
    for cell in list(body.iter(W + "tc")):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            cell.getparent().remove(cell)
    for paragraph in reversed(list(body.iter(W + "p"))):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is not None and any(marks.find(tag) is not None for tag in _GONE):
            _join_next(paragraph)
    return changed


def _open(element: Any, branch: Any) -> None:
    """Put the children of a branch where the element stands. Properties of content controls go."""
    for child in list(branch) if branch is not None else []:
        if child.tag not in _PROPERTIES:
            element.addprevious(child)
    element.getparent().remove(element)


def _row_is_gone(row: Any) -> bool:
    """A row that is deleted, hidden, or moved away: then the marks of all its paragraphs are."""
    properties = row.find(W + "trPr")
    if properties is not None and (properties.find(W + "del") is not None or is_on(properties, "hidden")):
        return True
    marks = [p.find(f"{W}pPr/{W}rPr/{W}moveFrom") for p in row.iterfind(f"{W}tc/{W}p")]
    return bool(marks) and all(mark is not None for mark in marks)


def _join_next(paragraph: Any) -> None:
    """Move a paragraph's text to the front of the next; an empty one without a next goes, but a cell's last stays."""
    rest = [child for child in paragraph if child.tag != W + "pPr"]
    following = paragraph.getnext()
    if following is not None and following.tag == W + "p":
        properties = following.find(W + "pPr")
        for child in reversed(rest):
            if properties is not None:
                properties.addnext(child)
            else:
                following.insert(0, child)
        paragraph.getparent().remove(paragraph)
    elif not rest and following is not None:
        paragraph.getparent().remove(paragraph)
