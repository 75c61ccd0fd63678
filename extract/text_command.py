"""The command `text`: what a file of any kind was read as, before any table of the form is looked for in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.limit_options import LimitOption, read_limits


def text(
    file: Annotated[str, typer.Argument(help="A file of any kind, archive.zip!file in it, or - for standard input.")],
    json_value: Annotated[
        bool, typer.Option("--json", help="All that is known of it: grids, places on pages, sureness, as JSON.")
    ] = False,
    limit: LimitOption = None,
) -> None:
    """Print the text that a file is read as, its tables included, as the layout reader and a model see it.

    Each row of a table is a line of cells between bars. What the reader noticed and left out comes on stderr.
    """
    from nianbao.extract.files.content_json import content_to_json
    from nianbao.extract.files.process import read_apart
    from nianbao.schemas import dump_json

    limits = read_limits(limit)
    content = read_apart(_bytes(file, limits), name=file, limits=limits)
    if json_value:
        print(dump_json(content_to_json(content)))
    else:
        sys.stdout.write(content.text if content.text.endswith("\n") else content.text + "\n")
    for note in content.notes:
        print(f"note: {file}: {note}", file=sys.stderr)


def _bytes(name: str, limits: ReadLimits) -> bytes:
    """The file's bytes, one more than the limit allows at most. Raises DocumentError."""
    from nianbao.extract.files.archives import find_member

    if name == "-":
        return sys.stdin.buffer.read(limits.bytes + 1)
    if "!" in name and not Path(name).exists() and (member := find_member(name, limits=limits)):
        return member.read()
    try:
        with open(name, "rb") as file:
            return file.read(limits.bytes + 1)
    except IsADirectoryError:
        raise DocumentError(f"{name}: a folder, not a file. Name a report's file.") from None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{name}: cannot be read ({error}). Check the path.") from None


def add_text_command(commands: typer.Typer) -> None:
    """Register `text`."""
    commands.command()(text)
