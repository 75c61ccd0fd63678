"""Read every hostile file in a process of its own: `python -m tests.files [NAME...]`.

Prints what became of it, the seconds, and the peak memory in MB of the process that reads and of its parent.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.archives import archive_members, is_archive
from nianbao.extract.files.process import end_readers, read_apart
from tests.files.hostile_files import HOSTILE_FILES, HostileFile


def read_file(path: Path) -> list[str]:
    """What becomes of a file, or of each document in an archive: an error, or how much text it has."""
    said = []
    try:
        if is_archive(str(path)):
            documents = [(m.name, m.read if not m.error else m.error) for m in archive_members(str(path))]
        else:
            documents = [(str(path), path.read_bytes)]
    except DocumentError as error:
        return [f"error: {error}"]
    for name, read in documents:
        try:
            if isinstance(read, str):
                raise DocumentError(read)
            content = read_apart(read(), name=name)
            said.append(f"read: {len(content.text)} characters, {len(content.grids)} grids {' '.join(content.notes)}")
        except DocumentError as error:
            said.append(f"error: {error}")
    return said


def outcome(said: list[str], file: HostileFile) -> str:
    """`fine` if what became of it is what may become of it, else `WRONG`."""
    errors = [line for line in said if line.startswith("error: ")]
    if file.refused is not None and not any(re.search(file.refused, line) for line in errors):
        return "WRONG"
    return "WRONG" if any("\n" in line or not line.endswith((".", " ", ")")) for line in errors) else "fine"


def _apart(path: Path) -> None:
    """In a process of its own: read and print as JSON."""
    import resource

    begun = time.monotonic()
    said = read_file(path)
    seconds = time.monotonic() - begun
    end_readers()
    here, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"said": said, "seconds": seconds, "here": here, "child": child}))


def main(names: list[str]) -> int:
    """Read the files that are named, or all; the exit code says whether all went well."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for file in HOSTILE_FILES.values():
            if names and file.name not in names:
                continue
            path = Path(folder) / file.name
            # Made elsewhere: a process's peak of memory counts from that of the process that started it.
            subprocess.run([sys.executable, "-m", "tests.files", "--make", file.name, str(path)], check=True)
            size = path.stat().st_size
            command = [sys.executable, "-m", "tests.files", "--apart", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            path.unlink()
            if done.returncode:
                wrong += 1
                print(f"DIED   {file.name}: {done.stderr[-500:]}")
                continue
            found = json.loads(done.stdout)
            state = outcome(found["said"], file)
            wrong += state != "fine"
            print(
                f"{state:6} {file.name:15} {size:>10,} bytes {found['seconds']:7.2f} s {found['child']:5} MB "
                f"{found['here']:5} MB  {file.story}: {found['said'][0].replace(folder + '/', '')[:200]}"
                + (f" (and {len(found['said']) - 1} more)" if len(found["said"]) > 1 else ""),
                flush=True,
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--apart"]:
        _apart(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--make"]:
        Path(sys.argv[3]).write_bytes(HOSTILE_FILES[sys.argv[2]].make())
    else:
        sys.exit(main(sys.argv[1:]))
