"""Pages printed in reading order, where headings, labels and numbers part company and some number has moved."""

from __future__ import annotations

from tests.hostile.mischief import mischief
from tests.hostile.sheet import NO_ANSWER, Line, Sheet

BLOCKS = (["行政复议", "行政诉讼"], ["未经复议直接起诉"], ["复议后起诉"])
_LAYOUTS = ("cell_lines", "spaces")


def in_groups(sheet: Sheet) -> list[Line]:
    """Print `review` block by block, headings before their numbers; the lines of numbers, one a block."""
    headings, values = [line.cells for line in sheet.headings("review")], sheet.line("review", "review").cells
    outcomes = headings[-1][5:10]
    numbers = [Line(values[i : i + 5], "") for i in (0, 5, 10)]
    lines = []
    for block, own in zip(BLOCKS, numbers, strict=True):
        lines += [*(Line([name]) for name in block), Line(list(outcomes)), own]
    sheet.lines["review"] = lines
    return numbers


def in_stretches(sheet: Sheet, size: int) -> list[list[Line]]:
    """Print the labels of so many rows of `requests`, then their numbers, then the next; the lines of numbers."""
    body = sheet.body("requests")
    lines, stretches = list(sheet.headings("requests")), []
    for start in range(0, len(body), size):
        rows = body[start : start + size]
        numbers = [Line(line.values, "") for line in rows]
        lines += [*(Line(line.cells[: line.first]) for line in rows), *numbers]
        stretches.append(numbers)
    sheet.lines["requests"] = lines
    return stretches


def by_columns(sheet: Sheet) -> list[Line]:
    """Print all labels of `disclosure` first, then each heading with its numbers; the lines of numbers, by column."""
    labels = [line for line in sheet.lines["disclosure"] if line.row or (line.cells[0] or "").startswith("第二十条")]
    pair = [sheet.line("disclosure", row).values for row in ("regulations", "normative_documents")]
    one = {row: sheet.line("disclosure", row).values[:1] for row in ("licensing", "penalty", "coercion", "fees")}
    names = [line.cells for line in sheet.lines["disclosure"] if line.cells[0] == "信息内容"]
    columns = [[a, b] for a, b in zip(*pair, strict=True)]
    columns += [one["licensing"], [*one["penalty"], *one["coercion"]], one["fees"]]
    headings = [*names[0][1:4], names[1][1], names[2][1], names[3][1]]
    numbers = [Line(list(column), "") for column in columns]
    sheet.lines["disclosure"] = [
        *(Line([line.cells[0]]) for line in labels),
        *(line for name, own in zip(headings, numbers, strict=True) for line in (Line([name]), own)),
    ]
    return numbers


@mischief("order", layouts=_LAYOUTS, small=True)
def number_printed_behind_its_block(sheet: Sheet) -> None:
    """`review` prints each block's headings, then its numbers, but one of them behind the block's total."""
    own = sheet.chance.choice(in_groups(sheet)).cells
    place = sheet.chance.randrange(4)
    moved = [*own[:place], *own[place + 1 :], own[place]]
    sheet.need(moved != own)
    own[:] = moved


@mischief("order", layouts=_LAYOUTS, small=True)
def total_printed_behind_the_next_block(sheet: Sheet) -> None:
    """`review` prints ten headings, then ten numbers, but the first block's total last."""
    own = in_groups(sheet)
    lines = sheet.lines["review"]
    numbers = [*own[0].cells[:4], *own[1].cells, own[0].cells[4]]
    sheet.need(numbers != [*own[0].cells, *own[1].cells])
    at = lines.index(own[0])
    sheet.lines["review"] = [*lines[:at], *lines[at + 1 : at + 3], Line(list(numbers), ""), *lines[at + 4 :]]


