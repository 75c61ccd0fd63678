"""The pictures in a file, one a page: grey, dark on light, neither too large nor too small to be read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import over_limit
from nianbao.extract.files.limits import ReadLimits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Gray: TypeAlias = NDArray[np.uint8]

FORMATS = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
"""What Pillow calls the formats that are read, and their media types."""

_PAGED = frozenset({"TIFF", "GIF"})
_SHORT_SIDE = (1000, 2500)
"""Pixels of a page's shorter side: A4 at 120 dpi is 992, at 300 dpi 2480."""
_LEAST_LONG_SIDE = 2000
_DPI = 200
_LONGEST = 5000
"""Pixels of the longer side of a rendered page at most: a poster is drawn smaller."""


@dataclass(frozen=True)
class Picture:
    """A page's picture: its number from 1, its pixels (0 is black), and how many units of the page a pixel has.

    A page's units are points in a PDF, and the file's own pixels in an image.
    """

    number: int
    pixels: Gray
    unit: float


def image_pictures(data: bytes, *, name: str, limits: ReadLimits) -> tuple[str, Iterator[Picture]]:
    """An image's media type and its pages, decoded one by one as they are asked for.

    Raises DocumentError: no such image, more pixels or pages than the limits, cut short or broken.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=[kind for kind in FORMATS if kind != "MPO"])
    except Image.DecompressionBombError:
        raise _too_many_pixels(name, limits) from None
    except UnidentifiedImageError:
        raise DocumentError(f"{name}: not an image that can be read. Save it as PNG, JPEG or TIFF.") from None
    except Exception as error:
        raise _broken(name, error) from None
    return FORMATS[image.format or "PNG"], _frames(image, name, limits)


def _frames(image: Any, name: str, limits: ReadLimits) -> Iterator[Picture]:
    number = 0
    while True:
        try:
            if number:
                image.seek(number)
            _check_pixels(image.width, image.height, name, limits)
            if number >= limits.pages:
                raise DocumentError(
                    f"{name}: more than the {limits.pages} pages that are read (pages). "
                    "Raise the limit or split the file."
                )
            pixels, shown = _grey(image), image.size
        except EOFError:
            return
        except DocumentError:
            raise
        except Exception as error:
            raise _broken(name, error) from None
        number += 1
        yield _sized(number, pixels, max(shown) / max(pixels.shape))
        if image.format not in _PAGED:
            return


def _check_pixels(width: int, height: int, name: str, limits: ReadLimits) -> None:
    if width * height > limits.pixels:
        raise _too_many_pixels(name, limits, f"{width} × {height} pixels")


def _too_many_pixels(name: str, limits: ReadLimits, size: str = "too many pixels") -> DocumentError:
    return over_limit(name, size, limits, "pixels", move="Scan it smaller")


def _broken(name: str, error: Exception) -> DocumentError:
    return DocumentError(f"{name}: the image is cut short or broken ({error}). Fetch or scan it again.")


def _grey(image: Any) -> Gray:
    """The image as it is meant to be seen, in grey: turned as its EXIF says, on white where it is transparent."""
    import numpy as np
    from PIL import Image, ImageOps

    image.load()
    shown = ImageOps.exif_transpose(image)
    if shown.mode.startswith(("I", "F")):
        deep = np.asarray(shown).astype(np.float32)
        top = 65535 if shown.mode.startswith("I;16") else max(float(deep.max(initial=1)), 1)
        return (deep.clip(0, top) * (255 / top)).astype(np.uint8)
    if shown.has_transparency_data:
        shown = shown.convert("RGBA")
        white = Image.new("RGBA", shown.size, "white")
        white.alpha_composite(shown)
        shown = white
    elif shown.mode not in ("1", "L", "RGB"):
        shown = shown.convert("RGB")
    return np.array(shown.convert("L"))


def pdf_pictures(
    data: bytes, pages: Sequence[int] | None, *, name: str, limits: ReadLimits
) -> tuple[int, Iterator[Picture]]:
    """How many pages a PDF has, and its pages drawn; `pages` are their numbers from 1, None means all.

    A page that is one large image is drawn at that image's resolution. Raises DocumentError: no PDF, encrypted, more
    pixels or pages than the limits.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name}: the PDF cannot be opened ({error}). Save it again without a password.") from None
    wanted = [number for number in pages if 1 <= number <= count] if pages is not None else list(range(1, count + 1))
    if len(wanted) > limits.pages:
        raise DocumentError(
            f"{name}: {len(wanted)} pages, more than the {limits.pages} that are read (pages). "
            "Raise the limit or split the file."
        )
    return count, _drawn_pages(document, wanted, name, limits)


def _drawn_pages(document: Any, wanted: Sequence[int], name: str, limits: ReadLimits) -> Iterator[Picture]:
    import numpy as np
    import pypdfium2

    try:
        for number in wanted:
            try:
                page = document[number - 1]
                width, height = page.get_size()
                dpi = _own_dpi(page, width, height, name, limits) or _DPI
                scale = min(dpi / 72, _LONGEST / max(width, height, 1))
                _check_pixels(round(width * scale), round(height * scale), name, limits)
                pixels = np.array(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
            except pypdfium2.PdfiumError as error:
                raise DocumentError(f"{name}: page {number} cannot be drawn ({error}). Save the PDF again.") from None
            yield _sized(number, pixels, width / pixels.shape[1])
    finally:
        document.close()


def _own_dpi(page: Any, width: float, height: float, name: str, limits: ReadLimits) -> float | None:
    """The resolution of the image that covers most of a page, between 100 and 300 dpi; None without one.

    Every image's size is checked against the limit before it is drawn.
    """
    import pypdfium2

    found = None
    for part in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        wide, high = part.get_px_size()
        _check_pixels(wide, high, name, limits)
        left, bottom, right, top = part.get_bounds()
        covered = (right - left) * (top - bottom) / max(width * height, 1)
        if covered > 0.5:
            own = 72 * (wide * high / max((right - left) * (top - bottom), 1)) ** 0.5
            found = max(found or 0, min(max(own, 100), 300))
    return found


def _sized(number: int, pixels: Gray, unit: float) -> Picture:
    """The picture, made smaller or larger where its letters would be too large or too small to be read."""
    import cv2
    import numpy as np

    if float(np.median(pixels[::7, ::7])) < 100:
        pixels = 255 - pixels
    short, long = min(pixels.shape), max(pixels.shape)
    scale = 1.0
    if short > _SHORT_SIDE[1]:
        scale = _SHORT_SIDE[1] / short
    elif short < _SHORT_SIDE[0] and long < _LEAST_LONG_SIDE:
        scale = min(2.0, _LEAST_LONG_SIDE / long)
    if scale != 1:
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        resized = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=kind)
        return Picture(number, np.asarray(resized, np.uint8), unit / scale)
    return Picture(number, pixels, unit)
