"""Large and hostile texts: read to their end in passing, and nothing invented."""

from __future__ import annotations

import pytest

from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import read_layout

HEAD = "青禾县2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("1" * 300_000, id="digits"),
        pytest.param("1 " * 150_000, id="numbers"),
        pytest.param("|" * 300_000, id="pipes"),
        pytest.param("|\n" * 100_000, id="lines-of-pipes"),
        pytest.param("(" * 200_000, id="brackets"),
        pytest.param("- " * 150_000, id="dashes"),
        # Took eight minutes at this size while every title's stretch was searched through the whole text.
        pytest.param(
            "主动公开政府信息情况\n收到和处理政府信息公开申请情况\n行政复议、行政诉讼情况\n" * 15_000, id="titles"
        ),
        pytest.param("属于国家秘密 0 0\n重复申请 1\n" * 15_000, id="labels"),
    ],
)
def test_a_large_text_without_tables_confirms_nothing(body: str) -> None:
    """Each of some 300,000 characters is read to its end; no table of it is sure."""
    statuses = {key: judge(reading).status for key, reading in read_layout(HEAD + body).tables.items()}
    assert set(statuses.values()) <= {"absent", "unconfirmed"}
