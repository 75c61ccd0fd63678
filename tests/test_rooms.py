"""The rooms and what each may import (DESIGN: Rooms)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "schemas": set(),
    "prompts": {"schemas"},
    "extract": {"schemas", "prompts"},
    "eval": {"schemas", "prompts", "extract"},
}


def imported_rooms(file: Path) -> set[str]:
    """The rooms that a file imports, inside functions too."""
    rooms = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names = [node.module or ""]
        for name in names:
            parts = name.split(".")
            assert parts[0] not in ROOMS, f"{file}: imports {name} without nianbao."
            if parts[0] == "nianbao":
                rooms.add(parts[1] if len(parts) > 1 else "")
    return rooms


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    """No file of a room imports another room than those that DESIGN allows it."""
    files = list((ROOT / room).rglob("*.py"))
    assert files
    for file in files:
        assert imported_rooms(file) <= ROOMS[room] | {room}, file


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_comes_in_and_out(room: str) -> None:
    """Each room's __init__ opens with what comes in, what goes out and what it never does."""
    doc = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert all(word in doc for word in ("In:", "Out:", "Never:")), room


def test_every_public_thing_has_a_docstring() -> None:
    """Modules, public classes and public functions of the rooms say what they are."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            assert ast.get_docstring(tree), file
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) and node.name[0] != "_":
                    assert ast.get_docstring(node), f"{file}: {node.name}"
