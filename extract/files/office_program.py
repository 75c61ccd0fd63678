"""Run LibreOffice on one file: without network, macros, links or a trace, within a time, in a group of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import over_limit
from nianbao.extract.files.limits import ReadLimits

PROGRAMS = ("soffice", "libreoffice")

_UPDATES = "org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments"
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "boolean", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisablePythonRuntime", "boolean", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "boolean", "false"),
    ("org.openoffice.Office.Common/Misc", "CrashReport", "boolean", "false"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "boolean", "false"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enabled", "boolean", "false"),
    (_UPDATES, "AutoCheckEnabled", "boolean", "false"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "int", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "int", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "string", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "int", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "string", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "int", "9"),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyName", "string", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyPort", "int", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", "string", ""),
)  # fmt: skip
"""Macros never run, links are never followed (2: never), and whatever would go out goes to a port where nobody is."""

_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")


@dataclass(frozen=True)
class OfficeKind:
    """A kind of file that LibreOffice reads: the suffix that tells it so, what to call it, its media type."""

    suffix: str
    words: str
    media_type: str


def office_program() -> str | None:
    """LibreOffice's program, or None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert_to_docx(data: bytes, kind: OfficeKind, *, name: str, limits: ReadLimits) -> bytes:
    """The file as DOCX. Everything that it writes lies in one folder, which is gone afterwards.

    Raises DocumentError: LibreOffice is not installed, cannot read the file, takes longer than `limits.seconds`, or
    writes more than `limits.bytes`.
    """
    program = office_program()
    if program is None:
        raise DocumentError(f"{name}: {kind.words}. Install LibreOffice, or save it as DOCX.")
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "profile/user").mkdir(parents=True)
        (folder / "profile/user/registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        source = folder / f"report.{kind.suffix}"
        source.write_bytes(data)
        _run(_command(program, folder, source), folder, name, limits)
        made = folder / "out/report.docx"
        if not made.is_file():
            raise DocumentError(f"{name}: {kind.words} that LibreOffice cannot read. Open it in Word, save it as DOCX.")
        if made.stat().st_size > limits.bytes:
            raise over_limit(name, f"{made.stat().st_size:,} bytes as DOCX", limits, "bytes")
        return made.read_bytes()


def _command(program: str, folder: Path, source: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    switches = ["--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
    return [program, profile, *switches, "--convert-to", "docx", "--outdir", str(folder / "out"), str(source)]


def _run(command: list[str], folder: Path, name: str, limits: ReadLimits) -> None:
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    own = {"HOME": str(folder), "TMPDIR": str(folder), "XDG_RUNTIME_DIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=kept | own | nowhere,
        start_new_session=True,
    )
    try:
        process.wait(limits.seconds)
    except subprocess.TimeoutExpired:
        has = "reading it takes LibreOffice too many seconds"
        raise over_limit(name, has, limits, "seconds", move="Save it as DOCX") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started: they are a group of their own."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{prop}" oor:op="fuse" oor:type="xs:{kind}"><value>{value}</value>'
        "</prop></item>\n"
        for path, prop, kind, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
        f"{items}</oor:items>\n"
    )
