"""Digits glued, split, torn, lost, taken for letters, and figures that are no whole numbers."""

from __future__ import annotations

from decimal import Decimal

from nianbao.eval.drawn.grids import Value
from tests.hostile.mischief import mischief
from tests.hostile.sheet import LAYOUTS, NO_ANSWER, ONE_LINE, Sheet

DELIMITED = ("tabs", "pipes", "markdown", "piped_cell_lines", "cell_lines", "dropped_left", "repeated")

UNDELIMITED = ("spaces", "aligned", "cell_lines", "wrapped")


def _some_cell(sheet: Sheet, least: int, most: int = 10**9) -> str:
    """A cell of any table with a count between two numbers."""
    return sheet.pick([c for c in sheet.counts(_table(sheet), least) if int(sheet.cells[c] or 0) <= most])


def _table(sheet: Sheet) -> str:
    return sheet.chance.choice(["disclosure", "requests", "review"])


def _figure(sheet: Sheet, cell: str, text: str, truth: Value = NO_ANSWER) -> None:
    sheet.put(cell, text)
    sheet.mean([cell], truth)


@mischief("figures", small=True)
def cells_glued(sheet: Sheet) -> None:
    """Two neighbouring numbers are printed without anything between them: 00, 120."""
    line, place = sheet.at(_some_cell(sheet, 0))
    values = [i for i in range(line.first, len(line.cells) - 1) if line.cells[i] and line.cells[i + 1]]
    sheet.need(place in values)
    line.cells[place : place + 2] = [f"{line.cells[place]}{line.cells[place + 1]}"]


@mischief("figures", small=True)
def row_glued(sheet: Sheet) -> None:
    """All numbers of a row are printed as one: 0000000, 3000003."""
    line = sheet.line("requests", sheet.chance.choice(sheet.results()))
    line.cells[line.first :] = ["".join(v or "" for v in line.values)]


@mischief("figures", small=True)
def all_rows_glued(sheet: Sheet) -> None:
    """Every row of `requests` prints its seven numbers as one."""
    for line in sheet.body("requests"):
        line.cells[line.first :] = ["".join(v or "" for v in line.values)]


@mischief("figures", layouts=UNDELIMITED)
def cells_glued_and_another_split(sheet: Sheet) -> None:
    """In one row two zeros are glued (00) and a number is split (1 2): the count is whole."""
    row = sheet.pick([r for r in sheet.results() if any(int(v or 0) > 9 for v in sheet.row_values(r)[:-1])])
    line = sheet.line("requests", row)
    values = [v or "" for v in line.values]
    long = next(i for i, v in enumerate(values[:-1]) if len(v) > 1)
    zeros = [i for i in range(6) if values[i : i + 2] == ["0", "0"]]
    sheet.need(zeros)
    values[zeros[0] : zeros[0] + 2] = ["0"]
    long -= long > zeros[0]
    values[long : long + 1] = [values[long][:1], values[long][1:]]
    sheet.need(len(values) == 7)
    line.cells[line.first :] = values


@mischief("figures", layouts=UNDELIMITED)
def number_split_and_a_zero_vanished(sheet: Sheet) -> None:
    """12 is printed as 1 2, and in the same row of `requests` the total is lost: seven numbers again."""
    row = sheet.pick([r for r in sheet.results() if any(int(v or 0) > 9 for v in sheet.row_values(r)[:-1])])
    line = sheet.line("requests", row)
    values = [v or "" for v in line.values[:-1]]
    long = sheet.chance.choice([i for i, v in enumerate(values) if len(v) > 1])
    values[long : long + 1] = [values[long][:1], values[long][1:]]
    line.cells[line.first :] = values
    sheet.mean([f"requests.{row}.total"], None)


@mischief("figures", layouts=ONE_LINE)
def number_split_by_a_space(sheet: Sheet) -> None:
    """12 is printed as 1 2 in one cell."""
    cell = _some_cell(sheet, 10)
    text = sheet.printed(cell)
    at = sheet.chance.randrange(1, len(text))
    sheet.put(cell, f"{text[:at]} {text[at:]}")


@mischief("figures")
def number_split_by_a_line(sheet: Sheet) -> None:
    """A narrow column cuts 5578 into 557 and, on the next line, 8."""
    cell = _some_cell(sheet, 10)
    text = sheet.printed(cell)
    at = sheet.chance.randrange(1, len(text))
    sheet.put(cell, f"{text[:at]}\n{text[at:]}")


