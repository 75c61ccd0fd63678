"""Undo the repetition of merged cells: some converters print a merged cell's text in every cell that it covers."""

from __future__ import annotations

from dataclasses import replace

from nianbao.extract.tokens import Line, Token


def drop_repeats(lines: list[Line]) -> list[Line]:
    """Drop the words of a cell that repeat the cell before it or above it, and the values that repeat with them.

    A value is dropped only under headings that repeat in the same cells: equal neighbours are else just equal.
    """
    out: list[Line] = []
    above: dict[int, str] = {}
    above_cells = 0
    heads: dict[int, str] = {}
    heads_cells = 0
    for line in lines:
        if not line.cells:
            out.append(line)
            if line.tokens:
                above, above_cells = {}, 0
            continue
        words = _words(line)
        # A converter that repeats merged cells leaves none of a heading's cells empty; where some are, cells that
        # happen to stand below the same words are others, moved to the left.
        empty = any(t.kind == "blank" for t in line.tokens)
        full = above_cells == line.cells and not empty
        repeated = {c for c, text in words.items() if _repeats(c, text, words, above if full else {})}
        if any(t.is_value for t in line.tokens):
            if heads_cells == line.cells:
                repeated |= _repeated_values(line, heads)
        elif words:
            heads, heads_cells = words, line.cells
        above, above_cells = words, 0 if empty else line.cells
        kept = tuple(t for t in line.tokens if t.cell not in repeated)
        out.append(replace(line, tokens=kept) if len(kept) < len(line.tokens) else line)
    return out


def _words(line: Line) -> dict[int, str]:
    words: dict[int, str] = {}
    for token in line.tokens:
        if token.kind == "text":
            words[token.cell] = words.get(token.cell, "") + token.text
    return words


def _repeats(cell: int, text: str, words: dict[int, str], above: dict[int, str]) -> bool:
    return len(text) > 1 and (words.get(cell - 1) == text or above.get(cell) == text)


def _repeated_values(line: Line, heads: dict[int, str]) -> set[int]:
    values: dict[int, Token] = {t.cell: t for t in line.tokens if t.is_value and t.whole}
    return {
        cell
        for cell, token in values.items()
        if cell - 1 in values
        and values[cell - 1].text == token.text
        and cell in heads
        and heads.get(cell - 1) == heads[cell]
    }
