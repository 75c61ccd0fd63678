"""Tables cut by a page's ruled lines: `<br>` in cells, words and headings cut over neighbouring cells."""

from __future__ import annotations

from random import Random

import pytest

from nianbao.eval.drawn.grids import grids
from nianbao.extract.cell_breaks import join_broken_cells
from nianbao.extract.normalise import normalise
from nianbao.schemas import FORM_2021
from tests.extract.test_reader_breakages import SOUND
from tests.layouts import read_back, report


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param("|1.属<br>于国<br>家秘<br>密|0|", "|1.属于国家秘密|0|", id="lines-of-a-cell"),
        pytest.param(
            "|一、本<br>公开申|年新收政<br>请数量|府信息|5|", "|||一、本年新收政府信息公开申请数量|5|", id="label-cut"
        ),
        pytest.param("|三、<br>本年|（一）<br>开|予以公|5|", "|||三、本年(一)予以公开|5|", id="merged-label-beside-it"),
        pytest.param(
            "|(五)不予处理<br>4<br>大|.无正当理由<br>量反复申请|5|",
            "||(五)不予处理4.无正当理由大量反复申请|5|",
            id="numeral",
        ),
        pytest.param("|1|.信访举报投诉类申请|0|24|", "||1.信访举报投诉类申请|0|24|", id="numeral-alone"),
        pytest.param("|<sup>社会公益</sup><br>组织|5<br>|", "|社会公益组织|5|", id="raised"),
        pytest.param("|结转<br>|5<sup>1</sup>|", "|结转|5<sup>1</sup>|", id="raised-number"),
        pytest.param("|行政强制||注：含委托<br>83件|", "|行政强制||注:含委托83件|", id="note"),
        pytest.param("|行政强制||注：含委托8<br>3件|", "|行政强制||注:含委托83件|", id="note-cut"),
        pytest.param("|行政强制|85<br>55<br>(注1)|", "|行政强制|85<br>55<br>(注1)|", id="number-cut-with-a-note"),
        pytest.param("|规范性文件|35<br>万份|", "|规范性文件|35万份|", id="unit-below-its-number"),
        pytest.param("|规章|1<br>2<br>6|", "|规章|1 2 6|", id="numbers-stay-apart"),
        pytest.param(
            "|行政事业性收费<br>三、收到和处理政府|19.15<br>信息公开申请情况|",
            "|行政事业性收费|19.15|\n三、收到和处理政府信息公开申请情况",
            id="title-pulled-in",
        ),
    ],
)
def test_cells_come_out_whole(row: str, words: str) -> None:
    """What the page prints, each character with its place in the original."""
    result = join_broken_cells(normalise(row))
    assert result.text == words
    kept = [(c, result.original[p]) for c, p in zip(result.text, result.offsets, strict=False) if c not in " |\n"]
    assert all(normalise(printed).text == c for c, printed in kept)


@pytest.mark.parametrize("text", ["a<br>b", "| 3 | 4 |", "5 <br> | 6", "|a|\n|3|.5|"])
def test_what_is_no_broken_row_stays(text: str) -> None:
    """Breaks outside piped rows, and rows without any."""
    normal = normalise(text)
    assert join_broken_cells(normal).text == normal.text


def cut(word: str, size: int) -> str:
    """A cell's words over lines of so many letters."""
    return "<br>".join(word[i : i + size] for i in range(0, len(word), size))


def cut_report(chance: Random, spoil: str = "") -> str:
    """SOUND in piped tables whose labels are cut into lines and over two cells, whose headings into lines."""
    texts = {}
    for key, grid in grids(SOUND).items():
        lines = []
        for row in grid:
            cells = [cell or "" for cell in row]
            numbers = [c.replace(".", "").isdecimal() for c in cells]
            size = chance.randrange(2, 7)
            if not any(numbers):
                cells = [cut(c, size) for c in cells]
            elif key == "requests":
                label = max((i for i, c in enumerate(cells) if c and not numbers[i]), default=0)
                word = cells[label]
                at = chance.randrange(2, 7)
                pieces = [word[i : i + 2 * at] for i in range(0, len(word), 2 * at)]
                cells[label : label + 1] = ["<br>".join(p[:at] for p in pieces), "<br>".join(p[at:] for p in pieces)]
            if key == "requests" and not any(numbers):
                cells.insert(1, "")
            lines.append(cells)
        heads = [i for i, cells in enumerate(lines) if any("商" in c for c in cells)]
        if spoil == "headings" and key == "requests":
            here = lines[heads[0]]
            at = [i for i, c in enumerate(here) if c.startswith(("商", "科"))]
            here[at[0]], here[at[1]] = here[at[1]], here[at[0]]
        texts[key] = "\n".join(
            f"|{'|'.join(cells)}|" + (f"\n{'|---' * len(cells)}|" if i == 0 else "") for i, cells in enumerate(lines)
        )
    return report(texts)


