"""A part of a Word package as a tree of elements: no entities, no network, no nesting without end."""

from __future__ import annotations

import codecs
from io import BytesIO
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import over_bound, over_limit
from nianbao.extract.files.limits import ReadLimits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

MAX_NESTING = 200
"""Elements within elements, whatever the limit allows: Word itself writes some thirty, and readers recurse."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", DRAWING[1:-1].encode()),
)
"""The namespaces of ISO/IEC 29500 Strict, and those of Transitional for the same elements."""

_ANEW = "Get the file anew from where it was published"
_OFF = ("0", "false", "off", "none")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def parse_part(data: bytes, part: str, *, name: str, limits: ReadLimits) -> Any:
    """The root element of an XML part; Strict namespaces become Transitional, comments are gone.

    Raises DocumentError: not well-formed, with a DTD (and so perhaps entities), or nested too deep. `part` is the
    part's name in the package, `name` the file's.
    """
    from lxml import etree

    text = data.decode(_WIDE[data[:2]], "replace").encode() if data[:2] in _WIDE else data
    for strict, usual in _STRICT:
        text = text.replace(strict, usual)
    deepest = min(limits.nesting, MAX_NESTING)
    depth, root = 0, None
    try:
        # Entities are not resolved, and the parser's own limits (depth, growth of attributes) are left on.
        for event, element in etree.iterparse(
            BytesIO(text),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding="utf-8" if data[:2] in _WIDE else None,
        ):
            if root is None:
                root = element
                if root.getroottree().docinfo.internalDTD is not None:
                    raise DocumentError(
                        f"{name}: {part} declares a document type, as no Word document does and as attacks with "
                        "entities do. It is not read; get the file anew from where it was published."
                    )
            depth += 1 if event == "start" else -1
            if depth > deepest:
                has = f"{part} nests elements too deep"
                if deepest < MAX_NESTING:
                    raise over_limit(name, has, limits, "nesting", move=_ANEW)
                raise over_bound(name, has, MAX_NESTING, move=_ANEW)
    except (etree.XMLSyntaxError, UnicodeError, LookupError) as error:
        raise DocumentError(
            f"{name}: {part} is damaged ({error}). Get the file anew, or open it in Word and save it as DOCX."
        ) from None
    if root is None:
        raise DocumentError(f"{name}: {part} is empty. Get the file anew, or open it in Word and save it as DOCX.")
    return root


def is_on(parent: Any, tag: str) -> bool | None:
    """Whether a property such as `w:vanish` is on; None where the parent (which may be None) does not say."""
    found = None if parent is None else parent.find(W + tag)
    return None if found is None else found.get(W + "val", "1").lower() not in _OFF


def value_of(parent: Any, tag: str) -> str | None:
    """The `w:val` of a child, or None."""
    found = None if parent is None else parent.find(W + tag)
    return None if found is None else found.get(W + "val")


def number_of(parent: Any, tag: str, default: int = 0) -> int:
    """The `w:val` of a child as a whole number of 0 or more; what is none counts as not said."""
    value = value_of(parent, tag) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


def shown_choice(alternatives: Any) -> Any:
    """The branch of an `mc:AlternateContent` that Word shows: the first whose namespaces it knows, or the fallback."""
    for choice in alternatives.findall(MC + "Choice"):
        spaces = [choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split()]
        if spaces and all(
            s.startswith(("http://schemas.microsoft.com/office/", "http://schemas.openxml")) for s in spaces
        ):
            return choice
    return alternatives.find(MC + "Fallback")
