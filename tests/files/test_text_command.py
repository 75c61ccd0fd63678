"""`nianbao text` prints what was read; `--limit` and NIANBAO_LIMITS bound it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao.extract.files.content import Box, Content, GridCell, Place, Sureness, TableGrid
from nianbao.extract.files.content_json import content_from_json, content_to_json
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.limit_options import read_limits
from nianbao.extract.options import UsageError
from tests.commands import nianbao
from tests.files.test_archives import write

TEXT = "青禾县2022年政府信息公开工作年度报告\n一、总体情况\n"


def test_a_text_is_printed_as_it_stands(tmp_path: Path) -> None:
    """Whatever its encoding; also out of an archive and from standard input."""
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    archive = write(tmp_path / "b.zip", ("年报.txt", TEXT.encode()))
    for done in (
        nianbao("text", file),
        nianbao("text", f"{archive}!年报.txt"),
        nianbao("text", "-", stdin=TEXT.encode("utf-16")),
    ):
        assert (done.out, done.err, done.code) == (TEXT, "", 0)


def test_all_that_is_known_as_json(tmp_path: Path) -> None:
    """`--json` prints the content with its media type and encoding."""
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    value = json.loads(nianbao("text", file, "--json").out)
    assert (value["text"], value["media_type"], value["encoding"]) == (TEXT, "text/plain", "gb18030")
    assert value["grids"] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive, which is not read. Unpack it"),
        (b"PK\x05\x06" + bytes(18), "a ZIP archive, which is not read. Name one of its files as ARCHIVE.zip!FILE"),
        (b"", "it is empty"),
        (b"x" * 2049, "2,049 bytes, more than the 2,048 of the limit `bytes`"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    """Nothing on stdout, the name and the way on on stderr, exit code 1."""
    file = tmp_path / "a.bin"
    file.write_bytes(data)
    done = nianbao("text", file, "--limit", "bytes=2K")
    assert (done.out, done.code, len(done.err.splitlines())) == ("", 1, 1)
    assert done.err.startswith(f"error: {file}: ")
    assert words in done.err


def test_limits_by_flag_then_environment_then_default() -> None:
    """Sizes in K, M and G; seconds with a fraction."""
    limits = read_limits(["pages=7", "memory=1.5G"], {"NIANBAO_LIMITS": "pages=500, seconds=2.5,expanded=10MB"})
    assert (limits.pages, limits.memory, limits.seconds) == (7, 3 * 2**29, 2.5)
    assert limits.expanded == 10 * 2**20
    assert limits.depth == DEFAULT_LIMITS.depth
    assert read_limits(None, {}) == DEFAULT_LIMITS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("page=3", "--limit page=3: give NAME=VALUE with one of the names bytes, characters, pages"),
        ("pages", "give NAME=VALUE"),
        ("pages=", "nothing is not a whole number"),
        ("pages=0", "0 is not a whole number"),
        ("pages=-1", "-1 is not a whole number"),
        ("pages=2.5", "2.5 is not a whole number"),
        ("pages=many", "many is not a whole number"),
        ("seconds=nan", "nan is not a number of seconds"),
    ],
)
def test_a_wrong_limit_is_wrong_usage(text: str, words: str) -> None:
    """The names that there are, or what a value has to be."""
    with pytest.raises(UsageError, match="--limit") as caught:
        read_limits([text], {})
    assert words in str(caught.value)


def test_a_wrong_limit_ends_the_command() -> None:
    """Exit code 2 and one line, from the environment too."""
    done = nianbao("text", "-", NIANBAO_LIMITS="sides=3")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert done.err.startswith("error: NIANBAO_LIMITS sides=3: ")


def test_a_content_comes_through_json_whole() -> None:
    """Grids with boxes and merged cells, places, sureness, lone surrogates: the same after as before."""
    box = Box(2, 1.5, 2.25, 3.0, 4.125)
    grid = TableGrid(2, 2, (GridCell(0, 0, 1, 2, 4, 5, box), GridCell(1, 0, 1, 1, 8, 8)), 3, 12)
    content = Content(
        "年\ud800\n|3||\n|||\n", "x/y", "gbk", (grid,), (Place(0, 2, box),), (Sureness(0, 2, 0.1),), ("n",), 3
    )
    assert content_from_json(json.loads(json.dumps(content_to_json(content)))) == content
