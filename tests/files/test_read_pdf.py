"""A PDF with text: what is printed comes out in its place, and nothing else; what cannot be read is told."""

from __future__ import annotations

import io
from typing import Any

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Box
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.read_pdf import NoTextLayer
from tests.files.drawn_pdf import HEIGHT, WIDTH, cell, draw, read, rows, rule, say, table

ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", "7"], ["行政规范性文件", "12", "3,045"]]


def page_of_text(canvas: Any) -> None:
    say(canvas, "某市政府信息公开工作年度报告", 200, 60, size=16)
    table(canvas, ROWS)
    say(canvas, "以上为全部数据。", 60, 220)


def test_lines_and_grids_come_in_reading_order_with_their_boxes() -> None:
    content = read(draw(page_of_text))
    assert content.text.split() == [
        "某市政府信息公开工作年度报告",
        "|信息内容|本年制发件数|现行有效件数|",
        "|规章|0|7|",
        "|行政规范性文件|12|3,045|",
        "以上为全部数据。",
    ]
    assert cell(content, "12").box == Box(1, 180.0, 148.0, 240.0, 172.0)
    (title, _) = content.places
    assert content.text[title.start : title.end].strip() == "某市政府信息公开工作年度报告"
    assert title.box.page == 1
    assert title.box.x0 == pytest.approx(200, abs=1)
    assert (content.media_type, content.pages, content.notes, content.sureness) == ("application/pdf", 1, (), ())


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("upright", [True, False], ids=["text upright as shown", "text lies as shown"])
def test_a_turned_page_reads_alike_and_its_boxes_are_those_of_the_page_as_shown(quarters: int, upright: bool) -> None:
    import pypdfium2

    def page(canvas: Any) -> None:
        if upright:  # turned in the page, so that it stands upright when the page is shown turned
            turns = {0: (0, 0), 1: (WIDTH, 0), 2: (WIDTH, HEIGHT), 3: (0, HEIGHT)}[quarters]
            canvas.translate(*turns)
            canvas.rotate(90 * quarters)
        # A square of the page that any turn keeps on it.
        table(canvas, ROWS, x=20, top=30, height=WIDTH)

    document = pypdfium2.PdfDocument(draw(page))
    document[0].set_rotation(90 * quarters)
    target = io.BytesIO()
    document.save(target)
    content = read(target.getvalue())
    assert rows(content) == ["|信息内容|本年制发件数|现行有效件数|", "|规章|0|7|", "|行政规范性文件|12|3,045|"]
    box = cell(content, "12").box
    assert box is not None
    wide, high = (HEIGHT, WIDTH) if quarters % 2 else (WIDTH, HEIGHT)
    assert 0 <= box.x0 < box.x1 <= wide
    assert 0 <= box.top < box.bottom <= high
    if upright:
        shift = 0 if quarters in (1, 3) else HEIGHT - WIDTH
        assert (box.x1 - box.x0, box.bottom - box.top) == pytest.approx((60, 24), abs=0.1)
        assert (box.x0, box.top) == pytest.approx((140, 78 + shift), abs=0.1)
    elif quarters % 2:
        assert (box.x1 - box.x0, box.bottom - box.top) == pytest.approx((24, 60), abs=0.1)


def test_a_crop_box_moves_the_boxes_and_hides_what_lies_outside() -> None:
    def page(canvas: Any) -> None:
        canvas.setCropBox((50, 300, 500, 800))
        table(canvas, ROWS)
        say(canvas, "页外文字", 60, 700)

    content = read(draw(page))
    assert cell(content, "12").box == Box(1, 130.0, 106.0, 190.0, 130.0)
    assert "页外文字" not in content.text
    assert any("left out" in note for note in content.notes)


def test_text_without_ink_is_no_text() -> None:
    def page(canvas: Any) -> None:
        page_of_text(canvas)
        text = canvas.beginText(60, 500)
        text.setTextRenderMode(3)
        text.textOut("99 99 99")
        canvas.drawText(text)

    content = read(draw(page))
    assert "99" not in content.text
    assert content.notes == (
        "page 1: characters that nobody sees on the page (no ink, white, painted over, beside it) are left out.",
    )


def picture(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), (250, 250, 240))), x, y, width, height)


def recognised(canvas: Any) -> None:
    picture(canvas, 0, 0, WIDTH, HEIGHT)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    for line in (
        "二、主动公开政府信息情况",
        "规章 1 2 3 这一页的文字由识别程序写在图片之后",
        "行政规范性文件 4 5 6 件",
    ):
        text.textLine(line)
    canvas.drawText(text)


@pytest.mark.parametrize("over", [False, True], ids=["without ink", "under the picture"])
def test_text_behind_a_pages_picture_is_a_recognisers(over: bool) -> None:
    def under(canvas: Any) -> None:
        for i in range(5):
            say(canvas, "规章 1 2 3 行政规范性文件 4 5 6", 60, 100 + 20 * i)
        picture(canvas, 0, 0, WIDTH, HEIGHT)

    content = read(draw(under if over else recognised))
    assert "规章 1 2 3" in content.text
    sure = "".join(content.text[s.start : s.end] for s in content.sureness if s.confidence == 0.5)
    assert set("规章123456") <= set(sure)
    assert any("recogniser" in note for note in content.notes)


