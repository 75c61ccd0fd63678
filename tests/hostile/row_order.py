"""Rows in another order than the form's, with their labels and without them. Every sum holds over any order."""

from __future__ import annotations

import itertools

from tests.hostile.mischief import mischief
from tests.hostile.sheet import Line, Sheet


def exchange(sheet: Sheet, table: str, one: str, other: str) -> None:
    """Two rows change places, labels and numbers."""
    lines = sheet.lines[table]
    a, b = lines.index(sheet.line(table, one)), lines.index(sheet.line(table, other))
    lines[a], lines[b] = lines[b], lines[a]


def exchange_numbers(sheet: Sheet, table: str, one: str, other: str) -> None:
    """The numbers of two rows change places while their labels stay, or are taken away by the caller."""
    a, b = sheet.line(table, one), sheet.line(table, other)
    a.cells[a.first :], b.cells[b.first :] = b.values, a.values


def unlabel(line: Line) -> None:
    """Print no label in front of a row's numbers."""
    line.cells[: line.first] = [""] * line.first


def _differing(sheet: Sheet, rows: list[str]) -> tuple[str, str]:
    """Two rows with different numbers: neighbours if the rows are given in order."""
    pairs = [(a, b) for a, b in itertools.pairwise(rows) if sheet.row_values(a) != sheet.row_values(b)]
    sheet.need(pairs)
    return sheet.chance.choice(pairs)


@mischief("order")
def rows_next_to_each_other_exchanged(sheet: Sheet) -> None:
    """Two neighbouring result rows stand in the other order, with their labels."""
    exchange(sheet, "requests", *_differing(sheet, sheet.results()))


@mischief("order")
def rows_far_apart_exchanged(sheet: Sheet) -> None:
    """Two result rows of any groups stand in each other's place, with their labels."""
    rows = sheet.results()
    sheet.chance.shuffle(rows)
    exchange(sheet, "requests", *_differing(sheet, rows))


@mischief("order")
def block_of_rows_moved(sheet: Sheet) -> None:
    """A whole group of rows stands before the results or behind them, with its labels."""
    lines, group = sheet.lines["requests"], sheet.chance.choice(["denied", "unavailable", "not_processed"])
    block = [line for line in lines if line.row and line.row.startswith(group)]
    sheet.need(any(line.values != block[0].values for line in block))
    rest = [line for line in lines if line not in block]
    place = sheet.chance.choice(["granted", "processed_total"])
    at = rest.index(next(line for line in rest if line.row == place))
    sheet.need([*rest[:at], *block, *rest[at:]] != lines)
    sheet.lines["requests"] = [*rest[:at], *block, *rest[at:]]


@mischief("order")
def received_and_carried_over_exchanged(sheet: Sheet) -> None:
    """二、上年结转 stands before 一、本年新收, with the labels."""
    sheet.need(sheet.row_values("received") != sheet.row_values("carried_over"))
    exchange(sheet, "requests", "received", "carried_over")


@mischief("order")
def received_and_carried_over_renumbered(sheet: Sheet) -> None:
    """上年结转 stands first and is numbered 一, 本年新收 second and is numbered 二."""
    sheet.need(sheet.row_values("received") != sheet.row_values("carried_over"))
    exchange(sheet, "requests", "received", "carried_over")
    for row, numeral in (("carried_over", "一"), ("received", "二")):
        line = sheet.line("requests", row)
        line.cells[0] = numeral + (line.cells[0] or "")[1:]


@mischief("order")
def processed_and_forward_exchanged(sheet: Sheet) -> None:
    """四、结转下年度 stands before （七）总计, with the labels."""
    sheet.need(sheet.row_values("processed_total") != sheet.row_values("carried_forward"))
    exchange(sheet, "requests", "processed_total", "carried_forward")


@mischief("order")
def numerals_stay_words_move(sheet: Sheet) -> None:
    """Two rows of one group stand in the other order; the numerals 1., 2. before them are in order again."""
    rows = [r for r in sheet.results() if r.startswith(sheet.chance.choice(["denied", "not_processed"]))]
    one, other = _differing(sheet, rows)
    exchange(sheet, "requests", one, other)
    a, b = sheet.line("requests", one), sheet.line("requests", other)
    first, second = a.cells[2] or "", b.cells[2] or ""
    a.cells[2], b.cells[2] = second[:2] + first[2:], first[:2] + second[2:]
    a.cells[1], b.cells[1] = b.cells[1], a.cells[1]