@mischief("order", layouts=_LAYOUTS, small=True)
def blocks_printed_under_each_others_headings(sheet: Sheet) -> None:
    """`review` prints each block's headings before another block's numbers, names and all in form order."""
    own = in_groups(sheet)
    cells = [line.cells for line in own]
    turned = [cells[1], cells[2], cells[0]]
    sheet.need(any(a != b for a, b in zip(cells, turned, strict=True)))
    names = [Line([name]) for block in (BLOCKS[1], BLOCKS[2], BLOCKS[0]) for name in block]
    outcomes = sheet.lines["review"][2].cells
    sheet.lines["review"] = [*names, *(line for c in turned for line in (Line(list(outcomes)), Line(list(c), "")))]


@mischief("order", layouts=_LAYOUTS, small=True)
def rows_exchanged_behind_their_labels(sheet: Sheet) -> None:
    """`requests` prints a few labels, then their rows' numbers, of which two results have changed places."""
    stretch = sheet.chance.choice(in_stretches(sheet, sheet.chance.choice([3, 5, 8]))[1:-1])
    a, b = sheet.chance.sample(stretch, 2)
    sheet.need(a.cells != b.cells)
    a.cells, b.cells = b.cells, a.cells


@mischief("order", layouts=_LAYOUTS, small=True)
def stretches_column_by_column_and_turned(sheet: Sheet) -> None:
    """`requests` prints a few labels, then their numbers column by column, in every stretch two columns exchanged."""
    stretches = in_stretches(sheet, sheet.chance.choice([4, 9, 25]))
    i, j = sheet.chance.sample(range(6), 2)
    sheet.need(any(line.cells[i] != line.cells[j] for stretch in stretches for line in stretch))
    for stretch in stretches:
        for line in stretch:
            line.cells[i], line.cells[j] = line.cells[j], line.cells[i]
        columns = [list(column) for column in zip(*(line.cells for line in stretch), strict=True)]
        flat = [cell for column in columns for cell in column]
        wide = len(stretch[0].cells)
        for k, line in enumerate(stretch):
            line.cells = flat[k * wide : (k + 1) * wide]


@mischief("order", layouts=_LAYOUTS)
def documents_run_together_and_turned(sheet: Sheet) -> None:
    """`disclosure` prints labels, then the three headings of documents, then their columns, the last one first."""
    numbers = by_columns(sheet)
    a, b, c = (line.cells for line in numbers[:3])
    sheet.need(len({*a, *b, *c}) > 1)
    lines = sheet.lines["disclosure"]
    names = [lines[lines.index(line) - 1] for line in numbers[:3]]
    at = lines.index(names[0])
    sheet.lines["disclosure"] = [*lines[:at], *names, Line([*c, *a, *b], ""), *lines[at + 6 :]]


@mischief("order", layouts=_LAYOUTS)
def headings_printed_behind_their_numbers(sheet: Sheet) -> None:
    """`disclosure` prints labels, then each column's numbers before their heading."""
    numbers = by_columns(sheet)
    sheet.need(numbers[0].cells != numbers[1].cells)
    lines = sheet.lines["disclosure"]
    for own in numbers:
        at = lines.index(own)
        lines[at - 1], lines[at] = lines[at], lines[at - 1]


@mischief("figures", layouts=_LAYOUTS)
def decision_lost_and_page_number_behind_another(sheet: Sheet) -> None:
    """`disclosure` prints headings with their numbers; one decision is lost, a page's number stands behind another."""
    numbers = by_columns(sheet)
    sheet.mean(["disclosure.penalty.decisions", "disclosure.coercion.decisions"], NO_ANSWER)
    numbers[4].cells.pop()
    numbers[3].cells.append(str(sheet.chance.randint(1, 99)))


@mischief("more", layouts=("cell_lines",))
def number_and_its_note_cut(sheet: Sheet) -> None:
    """A number is cut in a narrow cell, and its last digit with its note stands on the lines below."""
    cell = sheet.pick(sheet.counts("requests", 100))
    printed = sheet.printed(cell)
    line, place = sheet.at(cell)
    line.cells[place : place + 1] = [printed[:-1], f"{printed[-1]}（含", "上年", "结转）"]
