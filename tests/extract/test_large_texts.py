"""Large and hostile texts: read to their end in passing, and nothing invented."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.commands import ROOT

_TITLE = "青禾县2022年政府信息公开工作年度报告\n"
HEAD = f"{_TITLE}三、收到和处理政府信息公开申请情况\n"
_TITLES = "主动公开政府信息情况\n收到和处理政府信息公开申请情况\n行政复议、行政诉讼情况\n"
_MEGABYTE = 1_000_000
_PATIENCE = 90
"""Seconds after which a text counts as hanging: each takes one or two, on a busy machine ten times that."""


def _noise() -> str:
    return random.Random(1).randbytes(300_000).decode("utf-8", "replace")


TEXTS: dict[str, Callable[[], str]] = {
    "digits": lambda: HEAD + "1" * _MEGABYTE,
    "numbers": lambda: HEAD + "1 " * 75_000,
    "zeros-on-one-line": lambda: HEAD + "0 " * 150_000,
    "digit-lines": lambda: HEAD + "7\n" * 60_000,
    "pipes-on-one-line": lambda: HEAD + "|" * 150_000,
    "ten-thousand-piped-cells": lambda: HEAD + "| 0 " * 10_000,
    "lines-of-pipes": lambda: HEAD + "|\n" * 40_000,
    "piped-lines": lambda: HEAD + "| 0 | 1 |\n" * 10_000,
    "tabs": lambda: HEAD + "\t" * 150_000,
    "brackets": lambda: HEAD + "(" * 200_000,
    "notes": lambda: HEAD + "5(" * 100_000 + ")" * 100_000,
    "square-brackets": lambda: HEAD + "1[" * 100_000,
    "dashes": lambda: HEAD + "- " * 75_000,
    "dash-runs": lambda: HEAD + "-" * 300_000,
    "rules": lambda: HEAD + "| --- " * 50_000,
    "commas": lambda: HEAD + "1," * 150_000,
    "points": lambda: HEAD + "1." * 150_000,
    # Took minutes at this size while every title's stretch was searched through the whole text.
    "titles": lambda: HEAD + _TITLES * 8_000,
    "titles-nested": lambda: HEAD + "".join("#" * (n % 7) + f" {n}.{_TITLES}" for n in range(4_000)),
    "title-again-and-again": lambda: _TITLE * 20_000,
    "labels": lambda: HEAD + "属于国家秘密 0 0\n重复申请 1\n" * 8_000,
    "labels-in-form-order": lambda: (
        HEAD + "一、本年新收政府信息公开申请数量 0\n（一）予以公开 0\n（七）总计 0\n" * 5_000
    ),
    "one-label-glued": lambda: HEAD + "属于国家秘密" * (_MEGABYTE // 18),
    "short-label-glued": lambda: HEAD + "其他总计" * (_MEGABYTE // 12),
    "garbled-labels": lambda: HEAD + "属于国家秘蜜" * 50_000,
    "review-headings": lambda: HEAD + "行政复议 结果维持 结果纠正 其他结果 尚未审结 总计\n" * 10_000,
    "disclosure-rows": lambda: HEAD + "规章 0 0 0\n行政许可 5\n" * 10_000,
    "blank-lines": lambda: HEAD + "\n" * 60_000 + "重复申请",
    "blank-lines-with-returns": lambda: HEAD + "\r\n\x0c" * 30_000,
    "spaces": lambda: HEAD + " " * _MEGABYTE + "0",
    "years": lambda: HEAD + "2021年" * 100_000,
    "html": lambda: HEAD + "<table><tr><td>" * 30_000,
    "box-drawing": lambda: HEAD + "┌─┬─┐\n│0│1│\n" * 8_000,
    "grid-table": lambda: HEAD + "+---+---+\n| 0 | 1 |\n" * 8_000,
    "combining-marks": lambda: HEAD + "5" + "\u0336" * 300_000,
    "invisible": lambda: HEAD + "\u200b\ufeff" * 200_000,
    "noise": lambda: HEAD + _noise(),
    "sentence": lambda: HEAD + "本年新收政府信息公开申请5件，" * 20_000,
}

_READ = """
import sys
from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import read_layout
text = sys.stdin.buffer.read().decode("utf-8")
print(*{judge(reading).status for reading in read_layout(text).tables.values()})
"""


def _read_apart(text: str) -> set[str]:
    """The statuses of a text's tables, read by a process of its own that is ended when it hangs."""
    done = subprocess.run(
        [sys.executable, "-c", _READ],
        input=text.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"},
        timeout=_PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return set(done.stdout.decode().split())


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_large_text_without_tables_confirms_nothing(text: Callable[[], str]) -> None:
    """A text of some 100,000 characters up to a megabyte is read to its end, and no table of it is sure."""
    assert _read_apart(text()) <= {"absent", "unconfirmed"}