@mischief("figures")
def thousands_torn(sheet: Sheet) -> None:
    """3,710 is printed as `3, 710`, `3 ,710`, `3 710`, or over two lines."""
    cell = _some_cell(sheet, 1000)
    sheet.put(
        cell,
        f"{sheet.cells[cell]:,}".replace(",", sheet.chance.choice([", ", " ,", " ", ",\n", "\n,", "， ", "\u2009"])),
    )


@mischief("figures")
def all_thousands_spaced(sheet: Sheet) -> None:
    """Every number from 1000 on has a space for its separator."""
    cells = [c for t in ("disclosure", "requests", "review") for c in sheet.counts(t, 1000)]
    sheet.need(cells)
    space = sheet.chance.choice([" ", "\u00a0", "\u2009", "'", "·", "、"])
    for cell in cells:
        sheet.put(cell, f"{sheet.cells[cell]:,}".replace(",", space))


@mischief("figures")
def thousands_with_a_point(sheet: Sheet) -> None:
    """1.234 stands for 1234, as some office programs print it."""
    cell = _some_cell(sheet, 1000)
    sheet.put(cell, f"{sheet.cells[cell]:,}".replace(",", "."))


@mischief("figures")
def amount_torn(sheet: Sheet) -> None:
    """A fee of 48339.25 is torn at its point or at a separator, over a space or a line."""
    cell = "disclosure.fees.amount"
    value = sheet.cells[cell]
    sheet.need(isinstance(value, Decimal) and value > 10 and "." in str(value))
    torn = [f"{value}".replace(".", mark) for mark in (". ", " .", ".\n", "\n.", " . ", "．\n")]
    torn += [f"{value:,}".replace(",", mark) for mark in (", ", " ", ",\n")]
    sheet.put(cell, text := sheet.chance.choice(torn))
    sheet.need(text != str(value))


@mischief("figures", small=True)
def digits_taken_for_letters(sheet: Sheet) -> None:
    """A digit of a number is printed as the letter that an OCR takes it for: O, l, S, Z, B."""
    letters = {"0": "OoОо〇○QD", "1": "lIi丨", "5": "Ss", "2": "Zz", "8": "B", "6": "b", "9": "gq", "7": "了"}
    cell = sheet.pick([c for c in sheet.counts(_table(sheet)) if set(sheet.printed(c)) & set(letters)])
    text = sheet.printed(cell)
    at = sheet.chance.choice([i for i, c in enumerate(text) if c in letters])
    letter = sheet.chance.choice(letters[text[at]])
    sheet.put(cell, text[:at] + letter + text[at + 1 :])


@mischief("figures")
def digit_unreadable(sheet: Sheet) -> None:
    """A digit of a number is printed as a sign for what could not be read: □, �, ?, ■, …"""
    cell = _some_cell(sheet, 10)
    text = sheet.printed(cell)
    at = sheet.chance.randrange(len(text))
    sign = sheet.chance.choice(["□", "\ufffd", "?", "？", "■", "…", "_", "×", "\x00", "~"])
    text = text[:at] + "�\x00" + text[at + 1 :] if sign == "\x00" else text[:at] + sign + text[at + 1 :]
    sheet.put(cell, text)


@mischief("figures", small=True)
def counts_with_decimals(sheet: Sheet) -> None:
    """A count has decimals: 3.5 is no number of applications, whichever way it is rounded."""
    cell = _some_cell(sheet, 0)
    _figure(sheet, cell, f"{sheet.printed(cell)}.{sheet.chance.choice(['5', '25', '75'])}")


@mischief("figures", small=True)
def negative_counts(sheet: Sheet) -> None:
    """A number has a minus before it, of any kind: -5 is neither 5 nor an empty cell and 5."""
    cell = _some_cell(sheet, 1)
    minus = sheet.chance.choice(["-", "－", "—", "−", "- ", "负", "△", "▲"])
    _figure(sheet, cell, f"{minus}{sheet.printed(cell)}")


@mischief("figures", small=True)
def leading_zeros(sheet: Sheet) -> None:
    """A number is printed with zeros before it: 05 may be 5, or 0 and 5."""
    cell = _some_cell(sheet, 1)
    sheet.put(cell, "0" * sheet.chance.randrange(1, 3) + sheet.printed(cell))


