"""How often a synthetic report is odd, in one place: each share is of all reports."""

from __future__ import annotations

ODDS = {
    "wrong_total": 0.12,
    "missing_table": 0.08,
    "zeros_blank": 0.06,
    "zeros_dash": 0.10,
    "isolated_empty": 0.10,
    "blank_totals": 0.05,
    "thousands": 0.30,
    "full_width": 0.06,
    "units": 0.06,
    "notes": 0.04,
    "section_numerals": 0.12,
    "invisible": 0.08,
    "split_digits": 0.08,
    "split_headings": 0.30,
    "half_width_brackets": 0.25,
    "other_numerals": 0.15,
    "other_labels": 0.20,
}
"""`zeros_*` and `isolated_empty` exclude each other; `thousands` shows only where a number has four digits. The
single-row （六）其他处理 is one of every three reports (`nianbao.eval.drawn.figures`)."""

DASHES = ("-", "—", "/", "－", "——", "无")
SEPARATORS = (",", ",", ",", "，", "，", " ")
INVISIBLE = {"zero_width_space": "\u200b", "soft_hyphen": "\u00ad", "byte_order_mark": "\ufeff", "nbsp": "\u00a0"}
NUMERALS = (
    ("一", "二", "三", "三", "四", "五"),
    ("一", "一", "二", "三", "四", "五"),
    ("一", "二", "四", "三", "五", "六"),
    ("", "", "", "", "", ""),
)
"""Section numerals as authorities misprint them: one twice, two in the wrong order, none."""
