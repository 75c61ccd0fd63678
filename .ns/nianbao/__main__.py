"""The `nianbao` command: the commands of the rooms put together, so that no room has to know another's."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from nianbao.eval.cli import add_commands
    from nianbao.extract.cli import app, run

    add_commands(app)
    sys.exit(run(app))


if __name__ == "__main__":
    main()
