"""Print a hostile text and what is made of it: `python -m tests.hostile KIND VARIANT`; without a kind, list them."""

from __future__ import annotations

import sys

from tests.hostile.kinds import KINDS
from tests.hostile.mischief import make_hostile
from tests.hostile.silent import read_tables, silent_errors


def main(arguments: list[str]) -> None:
    """Print the text on stdout; its kind, the statuses and the silent errors on stderr."""
    if not arguments:
        for kind in KINDS.values():
            print(f"{kind.name:32} {kind.story}")
        return
    kind = KINDS[arguments[0]]
    hostile = make_hostile(kind, int(arguments[1]) if len(arguments) > 1 else 0)
    print(hostile.text)
    print(f"{kind.name}: {kind.story} Layout: {hostile.sheet.layout}.", file=sys.stderr)
    for key, table in read_tables(hostile.text).items():
        print(f"{key}: {table.status} {sorted(table.checks)}", file=sys.stderr)
    for error in silent_errors(hostile.text, hostile.sheet):
        print(f"SILENT: {error}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