@mischief("fewer")
def rows_exchanged_without_labels(sheet: Sheet) -> None:
    """No row of `requests` has a label, and two result rows stand in each other's place."""
    rows = sheet.results()
    sheet.chance.shuffle(rows)
    exchange_numbers(sheet, "requests", *_differing(sheet, rows))
    for line in sheet.body("requests"):
        unlabel(line)


@mischief("fewer")
def two_rows_exchanged_their_labels_gone(sheet: Sheet) -> None:
    """Two result rows stand in each other's place, and just their labels are gone."""
    one, other = _differing(sheet, sheet.results()[1:])
    exchange_numbers(sheet, "requests", one, other)
    for row in (one, other):
        line = sheet.line("requests", row)
        line.cells[2 if line.cells[2] else 1] = ""


@mischief("fewer")
def received_exchanged_without_labels(sheet: Sheet) -> None:
    """The numbers of 本年新收 and 上年结转 stand in the other order, and neither has its label."""
    sheet.need(sheet.row_values("received") != sheet.row_values("carried_over"))
    exchange_numbers(sheet, "requests", "received", "carried_over")
    unlabel(sheet.line("requests", "received"))
    unlabel(sheet.line("requests", "carried_over"))


@mischief("order")
def disclosure_rows_exchanged(sheet: Sheet) -> None:
    """Two rows of one number in `disclosure` stand in each other's place, with their labels."""
    rows = ["licensing", "penalty", "coercion"]
    sheet.chance.shuffle(rows)
    sheet.need(sheet.row_values(rows[0], "disclosure") != sheet.row_values(rows[1], "disclosure"))
    exchange(sheet, "disclosure", *rows[:2])


@mischief("order")
def regulations_and_documents_exchanged(sheet: Sheet) -> None:
    """行政规范性文件 stands before 规章, with the labels."""
    sheet.need(sheet.row_values("regulations", "disclosure") != sheet.row_values("normative_documents", "disclosure"))
    exchange(sheet, "disclosure", "regulations", "normative_documents")


@mischief("fewer")
def disclosure_rows_exchanged_without_labels(sheet: Sheet) -> None:
    """Two rows of one number in `disclosure` stand in each other's place, and neither has its label."""
    rows = ["licensing", "penalty", "coercion"]
    sheet.chance.shuffle(rows)
    sheet.need(sheet.row_values(rows[0], "disclosure") != sheet.row_values(rows[1], "disclosure"))
    exchange_numbers(sheet, "disclosure", *rows[:2])
    for row in rows[:2]:
        unlabel(sheet.line("disclosure", row))


@mischief("fewer")
def disclosure_groups_exchanged(sheet: Sheet) -> None:
    """The licences' line and the penalties' stand in each other's place; the labels read 许可 and 处罚 alone."""
    sheet.need(sheet.row_values("licensing", "disclosure") != sheet.row_values("penalty", "disclosure"))
    for row in ("licensing", "penalty", "coercion"):
        line = sheet.line("disclosure", row)
        line.cells[0] = (line.cells[0] or "").removeprefix("行政")
    exchange(sheet, "disclosure", "licensing", "penalty")


@mischief("figures")
def label_misprinted_as_its_neighbour(sheet: Sheet) -> None:
    """Two neighbours stand in the other order, and one label stands over both: nothing says which row is which."""
    rows = [r for r in sheet.results() if r.startswith(sheet.chance.choice(["denied", "unavailable", "not_processed"]))]
    one, other = _differing(sheet, rows)
    exchange_numbers(sheet, "requests", one, other)
    if sheet.chance.random() < 0.5:
        one, other = other, one
    line, twin = sheet.line("requests", one), sheet.line("requests", other)
    line.cells[2] = (line.cells[2] or "")[:2] + (twin.cells[2] or "")[2:]


@mischief("figures")
def disclosure_label_misprinted(sheet: Sheet) -> None:
    """行政处罚 and 行政强制 stand in the other order, and one label stands before both."""
    sheet.need(sheet.row_values("penalty", "disclosure") != sheet.row_values("coercion", "disclosure"))
    one, other = sheet.chance.sample(["penalty", "coercion"], 2)
    sheet.line("disclosure", one).cells[0] = sheet.line("disclosure", other).cells[0]
    exchange(sheet, "disclosure", one, other)
