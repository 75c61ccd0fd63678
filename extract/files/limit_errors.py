"""What a reader says of a file that has more than is read: one wording for all limits, settings or not."""

from __future__ import annotations

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import ReadLimits

ALONE = "Give the report alone"
_MEGABYTES = ("memory",)


def over_limit(name: str, has: str, limits: ReadLimits, setting: str, *, move: str = ALONE) -> DocumentError:
    """The error for a file that has more than one of the limits allows. `has` says what, with its number if known.

    >>> over_limit("a.pdf", "301 pages", ReadLimits(), "pages").args[0]
    'a.pdf: 301 pages, more than the 300 of the limit `pages`. Give the report alone, or raise it with --limit pages=N.'
    """
    most = getattr(limits, setting)
    number = f"{most / 2**20:,.0f} MB" if setting in _MEGABYTES else f"{most:,}".removesuffix(".0")
    return DocumentError(
        f"{name}: {has}, more than the {number} of the limit `{setting}`. {move}, or raise it with --limit {setting}=N."
    )


def over_bound(name: str, has: str, most: int, *, move: str = ALONE) -> DocumentError:
    """The error for a file that has more than any report does: a bound that no setting raises.

    >>> over_bound("a.pdf", "page 3 draws 250,000 objects", 200_000).args[0]
    'a.pdf: page 3 draws 250,000 objects, more than the 200,000 of any report. Give the report alone.'
    """
    return DocumentError(f"{name}: {has}, more than the {most:,} of any report. {move}.")


def check_bytes(data: bytes, *, name: str, limits: ReadLimits) -> None:
    """Raise DocumentError where a file is empty or larger than it may be."""
    if not data.strip():
        raise DocumentError(f"{name}: it is empty. Check how it was converted or downloaded.")
    if len(data) > limits.bytes:
        raise over_limit(name, f"{len(data):,} bytes", limits, "bytes")


def check_characters(count: int, *, name: str, limits: ReadLimits) -> None:
    """Raise DocumentError where so many characters of text, at least, are more than may be."""
    if count > limits.characters:
        raise over_limit(name, f"{count:,} characters of text", limits, "characters")
