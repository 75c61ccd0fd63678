"""Read a web page saved as one file (MHTML; Word's and WPS's "single file web page"): its page, frames put in place."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, Message
from urllib.parse import unquote, urljoin

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.html_encoding import decode_page
from nianbao.extract.files.limit_errors import check_bytes, over_limit
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.read_html import read_page

_LONGEST_HEADER = 16_384
_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """What the page of an MHTML archive holds. Frames whose pages are in the archive are read where they stand.

    Raises DocumentError for what is no such archive, has no page, meets a limit, or shows its report elsewhere.
    """
    check_bytes(data, name=name, limits=limits)
    parts, start = _parts_of(data, name, limits)
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        raise DocumentError(f"{name}: a saved web page (MHTML) without a page in it. Save it anew from a browser.")
    main = next((part for part in pages if start and _header(part, "Content-ID").strip("<> ") == start), pages[0])
    base = _header(main, "Content-Location")
    frames = {}
    for part in pages:
        if part is not main:
            for key in ("Content-Location", "Content-ID"):
                if address := _header(part, key).strip("<> "):
                    frames[address if key == "Content-Location" else f"cid:{address}"] = part

    def frame_text(source: str) -> str | None:
        """The page of a frame, once: a page that frames itself would go on for ever."""
        for address in (source, urljoin(base, source), unquote(source)):
            if address and address in frames:
                return _text(frames.pop(address), name)[0]
        return None

    text, encoding = _text(main, name)
    return read_page(
        text,
        encoding=encoding,
        name=name,
        limits=limits,
        media_type="multipart/related",
        frame_text=frame_text,
        base=base if "://" in base else "",
    )


def _parts_of(data: bytes, name: str, limits: ReadLimits) -> tuple[list[EmailMessage], str]:
    """The archive's parts that are no multipart themselves, in order, and the id of the one to begin with."""
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        parts: list[EmailMessage] = []
        for part in message.walk():
            _check_headers(part, name)
            if not part.is_multipart():
                parts.append(part)
            if len(parts) > limits.members:
                raise over_limit(name, "too many parts", limits, "members", move="Save the page anew from a browser")
        start = message.get_param("start") or ""
        return parts, str(start).strip("<> ")
    except DocumentError:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        # The library's parser of mail fails in many ways on what is none.
        raise DocumentError(
            f"{name}: no saved web page (MHTML) that can be read ({type(error).__name__}). Save it anew from a browser."
        ) from None


def _check_headers(part: Message, name: str) -> None:
    if any(len(value) > _LONGEST_HEADER for _, value in part.raw_items()):
        raise DocumentError(f"{name}: a saved web page (MHTML) with an endless header. Save it anew from a browser.")


def _header(part: EmailMessage, key: str) -> str:
    """A header's text; "" where there is none, or none that the library can read."""
    try:
        return str(part.get(key) or "").replace("\r", "").replace("\n", "").replace("\t", "").strip()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""


def _text(part: EmailMessage, name: str) -> tuple[str, str]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        raise DocumentError(f"{name}: the saved web page (MHTML) is empty. Save it anew from a browser.")
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError):
        charset = None
    return decode_page(payload, name=name, hint=charset)