def test_white_text_is_read_on_a_dark_ground_only() -> None:
    def page(canvas: Any) -> None:
        page_of_text(canvas)
        canvas.setFillGray(0.1)
        canvas.rect(60, HEIGHT - 420, 300, 40, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(70, HEIGHT - 405, "8101")
        canvas.drawString(70, HEIGHT - 505, "8202")

    content = read(draw(page))
    assert "8101" in content.text
    assert "8202" not in content.text


def test_what_is_painted_over_is_not_read() -> None:
    def page(canvas: Any) -> None:
        page_of_text(canvas)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(70, HEIGHT - 405, "8101")
        canvas.drawString(70, HEIGHT - 505, "8202")
        canvas.setFillGray(1)
        canvas.rect(60, HEIGHT - 420, 300, 40, stroke=0, fill=1)

    content = read(draw(page))
    assert "8101" not in content.text
    assert "8202" in content.text


def test_a_bold_made_by_printing_twice_is_one_and_two_numbers_in_one_place_are_none() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章", "", ""], ["规范性文件", "", ""]])
        for shift in (0, 0.4, 0.8):
            say(canvas, "1123", 184 + shift, 115)
            say(canvas, "100", 244, 115 + shift / 4)
        say(canvas, "17", 184, 139)
        say(canvas, "42", 184, 139)

    assert rows(read(draw(page))) == ["|规章|1123|100|", "|规范性文件|\ufffd\ufffd||"]


def test_a_raised_mark_is_no_digit_of_its_number() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章", "12", "7"], ["规范性文件", "5", "6"]])
        say(canvas, "1", 195, 111, size=6)

    assert rows(read(draw(page)))[0] == "|规章|12¹|7|"


def test_a_watermark_askew_or_large_and_pale_is_left_out_of_a_table_too() -> None:
    def page(canvas: Any) -> None:
        table(canvas, ROWS)
        canvas.setFillGray(0.8)
        say(canvas, "内部88", 100, 160, size=60)
        canvas.translate(120, 640)
        canvas.rotate(40)
        canvas.drawString(0, 0, "99样稿")

    content = read(draw(page))
    assert rows(content) == ["|信息内容|本年制发件数|现行有效件数|", "|规章|0|7|", "|行政规范性文件|12|3,045|"]
    assert content.text.strip().count("\n") == 2
    assert content.notes == ("page 1: a watermark is left out.",)


def test_columns_without_rules_keep_their_places() -> None:
    def page(canvas: Any) -> None:
        for i, (label, *numbers) in enumerate(
            [("一、新收", "12", "", "5"), ("二、结转", "3", "14", "6"), ("三、结果", "", "100", "7")]
        ):
            say(canvas, label, 60, 100 + 20 * i)
            for j, number in enumerate(numbers):
                say(canvas, number, 200 + 80 * j, 100 + 20 * i)

    content = read(draw(page))
    lines = content.text.splitlines()
    assert not content.grids
    # A Chinese character takes two places.
    at = {n: line.index(n) + sum(c > "\u2e80" for c in line[: line.index(n)]) for line in lines for n in line.split()}
    assert at["12"] == at["3"]
    assert at["14"] == at["100"]
    assert at["5"] == at["6"] == at["7"]
    assert at["12"] < at["14"] < at["5"]


def test_a_glyph_that_the_file_does_not_name_is_never_a_digit() -> None:
    content = read(
        raw_pdf(
            b"BT /F1 12 Tf 72 700 Td (known) Tj /F2 12 Tf 0 -40 Td <001500160017> Tj ET",
            b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /F2 << /Type /Font /Subtype /Type0 "
            b"/BaseFont /ABCDEF+Sim /Encoding /Identity-H /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 "
            b"/BaseFont /ABCDEF+Sim /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            b"/DW 1000 >> ] >>",
        )
    )
    assert content.text.split() == ["known", "\ufffd\ufffd\ufffd"]
    assert any("U+FFFD" in note for note in content.notes)


