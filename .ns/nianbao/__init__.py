"""nianbao (年报): government information-disclosure annual reports into checked tables."""

from __future__ import annotations

from pathlib import Path

if not (Path(__file__).parent / "schemas" / "__init__.py").exists():  # a clone without symbolic links (Windows)
    __path__.append(str(Path(__file__).resolve().parents[2]))