@pytest.mark.parametrize("seed", range(30))
def test_a_cut_report_is_read(seed: int) -> None:
    """Labels over two cells, headings letter by letter: nothing sure and wrong, `requests` confirmed."""
    tables = read_back(cut_report(Random(seed)))
    for table in tables.values():
        if table.status in ("confirmed", "source_inconsistent"):
            assert table.cells == {c: v for c, v in SOUND.items() if c in table.cells}
    assert tables["requests"].status == "confirmed"


@pytest.mark.parametrize("seed", range(30))
def test_exchanged_headings_are_not_confirmed(seed: int) -> None:
    """科研机构 above the numbers of 商业企业, cut into lines: no reading is sure."""
    assert read_back(cut_report(Random(seed), "headings"))["requests"].status == "unconfirmed"


def test_two_numbers_in_a_narrow_cell_may_be_one() -> None:
    """In a table without sums, where the headings are torn as well; where they stand whole, the columns are wide."""
    rows = "|规章|5|12<br>3|\n|行政规范性文件|0|0<br>7|\n|行政许可|8||\n"
    rows += "|行政处罚|9||\n|行政强制|1||\n|行政事业性收费|2.5||"
    whole = f"|信息内容|本年制发件数|本年废止件数<br>现行有效件数|\n|---|---|---|\n{rows}"
    torn = whole.replace("废止件", "废止<br>件")
    assert read_back(report({"disclosure": torn, "requests": "", "review": ""}))["disclosure"].status == "unconfirmed"
    table = read_back(report({"disclosure": whole, "requests": "", "review": ""}))["disclosure"]
    cells = FORM_2021.tables["disclosure"].cells
    assert table.status == "confirmed"
    assert [str(table.cells[c]) for c in cells] == ["5", "12", "3", "0", "0", "7", "8", "9", "1", "2.5"]


def test_a_column_whose_rule_is_not_drawn_places_no_empty_cell() -> None:
    """Two columns in one cell: a row that prints one number of three does not say which of the two is empty."""
    drawn = """||第二十条第(一)项||
|---|---|---|
|信息内容|本年制发件数<br>本年废止件数|现行有效件数|
|规章|REGULATIONS|
|行政规范性文件|1<br>13|63|
||第二十条第(五)项||
|信息内容|本年处理决定数量||
|行政许可|71||
||第二十条第(六)项||
|信息内容|本年处理决定数量||
|行政处罚|23||
|行政强制|158||
||第二十条第(八)项||
|信息内容|本年收费金额(单位:万元)||
|行政事业性收费|19.4||"""
    for printed, sure in (("0<br>5|2", True), ("|2", False), ("5|2", False), ("5|", False)):
        table = read_back(report({"disclosure": drawn.replace("REGULATIONS", printed), "requests": "", "review": ""}))[
            "disclosure"
        ]
        assert (table.status == "confirmed") == sure


@pytest.mark.parametrize(
    "cell", ["3<br>词语", "词<br>", "<br>", "1<br>2", "1|.词", "词语<br>" * 40, "<sup>词</sup><br>5"]
)
def test_a_long_row_ends(cell: str) -> None:
    """A line of cells that would take minutes, were its time quadratic; every character keeps a place in it."""
    normal = normalise("|" + f"{cell}|" * 30_000)
    joined = join_broken_cells(normal)
    assert len(joined.offsets) == len(joined.text) + 1
    assert joined.offsets[-1] == len(normal.original)
