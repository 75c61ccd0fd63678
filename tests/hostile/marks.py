"""Marks, notes and units beside a number that may turn into digits of it, or change what it says."""

from __future__ import annotations

from nianbao.schemas import FORM_2021
from tests.hostile.mischief import mischief
from tests.hostile.sheet import NO_ANSWER, ONE_LINE, Sheet


def _cells(sheet: Sheet, least: int = 0) -> list[str]:
    table = sheet.chance.choice(list(FORM_2021.tables))
    cells = sheet.counts(table, least)
    sheet.need(cells)
    return sheet.chance.sample(cells, min(len(cells), sheet.chance.randrange(1, 4)))


def _mark(sheet: Sheet, marks: list[str], *, before: bool = False) -> None:
    mark = sheet.chance.choice(marks)
    cells = _cells(sheet)
    for cell in cells:
        text = sheet.printed(cell)
        sheet.put(cell, mark + text if before else text + mark)
    sheet.ending[cells[0].split(".")[0]].append(f"{mark}含上年结转。")


@mischief("figures", small=True)
def circled_footnotes(sheet: Sheet) -> None:
    """Footnote marks that compatibility folding turns into digits stand behind numbers: 5①, 5², 5⑴, 5⒈."""
    _mark(sheet, ["①", "②", "²", "¹", "⑴", "⒈", "❶", "➀", "₁", "㈠", "㊀", "⓵"])


@mischief("figures", small=True)
def bracketed_footnotes(sheet: Sheet) -> None:
    """Footnote marks in brackets stand behind numbers: 5[1], 5(2), 5〔1〕, 5【1】."""
    _mark(sheet, ["[1]", "(2)", "（1）", "〔1〕", "【1】", "［2］", "[^1]", "{1}", "<1>", "1)", "[注1]", "（注2）"])


@mischief("figures", small=True)
def starred_footnotes(sheet: Sheet) -> None:
    """Footnote marks of a star and a digit stand behind numbers: 5*1, 5**2**, 5^1^."""
    _mark(sheet, ["*1", "**2**", "^1^", "※1", "\\*1", "`1`", "#2", "~1~", "†", "*", "注1", "'1", "_1_", "<sup>1</sup>"])


@mischief("figures", small=True)
def footnotes_before_numbers(sheet: Sheet) -> None:
    """Footnote marks stand before numbers: ①5, [1]5, *1 5."""
    _mark(sheet, ["①", "[1]", "*1 ", "(1)", "注1 ", "²", "1)", "1.", "1、", "**1** "], before=True)


@mischief("figures")
def footnotes_already_folded(sheet: Sheet) -> None:
    """A footnote's ① was folded to 1 before the text came here: one number of a sum reads 51 for 5."""
    cell = sheet.pick([c for t in ("requests", "review") for c in sheet.counts(t, 1)])
    sheet.put(cell, sheet.printed(cell) + sheet.chance.choice("123"))
    sheet.ending[cell.split(".")[0]].append("1含上年结转。")


@mischief("figures")
def notes_with_numbers(sheet: Sheet) -> None:
    """A note in the cell has numbers of its own: 5（含上年结转1件）, 5（上年35）."""
    for cell in _cells(sheet, 1):
        number = sheet.chance.randrange(1, 60)
        words = [
            "（含上年结转{}件）",
            "（其中网络{}件）",
            "(上年{})",
            "（同比增长{}.5%）",
            " 其中网络{}件",
            "，上年{}",
            "；{}",
        ]
        sheet.put(cell, sheet.printed(cell) + sheet.chance.choice(words).format(number))


@mischief("figures")
def corrected_in_a_note(sheet: Sheet) -> None:
    """A wrong number has its correction in a note: 5（更正为8）, 5（应为8）. No one would say 5 for sure."""
    cell = sheet.pick(_cells(sheet, 1))
    wrong = int(sheet.cells[cell] or 0) + sheet.chance.randrange(1, 9)
    words = sheet.chance.choice(["（更正为{}）", "（应为{}）", "（误，实为{}）", "[应为{}]", "→{}", "（更正：{}）"])
    sheet.put(cell, str(wrong) + words.format(sheet.printed(cell)))


@mischief("figures", small=True)
def note_between_the_digits(sheet: Sheet) -> None:
    """A mark stands in the middle of a number: 4①5, 4[1]5, 4(件)5."""
    cell = sheet.pick(list(_cells(sheet, 10)))
    text = sheet.printed(cell)
    at = sheet.chance.randrange(1, len(text))
    mark = sheet.chance.choice(["①", "[1]", "（注）", "²", "件", "〔2〕", "、", "。", ";", "·"])
    sheet.put(cell, text[:at] + mark + text[at:])


@mischief("figures", layouts=ONE_LINE)
def units_with_digits(sheet: Sheet) -> None:
    """A unit or a date with digits stands beside a number: 5件6, 5月3日, 第5号."""
    cell = sheet.pick(_cells(sheet, 1))
    text = sheet.printed(cell)
    forms = ["{}件6", "{}月3日", "{}件2次", "12月{}", "{}(件)3", "第{}号", "{}级"]
    sheet.put(cell, sheet.chance.choice(forms).format(text))
    sheet.mean([cell], NO_ANSWER)


@mischief("words", small=True)
def fees_in_yuan(sheet: Sheet) -> None:
    """The fee's heading says 元, not 万元: the number stays what is printed."""
    for line in sheet.lines["disclosure"]:
        line.cells = [c.replace("万元", "元") if c else c for c in line.cells]


@mischief("figures", small=True)
def strange_digits(sheet: Sheet) -> None:
    """A number is printed in digits of another script or style: ٥, ५, 𝟓, ⓹."""
    cell = sheet.pick(_cells(sheet, 1))
    zero = sheet.chance.choice([0x660, 0x966, 0x1D7CE, 0x1D7D8, 0xFF10, 0x1D7F6])
    sheet.put(cell, "".join(chr(zero + int(c)) for c in sheet.printed(cell)))


@mischief("more", small=True)
def label_with_a_number_in_brackets(sheet: Sheet) -> None:
    """A row's label has a note with a number in brackets: 行政处罚（2022年起含委托）, 重复申请（3次以上）."""
    table = sheet.chance.choice(["disclosure", "requests"])
    line = sheet.chance.choice(sheet.body(table))
    place = max(i for i in range(line.first) if line.cells[i])
    words = ["（3次以上）", "（2022年起）", "（见表2）", "(1)", "（共5项）", "（7）", "[2]", "①", " 1"]
    line.cells[place] = (line.cells[place] or "") + sheet.chance.choice(words)
