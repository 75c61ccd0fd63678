"""Files that a browser saves beside a page (its scripts and icons): parts of the page, no documents of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

_FOLDER_ENDINGS = ("_files", ".files", "_file", "_文件")
_PAGES = (".html", ".htm", ".shtml", ".xhtml", ".HTML", ".HTM")
_RUBBISH = (".ds_store", "thumbs.db", "desktop.ini")


def is_rubbish(path: PurePath) -> bool:
    """What systems and programs leave in folders and archives: no one's document."""
    name = path.name.lower()
    return name in _RUBBISH or name.startswith(("._", "~$")) or "__MACOSX" in path.parts


def is_page_part(path: PurePath, exists: Callable[[PurePath], bool]) -> bool:
    """Whether a file lies in the folder `X_files` of a page `X.html` that `exists` beside that folder."""
    for folder in path.parents:
        for ending in _FOLDER_ENDINGS:
            if folder.name.endswith(ending) and len(folder.name) > len(ending):
                page = folder.name[: -len(ending)]
                if any(exists(folder.parent / (page + suffix)) for suffix in _PAGES):
                    return True
    return False
