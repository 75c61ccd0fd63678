"""Old office files: told apart by what is in them; read by LibreOffice without network, in time, without a trace."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.office_program import office_program
from nianbao.extract.files.read_office import read_office
from tests.files.ole_files import ole_file
from tests.files.word_files import zipped

needs_office = pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
RTF = rb"{\rtf1\ansi \trowd\cellx2000\cellx4000 \intbl Received\cell 12\cell\row\pard After\par}"
WORD = b"\xec\xa5\xc1\0" + bytes(7)


def odt(content: str, **more: str) -> bytes:
    """An OpenDocument text with this in its body."""
    spaces = "".join(
        f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for key, name in {"office": "office", "text": "text", "draw": "drawing", "table": "table"}.items()
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'office:version="1.2"><office:body><office:text>{content}</office:text></office:body>'
            "</office:document-content>",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
            **more,
        }
    )


def read(data: bytes, limits: ReadLimits = DEFAULT_LIMITS) -> Content:
    """What the reader makes of a file."""
    return read_office(data, name="old", limits=limits)


def refusal(data: bytes, limits: ReadLimits = DEFAULT_LIMITS) -> str:
    """What the reader says of a file that it refuses, after its name."""
    with pytest.raises(DocumentError) as told:
        read(data, limits)
    name, _, message = str(told.value).partition(": ")
    assert name == "old"
    return message


@pytest.fixture
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of the PATH; temporary files go to its neighbour `temp`."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return tmp_path / "bin"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(ole_file("WordDocument", "1Table", head=WORD), "an old Word (DOC) file", id="doc"),
        pytest.param(
            ole_file("WordDocument", head=WORD, below=("Workbook",)), "an old Word (DOC) file", id="doc with a workbook"
        ),
        pytest.param(RTF, "an RTF file", id="rtf"),
        pytest.param(b"\xef\xbb\xbf\r\n" + RTF, "an RTF file", id="rtf after a mark"),
        pytest.param(odt("<text:p>7</text:p>"), "an OpenDocument text (ODT)", id="odt"),
    ],
)
def test_without_libreoffice_the_message_says_what_to_do(data: bytes, words: str, bare_path: Path) -> None:
    assert refusal(data) == f"{words}. Install LibreOffice, or save it as DOCX."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(ole_file("EncryptionInfo", "EncryptedPackage"), "encrypted. Open it with", id="encrypted docx"),
        pytest.param(
            ole_file("WordDocument", head=b"\xec\xa5\xc1\0" + bytes(7) + b"\x01"), "encrypted. Open", id="encrypted doc"
        ),
        pytest.param(ole_file("WordDocument", head=b"no head"), "damaged or cut off", id="doc without a head"),
        pytest.param(ole_file("Workbook"), "an old Excel (XLS) workbook.", id="xls"),
        pytest.param(ole_file("a", "Book"), "an old Excel (XLS) workbook.", id="older xls"),
        pytest.param(ole_file("PowerPoint Document", "b"), "an old PowerPoint (PPT)", id="ppt"),
        pytest.param(ole_file("WpsContent"), "a file of an old WPS", id="old wps"),
        pytest.param(ole_file("a", below=("WordDocument",)), "an OLE file without a Word text.", id="embedded only"),
        pytest.param(ole_file("WordDocument", head=WORD)[:700], "damaged or cut off", id="cut off"),
        pytest.param(ole_file("WordDocument", head=WORD)[:8], "damaged or cut off", id="only the first bytes"),
        pytest.param(zipped({"word/document.xml": "<a/>"}), "a ZIP, but no OpenDocument text.", id="docx"),
        pytest.param(
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a ZIP, but no", id="ods"
        ),
        pytest.param(odt("", **{"../../evil": "x"}), "a member's name leads out", id="a name that leads out"),
        pytest.param(odt("", **{"Pictures/x": "0" * 40_000_000}), "Pictures/x: ", id="bomb"),
        pytest.param(odt("x")[:-40], "damaged or cut off", id="cut off odt"),
        pytest.param(b"{\\rtf1" + b"{" * 3000, "groups nested too deep, more than the 2,000 of the", id="groups"),
        pytest.param(b"text", "neither DOC, WPS, RTF nor ODT.", id="text"),
        pytest.param(b"", "neither DOC, WPS, RTF nor ODT.", id="nothing"),
    ],
)  # fmt: skip
def test_what_is_not_given_to_libreoffice(data: bytes, told: str, bare_path: Path) -> None:
    """Every one of these is refused before any program is looked for: there is none on the path."""
    assert refusal(data).startswith(told)


def test_an_encrypted_odt() -> None:
    manifest = '<m><m:encryption-data xmlns:m="x"/></m>'
    assert refusal(odt("", **{"META-INF/manifest.xml": manifest})).startswith("encrypted.")


def test_a_chain_of_sectors_that_bites_its_tail() -> None:
    looped = bytearray(ole_file("WordDocument", head=WORD))
    looped[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    assert "the directory's chain leads nowhere" in refusal(bytes(looped))


def test_a_program_that_hangs_is_ended_with_all_that_it_started(bare_path: Path) -> None:
    """Its child too, which would outlive it; and nothing is left in the folder of temporary files."""
    program = bare_path / "soffice"
    child = bare_path / "child"
    program.write_text(f"#!/bin/sh\n/bin/sleep 60 &\necho $! > {child}\nwait\n")
    program.chmod(0o755)
    started = time.monotonic()
    assert "LibreOffice too many seconds, more than the 1 of the limit `seconds`" in refusal(RTF, ReadLimits(seconds=1))
    assert time.monotonic() - started < 20
    stat = Path(f"/proc/{child.read_text().strip()}/stat")
    assert _gone(stat)
    assert not list((bare_path.parent / "temp").iterdir())


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", "an RTF file that LibreOffice cannot read."),
        ("mkdir out; /usr/bin/head -c 3000000 /dev/zero > out/report.docx", "the limit `bytes`"),
        ("mkdir out; echo no > out/report.docx", "damaged or cut off"),
    ],
)
def test_a_program_that_fails(script: str, told: str, bare_path: Path) -> None:
    program = bare_path / "soffice"
    program.write_text(f"#!/bin/sh\nPATH=/bin:/usr/bin\n{script}\n")
    program.chmod(0o755)
    assert told in refusal(RTF, ReadLimits(bytes=1_000_000))
    assert not list((bare_path.parent / "temp").iterdir())


class _Counter(BaseHTTPRequestHandler):
    requests: list[str]

    def do_GET(self) -> None:
        """Count any request, and answer it."""
        self.requests.append(self.command)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def counted() -> Iterator[tuple[str, list[str]]]:
    """The address of a picture on a server of this machine, and the requests that were made."""
    requests: list[str] = []
    handler = type("Counter", (_Counter,), {"requests": requests})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.png", requests
        server.shutdown()


@needs_office
def test_a_linked_picture_is_not_fetched(counted: tuple[str, list[str]], tmp_path: Path) -> None:
    """LibreOffice as it comes asks for it while it makes the DOC of this test; as nianbao runs it, never."""
    address, requests = counted
    link = f'xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"'
    linked = odt(
        f'<text:p>图<draw:frame text:anchor-type="as-char"><draw:image {link}/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source {link}/><text:p>7</text:p></text:section>'
    )
    (tmp_path / "linked.odt").write_bytes(linked)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office_program() or "", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    own = {**os.environ, "no_proxy": "127.0.0.1"}
    subprocess.run([*command, str(tmp_path / "linked.odt")], check=True, capture_output=True, timeout=120, env=own)
    old = (tmp_path / "linked.doc").read_bytes()
    assert address.encode() in old or address.encode("utf-16-le") in old
    assert requests
    requests.clear()
    for data in (linked, old):
        assert "图" in read(data).text
    assert not requests


def _gone(stat: Path) -> bool:
    """Whether a process ends within some seconds: it was sent the end, and nobody waits for it."""
    for _ in range(50):
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


@needs_office
def test_an_rtf_with_a_table_and_a_linked_picture(counted: tuple[str, list[str]]) -> None:
    address, requests = counted
    field = rb'After{\field{\*\fldinst INCLUDEPICTURE "%s" \\d}{\fldrslt }}' % address.encode()
    content = read(RTF.replace(b"After", field))
    assert content.text == "|Received|12|\nAfter\n"
    assert content.media_type == "application/rtf"
    assert content.notes[0] == "an RTF file, read through LibreOffice"
    assert not requests
