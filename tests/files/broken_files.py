"""Ten files without a report that can be read, each for another reason."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import Any

from docx import Document
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

_LOGIN = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>统一身份认证</title></head><body>
<form action="/login" method="post"><p>您的登录已超时，请重新登录</p>
<label>用户名</label><input name="user"><label>密码</label><input name="password" type="password">
<label>验证码</label><input name="code"><button>登录</button></form></body></html>
"""
_NEWS = """全市防汛工作会议召开

本报讯 6月12日下午，全市防汛工作会议召开。会议通报了今年以来的雨情水情，对下一阶段工作作了部署。
会议要求，各地要落实责任，加强值班值守，做好25座水库和137处隐患点的巡查，确保人民群众生命财产安全。
"""
_SHEET = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>'
    '<sheet name="1" sheetId="1"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row r="1"><c r="A1"><v>12</v></c></row></sheetData></worksheet>',
}


def _saved(write: Any) -> bytes:
    target = io.BytesIO()
    write(target)
    return target.getvalue()


def _pdf(target: io.BytesIO) -> None:
    canvas = Canvas(target, invariant=1)
    for page in range(20):
        canvas.drawString(72, 700, f"page {page}: " + "words " * 12)
        canvas.showPage()
    canvas.save()


def _document(target: io.BytesIO) -> None:
    document = Document()
    for line in _NEWS.splitlines():
        document.add_paragraph(line)
    document.save(target)


def _archive(members: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _encrypted(archive: bytes) -> bytes:
    """The archive with the bit set, in both of a member's headers, that says that it needs a password."""
    data = bytearray(archive)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def _photograph(target: io.BytesIO) -> None:
    """A hill under the sky: no writing in it."""
    picture = Image.new("RGB", (640, 400), (150, 190, 230))
    ImageDraw.Draw(picture).ellipse((-100, 220, 740, 700), fill=(70, 120, 60))
    picture.save(target, "JPEG")


def _first_part(data: bytes) -> bytes:
    return data[: len(data) * 3 // 5]


BROKEN: dict[str, bytes] = {
    "zero-bytes.html": b"",
    "truncated.pdf": _first_part(_saved(_pdf)),
    "truncated.docx": _first_part(_saved(_document)),
    "encrypted.zip": _encrypted(_archive({"年报.txt": _NEWS})),
    "photograph.html": _saved(_photograph),
    "sheet.xlsx": _archive(_SHEET),
    "login.html": _LOGIN.encode(),
    "random.doc": Random(1).randbytes(20_000),
    "news.txt": _NEWS.encode(),
    "broken.zip": _first_part(_archive({f"{i}.txt": _NEWS * i for i in range(1, 30)})),
}
"""The files by their names. A JPEG is named .html, and a text is of something else than a report."""
