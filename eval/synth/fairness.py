"""What a converted text still decides: judged from the drawn truth, the converter's kind and the text, by no reader."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from nianbao.eval.golden import Doubtful
from nianbao.eval.synth.converter import Converter
from nianbao.eval.synth.report import SynthReport
from nianbao.schemas import Table

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u00ad\ufeff\u2060"))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass
class Fairness:
    """`dropped`: tables that the text does not have; `lost`: cells whose number it does not have; `doubtful`: cells (or
    title, issuer, year, published) that it does not decide, with the reason."""

    dropped: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubtful: list[Doubtful] = field(default_factory=list)

    def doubt(self, cells: list[str], why: str) -> None:
        """Mark cells that are not marked yet."""
        known = {cell for doubt in self.doubtful for cell in doubt.cells}
        if new := [cell for cell in cells if cell not in known]:
            self.doubtful.append(Doubtful(cells=new, why=why))


def judge_text(report: SynthReport, tables: list[Table], converter: Converter, text: str) -> Fairness:
    """What the text of a converted report decides. `tables`: the report's, in form order, with the missing one."""
    fair = Fairness()
    spread = _spread(text)
    flat = _flat(spread)
    rest = _without_prose(report, flat)
    numbers = Counter(_NUMBER.findall(spread))
    stream = " ".join(["", *_NUMBER.findall(spread), ""])
    present = [t for t in tables if t.key != report.printed.flaws.missing]
    short = _short_digits(report, rest)
    for table in present:
        if converter.keeps != "ocr" and short and not _names_a_row(table, rest):
            fair.dropped.append(table.key)
            continue
        lost = _lost_cells(report, table, short, numbers)
        fair.lost += lost
        fair.doubt(lost, "the text does not print this number")
        fair.doubt(_torn_rows(report, table, stream), "the row's numbers do not stand together, each by itself")
        if not converter.shows_empty:
            fair.doubt(_rows_with_blanks(report, table), "an empty cell leaves no trace in the text")
        if converter.keeps in ("reading_order", "ocr"):
            fair.doubt(_spaced_rows(report, table), "a space stands both inside and between the numbers")
    front = {"title": report.front.title, "issuer": report.front.issuer, "published": _stamp(report)}
    gone = [name for name, words in front.items() if words and _flat(_spread(words)) not in flat]
    fair.doubt(gone + (["year"] if "title" in gone else []), "the text does not print it")
    return fair


def _spread(text: str) -> str:
    """The text in its plain forms, without tags, escapes and signs that have no width."""
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    plain = re.sub(r"\\([^\w\s])", r"\1", plain)  # Markdown's escapes
    return re.sub(r"</?[a-zA-Z][^<>]*>|\{[^{}]*\}", " ", plain)  # of HTML, and pandoc's attributes


def _flat(spread: str) -> str:
    return re.sub(r"[\s|]", "", spread)


def _stamp(report: SynthReport) -> str:
    """The line that prints the date, if there is one."""
    dated = [line for line in report.front.lines if line.startswith(("发布", "公开日期"))]
    return dated[0].split(" 浏览")[0] if dated and report.front.published else ""


def _without_prose(report: SynthReport, flat: str) -> str:
    """The flat text without the titles, headings and paragraphs that stand in it as they were printed."""
    for block in report.blocks:
        if block.kind != "table":
            flat = flat.replace(_flat(_spread(block.text)), "", 1)
    return flat


def _short_digits(report: SynthReport, rest: str) -> set[str]:
    """The digits that the tables print more often than they stand in what is left of the text."""
    printed = "".join(cell.text for block in report.blocks for cell in block.cells)
    need = Counter(c for c in _flat(_spread(printed)) if c.isdigit())
    have = Counter(rest)
    return {digit for digit, count in need.items() if have[digit] < count}


def _names_a_row(table: Table, rest: str) -> bool:
    """Whether a label of the table's own is in the text: not one such as 其他 or 总计, which other tables have too."""
    words = [word for row in table.rows for word in row.words if len(word) > 3]
    if table.key == "review":  # whose blocks' names stand in its title
        words = [column.label for column in table.rows[0].columns[:-1]]
    return any(_flat(_spread(word)) in rest for word in words)


def _tokens(report: SynthReport, cell: str) -> list[str]:
    return _NUMBER.findall(_spread(report.printed.texts[cell]))


def _lost_cells(report: SynthReport, table: Table, short: set[str], numbers: Counter[str]) -> list[str]:
    """Cells with a digit that is short, whose number does not stand in the text as often as the report prints it."""
    need = Counter(t for c in report.printed.texts if c.startswith(f"{table.key}.") for t in _tokens(report, c))
    rare = {token for token, count in need.items() if numbers[token] < count}
    return [
        cell for cell in table.cells if any(short & set(token) and token in rare for token in _tokens(report, cell))
    ]


def _torn_rows(report: SynthReport, table: Table, stream: str) -> list[str]:
    """The cells of rows whose numbers do not stand in the text one after another as often as they are printed so."""
    rows = {row.key: [t for c in table.row_cells(row.key) for t in _tokens(report, c)] for row in table.rows}
    wanted = Counter(" ".join(["", *tokens, ""]) for tokens in rows.values() if tokens)
    torn = {run for run, count in wanted.items() if _count(run, stream) < count}
    return [c for key, tokens in rows.items() if " ".join(["", *tokens, ""]) in torn for c in table.row_cells(key)]


def _count(run: str, stream: str) -> int:
    """How often a run of numbers stands in the stream, runs side by side; the spaces around belong to both."""
    found, at = 0, stream.find(run)
    while at >= 0:
        found += 1
        at = stream.find(run, at + len(run) - 1)
    return found


def _rows_with_blanks(report: SynthReport, table: Table) -> list[str]:
    """The cells of rows that print a cell empty; in `review`, where all blocks stand on one row, all of them."""
    blank = {cell for cell in table.cells if not report.printed.texts[cell].strip()}
    if table.key == "review":
        return list(table.cells) if blank else []
    rows = {cell.split(".")[1] for cell in blank}
    return [cell for cell in table.cells if cell.split(".")[1] in rows]


def _spaced_rows(report: SynthReport, table: Table) -> list[str]:
    spaced = {cell.split(".")[1] for cell in table.cells if re.search(r"[-\d] \d", report.printed.texts[cell])}
    return [cell for cell in table.cells if cell.split(".")[1] in spaced]
