"""How the pages of one report's PDF look: numbers at the foot, repeated headings, fonts, narrow columns."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class PageStyle:
    """`number` is how a page's number is written, with {page} and {pages}, or ""; `font_size` is that of tables, in
    points; `narrow`: columns so narrow that numbers of four digits may break; `label_at`: where a label stands that
    covers several rows."""

    number: str
    repeat_heads: bool
    font_size: float
    narrow: bool
    running_head: bool
    label_at: str


def draw_page_style(chance: Random) -> PageStyle:
    """Draw a style."""
    number = chance.choice(
        ["", "- {page} -", "- {page} -", "{page}", "第 {page} 页 共 {pages} 页", "{page} / {pages}", "— {page} —"]
    )
    return PageStyle(
        number=number,
        repeat_heads=chance.random() < 0.3,
        font_size=chance.choice([6.5, 8.0, 9.0, 10.0, 10.5]),
        narrow=chance.random() < 0.15,
        running_head=chance.random() < 0.15,
        label_at=chance.choice(["top", "middle"]),
    )
