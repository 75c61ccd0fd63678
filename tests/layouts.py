"""Print table sets as reports of 青禾县 in the plain layouts, and generate table sets whose sums all hold.

Table sets, grids and layouts are those of `nianbao.eval.drawn`; a test may change a grid, or the text, to break it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from nianbao.eval.drawn.columns import aligned
from nianbao.eval.drawn.grids import VARIANTS, Cells, Grid, consistent, grids
from nianbao.eval.drawn.layouts import cell_lines, markdown, piped_cell_lines, pipes, spaces, tabs
from nianbao.extract.candidate import TableReading
from nianbao.extract.judge import Verdict, judge
from nianbao.extract.layout_reader import read_layout
from nianbao.schemas import FORM_2021

LAYOUTS: dict[str, Callable[[Grid], str]] = {
    f.__name__: f for f in (tabs, pipes, markdown, cell_lines, piped_cell_lines, spaces, aligned)
}
"""The layouts that change no label and no number, by name: a grid in, its text out."""


def table_sets(variant: str | None = None) -> st.SearchStrategy[Cells]:
    """Table sets of form 2021 in which every sum holds, most cells 0 as in reports, of either or the given variant."""

    def of_variant(name: str) -> st.SearchStrategy[Cells]:
        free = [c for c in VARIANTS[name].cells if not c.endswith(".total")]
        free = [c for c in free if c.split(".")[1] not in ("received", "processed_total")]
        free += [c for c in FORM_2021.tables["review"].cells if not c.endswith(".total")]
        free += [c for c in FORM_2021.tables["disclosure"].cells if not c.endswith(".amount")]
        counts = st.dictionaries(st.sampled_from(free), st.integers(1, 99) | st.integers(100, 60000), max_size=24)
        fees = st.decimals(min_value=0, max_value=99999, places=4) | st.integers(0, 9999).map(Decimal)
        return st.builds(lambda c, f: consistent({**c, "disclosure.fees.amount": f}, variant=name), counts, fees)

    return of_variant(variant) if variant else st.sampled_from(list(VARIANTS)).flatmap(of_variant)


TITLE = "青禾县2022年政府信息公开工作年度报告"
CONTENTS = (
    "本报告全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、"
    "行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。数据统计期限自2022年1月1日至12月31日。"
)
NARRATIVE = "2022年，主动公开信息4821条，其中规章3件、行政许可977件；全年收到政府信息公开申请86件。"
REVIEW_TITLE = "四、政府信息公开行政复议、行政诉讼情况"


def report(tables: Mapping[str, str]) -> str:
    """A whole report around the texts of its tables."""
    return "\n".join(
        [
            TITLE,
            CONTENTS,
            "一、总体情况",
            NARRATIVE,
            "二、主动公开政府信息情况",
            tables["disclosure"],
            "三、收到和处理政府信息公开申请情况",
            tables["requests"],
            REVIEW_TITLE,
            tables["review"],
            "五、存在的主要问题及改进情况",
            "公开的内容还不够丰富，下一步将加强培训2次。",
            "六、其他需要报告的事项",
            "无其他需要报告的事项。",
            "",
        ]
    )


def print_report(cells: Cells, layout: str = "tabs") -> str:
    """The report that prints a table set in a layout."""
    return report({key: LAYOUTS[layout](grid) for key, grid in grids(cells).items()})


@dataclass(frozen=True)
class Readback:
    """What the reader makes of one table of a text."""

    reading: TableReading
    verdict: Verdict

    @property
    def status(self) -> str:
        """The table's status."""
        return self.verdict.status

    @property
    def cells(self) -> Cells:
        """The values as read."""
        return {path: cell.value for path, cell in self.reading.cells.items()}

    @property
    def checks(self) -> set[str]:
        """The ids of the findings' checks."""
        return {finding.check for finding in self.verdict.findings}

    @property
    def named(self) -> set[str]:
        """The cells that some finding names."""
        return {cell for finding in self.verdict.findings for cell in finding.cells}


def read_back(text: str) -> dict[str, Readback]:
    """Every table of a text as the layout reader reads it and the judge judges it."""
    return {key: Readback(reading, judge(reading)) for key, reading in read_layout(text).tables.items()}
