"""Word files written by hand, part by part, as no program would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.read_docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def document(body: str) -> str:
    """The XML of a document's part."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}><w:body>{body}</w:body></w:document>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return packed.getvalue()


def parts(body: str, **more: str | bytes) -> dict[str, str | bytes]:
    """The members of a Word file with this body; `styles` and `numbering` are the inner XML of those parts."""
    found: dict[str, str | bytes] = {"_rels/.rels": _LINKS, "word/document.xml": document(body)}
    for part, xml in more.items():
        found[f"word/{part}.xml"] = f"<w:{part} {SPACES}>{xml!s}</w:{part}>"
    return found


def read(data: bytes, limits: ReadLimits = DEFAULT_LIMITS) -> Content:
    """What the reader makes of a file."""
    return read_docx(data, name="report.docx", limits=limits)


def read_body(body: str, **more: str) -> Content:
    """What the reader makes of a body."""
    return read(zipped(parts(body, **more)))


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "", *, tag: str = "t") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def tc(content: str, properties: str = "") -> str:
    """A cell: a text, or the XML of its blocks."""
    blocks = content if content.startswith("<") else p(r(content))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, each the XML of a cell or a text."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows; `widths` are those of its grid."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    """Of a cell's properties: it covers so many columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def field(instruction: str, result: str) -> str:
    """The runs of a complex field; `result` is the XML of its runs."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{r(instruction, tag='instrText')}{marks[1]}{result}{marks[2]}"