@mischief("figures", small=True)
def ranges_and_bounds(sheet: Sheet) -> None:
    """A cell prints 3-5, 3~5, 5/3, 3:2, <5, ≥5, 5+, 5%: no single number."""
    cell = _some_cell(sheet, 1)
    text = sheet.printed(cell)
    forms = [
        "{}-{}",
        "{}~{}",
        "{}/{}",
        "{}:{}",
        "<{}",
        "≥{}",
        "{}+",
        "{}%",
        "{}‰",
        "{}+{}",
        "{}×{}",
        "{}—{}",
        "+{}",
        "{}→{}",
    ]
    _figure(sheet, cell, sheet.chance.choice(forms).format(text, int(text) + 2))


@mischief("figures")
def myriads(sheet: Sheet) -> None:
    """A count is printed in 万 or 千: 3万 is 30000, not 3."""
    cell = _some_cell(sheet, 0)
    number = sheet.chance.randrange(1, 90)
    unit, times = sheet.chance.choice(
        [("万", 10_000), ("千", 1000), ("百", 100), ("万件", 10_000), (" 万", 10_000), ("百件", 100)]
    )
    _figure(sheet, cell, f"{number}{unit}", number * times)


@mischief("figures", small=True)
def chinese_numerals(sheet: Sheet) -> None:
    """A number is printed in Chinese numerals: 零, 三, 十二."""
    cell = _some_cell(sheet, 0, 19)
    value = int(sheet.cells[cell] or 0)
    names = "零一二三四五六七八九"
    text = names[value] if value < 10 else "十" + (names[value - 10] if value > 10 else "")
    sheet.put(cell, sheet.chance.choice([text, text + "件"]))


@mischief("figures")
def powers_and_exponents(sheet: Sheet) -> None:
    """A spreadsheet printed 1.2E+05 for a big number, or #### where the column was too narrow."""
    cell = _some_cell(sheet, 100)
    value = int(sheet.cells[cell] or 0)
    digits = len(str(value)) - 1
    text = sheet.chance.choice(
        [f"{value / 10**digits:.1f}E+{digits:02d}", f"{value // 10**digits}e{digits}", "####", "########", "#REF!"]
    )
    _figure(sheet, cell, text)


@mischief("figures")
def struck_out_and_replaced(sheet: Sheet) -> None:
    """A number is struck out and another stands behind it: ~~5~~ 7, or 5 with a line through it."""
    cell = _some_cell(sheet, 1)
    other = int(sheet.cells[cell] or 0) + sheet.chance.randrange(1, 9)
    struck = "".join(c + "\u0336" for c in str(other))
    text = sheet.chance.choice(
        [f"~~{other}~~{sheet.printed(cell)}", f"{struck}{sheet.printed(cell)}", f"~~{other}~~ {sheet.printed(cell)}"]
    )
    sheet.put(cell, text)


@mischief("figures", layouts=DELIMITED)
def two_numbers_in_a_cell(sheet: Sheet) -> None:
    """A cell prints two numbers, and another cell of its row none: the count is whole."""
    row = sheet.pick([r for r in sheet.results() if any(sheet.row_values(r)[:-1])])
    line = sheet.line("requests", row)
    at = sheet.chance.randrange(line.first, line.first + 6)
    cells = sheet.tables["requests"].row_cells(row)
    sheet.need(line.cells[at] != line.cells[at + 1])
    line.cells[at : at + 2] = [f"{line.cells[at]} {line.cells[at + 1]}", ""]
    if sheet.layout not in ("cell_lines", "dropped_left"):
        sheet.mean([cells[at - 3], cells[at - 2]], NO_ANSWER)


@mischief("figures", layouts=tuple(name for name in LAYOUTS if name != "wrapped"), small=True)
def cells_parted_by_what_is_not_seen(sheet: Sheet) -> None:
    """Two neighbouring numbers have nothing but a zero-width space between them."""
    line, place = sheet.at(_some_cell(sheet, 0))
    sheet.need(place + 1 < len(line.cells) and line.cells[place + 1])
    mark = sheet.chance.choice(["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad"])
    line.cells[place : place + 2] = [f"{line.cells[place]}{mark}{line.cells[place + 1]}"]
