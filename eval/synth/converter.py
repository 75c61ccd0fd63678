"""What a converter is: its name, what it takes, what it keeps of a table, and how it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from nianbao.eval.synth.sources import missing

Keeps = Literal["cells", "lines", "columns", "reading_order", "ocr"]
"""What is left of a table: `cells`, between delimiters, empty ones too; `columns`, numbers under each other, with room
for empty cells; `lines`, a cell to a line, of empty ones nothing; `reading_order`, the numbers one after another;
`ocr`, what was recognised on an image of it."""


@dataclass(frozen=True)
class Converter:
    """One converter. `media` is the kind of file that it takes; `needs` are modules and !programs; `package` is the
    distribution whose version is noted; `older` tells that it runs with the packages of the older environment, `slow`
    that it runs only where it is named, `empty_lines` that it leaves an empty line for an empty cell."""

    name: str
    media: str
    keeps: Keeps
    run: Callable[[Path], str]
    needs: tuple[str, ...] = ()
    package: str = ""
    older: bool = False
    slow: bool = False
    empty_lines: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What it needs and is not installed here."""
        return missing(self.needs)

    @property
    def shows_empty(self) -> bool:
        """Whether an empty cell leaves a trace in the text."""
        return self.keeps in ("cells", "columns") or self.empty_lines

    @property
    def version(self) -> str:
        """The version of its package, as installed where this is asked, or ""."""
        try:
            return metadata.version(self.package) if self.package else ""
        except metadata.PackageNotFoundError:
            return ""