def raw_pdf(stream: bytes, fonts: bytes) -> bytes:
    """A PDF of one page, by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
        + fonts
        + b" >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table_at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table_at)


def test_a_form_fields_value_is_read_where_it_is_shown() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章", "", "7"], ["规范性文件", "5", "6"]])
        place = {"x": 182, "y": HEIGHT - 122, "width": 50, "height": 18}
        canvas.acroForm.textfield(name="n", value="3187", **place, fontSize=9, borderWidth=0)

    assert rows(read(draw(page)))[0] == "|规章|3187|7|"


def scan(canvas: Any) -> None:
    picture(canvas, 0, 0, WIDTH, HEIGHT)


def test_a_page_without_text_is_named() -> None:
    content = read(draw(page_of_text, scan, page_of_text))
    assert len(content.grids) == 2
    assert content.pages == 3
    assert content.notes == ("page 2: without text, but pictures; not read. The extra nianbao[ocr] reads such pages.",)


def test_a_scan_with_a_page_number_alone_has_no_text() -> None:
    def numbered(canvas: Any) -> None:
        scan(canvas)
        say(canvas, "- 1 -", 280, 810)

    def outlines(canvas: Any) -> None:
        for i in range(50):
            canvas.circle(100 + 5 * i, 400, 2, fill=1)

    with pytest.raises(NoTextLayer, match=r"report\.pdf: a PDF without text: its pages 1–2 are pictures\.") as caught:
        read(draw(numbered, outlines))
    assert caught.value.pages == (1, 2)


def test_scanned_pages_take_their_places() -> None:
    from nianbao.extract.files.pdf_frame import Frame, Rect, View
    from nianbao.extract.files.pdf_lines import PrintedText
    from nianbao.extract.files.pdf_page import PageContent, TextLine

    asked: list[tuple[int, ...]] = []

    def scanned(pages: Any) -> dict[int, PageContent]:
        asked.append(tuple(pages))
        frame = Frame(0, 0, WIDTH, HEIGHT, 0)
        line = TextLine(PrintedText("识别", (0.9, 0.4)), "识别", Rect(1, 2, 3, 4), 2)
        return {2: PageContent(View(2, frame, frame), (line,))}

    content = read(draw(page_of_text, scan, page_of_text), scanned=scanned)
    assert asked == [(2,)]
    assert content.text.split().index("识别") == 5
    assert [(content.text[s.start : s.end], s.confidence) for s in content.sureness] == [("识", 0.9), ("别", 0.4)]
    assert content.notes == ()


def encrypted(user: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return draw(page_of_text, encrypt=StandardEncryption(user, "owner", canPrint=0))


def test_a_pdf_that_opens_without_a_password_is_read_and_another_is_named_as_encrypted() -> None:
    assert len(read(encrypted("")).grids) == 1
    with pytest.raises(DocumentError, match=r"report\.pdf: encrypted: it opens with a password only"):
        read(encrypted("secret"))


def no_pages() -> bytes:
    return raw_pdf(b"", b"").replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0 ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"<html>", "no PDF"),
        (b"%PDF-1.7\n", "broken or truncated"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken or truncated"),
        (draw(page_of_text)[:400], "broken or truncated"),
        (no_pages(), "without pages|broken or truncated"),
        (draw(lambda canvas: None), "no text on its pages"),
    ],
    ids=["nothing", "html", "a head", "noise", "cut", "no pages", "a blank page"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(data)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_file_is_read_or_refused(share: float) -> None:
    data = draw(*[page_of_text] * 6)
    try:
        content = read(data[: int(len(data) * share)])
    except DocumentError:
        return
    assert all(rows(content, i)[1] == "|规章|0|7|" for i in range(len(content.grids)))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (ReadLimits(bytes=500), "the limit `bytes`"),
        (ReadLimits(pages=2), r"3 pages, more than the 2 of the limit `pages`"),
        (ReadLimits(characters=100), "the limit `characters`"),
    ],
)
def test_limits_are_named(limits: ReadLimits, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(draw(*[page_of_text] * 3), limits)


def test_a_page_of_endless_drawing_is_bounded() -> None:
    strokes = b" ".join(b"%d %d l" % (i % 590, (i * 7) % 840) for i in range(300_000))
    many = b"0 0 m 9 9 l S\n" * 250_000
    font = b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = read(raw_pdf(b"BT /F1 12 Tf 72 700 Td (known) Tj ET 0 0 m " + strokes + b" S", font))
    assert content.text.strip() == "known"
    assert any("more is drawn" in note for note in content.notes)
    with pytest.raises(DocumentError, match=r"draws 250,001 objects"):
        read(raw_pdf(b"BT /F1 12 Tf 72 700 Td (known) Tj ET " + many, font))


def test_a_frame_around_the_page_is_no_table() -> None:
    def page(canvas: Any) -> None:
        page_of_text(canvas)
        for edge in (30.0, 560.0):
            rule(canvas, edge, 20, edge, 800)
        for edge in (20.0, 800.0):
            rule(canvas, 30, edge, 560, edge)

    content = read(draw(page))
    assert len(content.grids) == 1
    assert content.text.splitlines()[-1] == "以上为全部数据。"


def test_a_page_of_lines_alone_has_no_text() -> None:
    """It is no picture of a text: nothing is to be recognised there."""

    def ruled(canvas: Any) -> None:
        for edge in range(100, 500, 20):
            rule(canvas, 60, edge, 500, edge)

    with pytest.raises(DocumentError, match=r"there is no text on its pages"):
        read(draw(ruled))
