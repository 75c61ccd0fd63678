"""Hostile pictures: small files of enormous pictures, cut off, endless or with nothing but a head."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG's chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, rows: int = 0, extra: bytes = b"") -> bytes:
    """A grey PNG that says it has this size; `rows` of it are really there."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    packer = zlib.compressobj(9)
    body = b"".join([packer.compress(b"\0" * (width + 1)) for _ in range(rows)] + [packer.flush()])
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG with a comment that unpacks to 200 MB."""
    return png(8, 8, rows=8, extra=chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b" " * 200_000_000, 9)))


def tiff_loop() -> bytes:
    """A TIFF whose first page is followed by itself."""
    out = io.BytesIO()
    Image.new("L", (64, 64), 255).save(out, "TIFF")
    data = bytearray(out.getvalue())
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)
    return bytes(data)


def many_pages(kind: str = "TIFF", count: int = 1_000) -> bytes:
    """A picture of a thousand small pages."""
    out = io.BytesIO()
    pages = [Image.new("L", (16, 16), i % 256) for i in range(count)]
    pages[0].save(out, kind, save_all=True, append_images=pages[1:])
    return out.getvalue()


def cut(kind: str) -> bytes:
    """The first third of a picture."""
    out = io.BytesIO()
    Image.effect_noise((400, 400), 80).save(out, kind)
    return out.getvalue()[: len(out.getvalue()) // 3]
