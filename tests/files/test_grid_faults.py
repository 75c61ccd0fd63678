"""A grid with a border too many or too few is never sure of a number in another place than it is printed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from nianbao.eval.score import score_report
from nianbao.eval.synth.report import Block, draw_synth_report
from nianbao.extract.report import read_document
from nianbao.schemas import FORM_2019, FORM_2021
from tests.files.grid_faults import FAULTS, Fault, cut_in_two
from tests.files.ideal_content import Cells, document_of, golden_of, ideal_content
from tests.files.test_grid_evidence import plain

BETWEEN = ("", "某县2023年政府信息公开工作年度报告")


@pytest.mark.parametrize("sure", [None, 0.99])
@pytest.mark.parametrize("table", ["disclosure", "requests", "review"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.__name__)
def test_no_border_too_many_or_too_few_makes_a_table_sure_and_wrong(
    fault: Fault, table: str, sure: float | None
) -> None:
    wrong = []
    for seed in range(16):
        draw = Random(f"{fault.__name__} {table} {seed}")
        report = draw_synth_report(draw.randrange(10**6), 0, draw.choice([FORM_2021, FORM_2019]))

        def parted(block: Block, draw: Random = draw) -> list[Cells]:
            if block.text != table:
                return [block.cells]
            cells = fault(draw, block.cells)
            return [*cut_in_two(draw, cells)] if draw.random() < 0.5 else [cells]

        content = ideal_content(report, parted=parted, between=draw.choice(BETWEEN), sure=sure)
        score = score_report(golden_of(report), read_document(document_of(content)))
        wrong += [(seed, c.cell, c.expected, c.got) for c in score.cells if c.confirmed_but_wrong]
    assert wrong == []


@pytest.mark.parametrize("glue", ["{label}{number}", "{label}：{number}", "{label}\n{number}件", "{number}{label}"])
@pytest.mark.parametrize("seed", [3, 5, 21])
def test_a_number_in_its_labels_cell_is_not_sure_as_blank(seed: int, glue: str) -> None:
    def change(block: Block) -> Cells:
        at = {c.text: c for c in block.cells}.get("行政许可")
        if at is None:
            return block.cells
        text = glue.format(label=at.text, number=4096)
        return [
            replace(c, text=text) if c is at else replace(c, text="") if c.row == at.row else c for c in block.cells
        ]

    result = read_document(document_of(ideal_content(plain(seed), change=change)))
    assert result.tables["disclosure"].status == "unconfirmed" or result.cell("disclosure.licensing.decisions") == 4096


@pytest.mark.parametrize("seed", [3, 5, 21])
def test_a_number_beside_the_column_of_its_heading_is_not_sure_as_blank(seed: int) -> None:
    def change(block: Block) -> Cells:
        if block.text != "disclosure":
            return block.cells
        at = next(c.column for c in block.cells if "废止" in c.text)
        moved = [replace(c, column=c.column + 1) if c.column > at else c for c in block.cells]
        out = []
        for c in moved:
            if c.column < at < c.column + c.columns:
                out.append(replace(c, columns=c.columns + 1))
            elif c.column == at:
                number = bool(c.value)
                out.append(replace(c, text="" if number else c.text))
                out.append(replace(c, column=at + 1, text=c.text if number else ""))
            else:
                out.append(c)
        return out

    result = read_document(document_of(ideal_content(plain(seed), change=change)))
    assert result.tables["disclosure"].status == "unconfirmed"
