"""Cut a text into pages, as a PDF converter leaves it: a running head above, a page's number below."""

from __future__ import annotations

from random import Random


def cut_into_pages(text: str, title: str, chance: Random) -> str:
    """The text with a foot and a head after every page's lines. The feet are of one kind throughout a report."""
    lines = text.split("\n")
    size = chance.randrange(22, 40)
    pages = [lines[i : i + size] for i in range(0, len(lines), size)]
    foot = chance.choice(["- {n} -", "{n}", "第 {n} 页 共 {all} 页", "— {n} —", "{n} / {all}"])
    head = chance.choice(["", title, "政府信息公开工作年度报告"])
    break_ = chance.choice(["\n", "\f", "\n\n"])
    parts = []
    for n, page in enumerate(pages, 1):
        above = [head] if head and n > 1 else []
        parts.append("\n".join([*above, *page, foot.format(n=n, all=len(pages))]))
    return break_.join(parts) + "\n"
