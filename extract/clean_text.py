"""Make a text ready for reading: normalised, its tables in HTML, lists or drawn grids a row to a line."""

from __future__ import annotations

from nianbao.extract.cell_breaks import join_broken_cells
from nianbao.extract.delimited_tables import unfold_delimited
from nianbao.extract.grid_tables import unfold_grids
from nianbao.extract.html_tables import unfold_tables
from nianbao.extract.lone_bars import join_lone_bars
from nianbao.extract.normalise import NormalText, normalise
from nianbao.extract.pandoc_marks import drop_pandoc_marks


def clean_text(text: str) -> NormalText:
    """The text as every reader has it; each character keeps its place in the original. Never raises."""
    unfolded = join_lone_bars(drop_pandoc_marks(unfold_tables(unfold_delimited(normalise(text)))))
    return unfold_grids(join_broken_cells(unfolded))
