"""Read lines of text in pictures, and say of every character how sure the reading is: RapidOCR's models, run here."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nianbao.extract.errors import DocumentError

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

CONFIDENCE_FLOOR = 0.6
"""A digit recognised less surely is not read.

Measured on 400 scans of drawn reports (`eval synth`, seeds 500-599, 200 at 150 and 200 at 200 dpi: askew by up to 1.5
degrees, faded, blurred, noisy, saved as JPEG): of the cells read, all at or above the floor, two were not as drawn (at
0.71 and 0.73, in tables without sums). Two set no floor by a curve; the runs are in docs/evaluation.md.
"""
HEIGHT = 48
"""Pixels of a line as the model takes it."""
_BATCH_PIXELS = HEIGHT * 320 * 8
"""How much goes into the model at once: more is not faster, and takes memory."""
_WIDTH_STEP = 32
_LARGER = 3.0
"""A small page is enlarged at most so many times."""
_LONGEST = 80
"""Widths per height of the longest line: what is longer is a rule, and is squeezed."""


@dataclass(frozen=True)
class Words:
    """One line as recognised: its text and how sure each of its characters is, 0 to 1."""

    text: str
    confidence: tuple[float, ...]

    @property
    def sureness(self) -> float:
        """The mean of its characters' confidence; 0 without characters."""
        return sum(self.confidence) / len(self.confidence) if self.confidence else 0.0


def need_extra(name: str) -> None:
    """Raise DocumentError where the extra is not installed."""
    import importlib.util

    if importlib.util.find_spec("rapidocr_onnxruntime") is None:
        raise DocumentError(
            f"{name}: a picture of a text, which takes OCR, and that is not installed. Install nianbao[ocr]."
        )


@cache
def _engine() -> Any:
    """RapidOCR with the models of its wheel, once a process."""
    from rapidocr_onnxruntime import RapidOCR

    threads = int(os.environ.get("OMP_NUM_THREADS", "") or os.cpu_count() or 1)
    # How large a picture is seen, `detect` says; RapidOCR would enlarge whatever is short.
    engine = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1, det_limit_side_len=_WIDTH_STEP)
    for infer in (engine.text_det.infer, engine.text_rec.session):
        infer.session = _keeping_memory(infer.session, threads)
    return engine


def _keeping_memory(session: Any, threads: int) -> Any:
    """A model's session that keeps its memory from one run to the next, which RapidOCR's gives back."""
    import onnxruntime

    path = getattr(session, "_model_path", None)
    if not path:
        return session
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@cache
def _alphabet() -> list[str]:
    return list(_engine().text_rec.postprocess_op.character)


_ALIKE = {"0": "oO○〇。∘QD口◦º°", "1": "lI|丨i!", "2": "Zz", "5": "Ss", "8": "B"}
"""Signs that one glyph stands for as well as for a digit: in a number's cell it is the digit; so is its wide form."""
_WIDE = dict(zip("0123456789", "０１２３４５６７８９", strict=True))


@cache
def _folds() -> list[tuple[int, list[int]]]:
    places = {character: i for i, character in enumerate(_alphabet())}
    return [(places[d], [places[c] for c in wide + _ALIKE.get(d, "") if c in places]) for d, wide in _WIDE.items()]


def recognise(lines: Sequence[Gray], *, numbers: bool = False) -> list[Words]:
    """Read lines of text, each a grey picture of one line, dark on light. In the order given.

    `numbers`: signs that look like a digit count as that digit.
    """
    import numpy as np

    session = _engine().text_rec.session
    found = [Words("", ())] * len(lines)
    for batch, width in _batches(lines):
        sheet = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
        for i, index in enumerate(batch):
            line = _to_height(lines[index], width)
            sheet[i, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
        for index, chances in zip(batch, session(sheet)[0], strict=True):
            if numbers:
                for digit, alike in _folds():
                    chances[:, digit] += chances[:, alike].sum(axis=1)
                    chances[:, alike] = 0
            found[index] = _decode(chances)
    return found


def _batches(lines: Sequence[Gray]) -> Iterator[tuple[list[int], int]]:
    """Lines of about the same width together, and that width in pixels at the model's height."""
    shapes = [min(line.shape[1] / line.shape[0], _LONGEST) for line in lines]
    widths = [-(-round(shape * HEIGHT) // _WIDTH_STEP) * _WIDTH_STEP for shape in shapes]
    order = sorted(range(len(lines)), key=widths.__getitem__)
    at = 0
    while at < len(order):
        end = at + 1
        while end < len(order) and (end + 1 - at) * HEIGHT * widths[order[end]] <= _BATCH_PIXELS:
            end += 1
        yield order[at:end], max(widths[order[end - 1]], _WIDTH_STEP)
        at = end


def _to_height(line: Gray, width: int) -> Gray:
    import cv2
    import numpy as np

    wide = min(max(round(line.shape[1] * HEIGHT / line.shape[0]), 1), width)
    shrinks = line.shape[0] > HEIGHT
    resized = cv2.resize(line, (wide, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)


def _decode(chances: Any) -> Words:
    """The best path: runs of one character are one, its confidence the highest in the run."""
    best, sure = chances.argmax(axis=1).tolist(), chances.max(axis=1).tolist()
    alphabet = _alphabet()
    text: list[str] = []
    confidence: list[float] = []
    last = 0
    for index, chance in zip(best, sure, strict=True):
        if index and index == last:
            confidence[-1] = max(confidence[-1], chance)
        elif index:
            text.append(alphabet[index])
            confidence.append(chance)
        last = index
    return Words("".join(text), tuple(confidence))


def detect(
    page: Gray, *, side: int = 1600, least: int = 736, like: tuple[int, ...] | None = None
) -> list[tuple[float, float, float, float]]:
    """Boxes around the lines of text on a page: x0, top, x1, bottom in pixels, in no order.

    `side`: pixels of the longer side of what the detector sees at once; fewer are faster and miss small letters.
    `least`: pixels of the shorter side to which a small page is enlarged. `like`: the shape of the page that this is
    a part of, and as large as which its letters are seen.
    """
    import cv2
    import numpy as np

    whole = like or page.shape
    scale = min(1.0, side / max(whole))
    # A very long page, as of a browser's window, is looked at in pieces of full size.
    if scale < 0.5 and max(page.shape) > 3 * min(page.shape):
        return _detect_pieces(page)
    scale = max(scale, min(least / min(whole), _LARGER))
    size = [max(round(length * scale), _WIDTH_STEP) for length in page.shape]
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    seen = cv2.resize(page, (size[1], size[0]), interpolation=kind) if scale != 1 else page
    corners, _ = _engine().text_det(cv2.cvtColor(np.asarray(seen, np.uint8), cv2.COLOR_GRAY2BGR))
    if corners is None:
        return []
    sides = ((c[:, 0].min(), c[:, 1].min(), c[:, 0].max(), c[:, 1].max()) for c in corners)
    return [
        (float(x0) / scale, float(top) / scale, float(x1) / scale, float(bottom) / scale)
        for x0, top, x1, bottom in sides
    ]


def _detect_pieces(page: Gray) -> list[tuple[float, float, float, float]]:
    """The boxes of a page that is far longer than wide, or wider than long, looked at in squares cut across it."""
    import numpy as np

    if page.shape[1] > page.shape[0]:
        turned = _detect_pieces(np.ascontiguousarray(page.T))
        return [(top, x0, bottom, x1) for x0, top, x1, bottom in turned]
    found = []
    at = 0
    while at < page.shape[0]:
        end = min(at + max(page.shape[1], 600), page.shape[0])
        if end < page.shape[0]:
            # The emptiest row of pixels in the last quarter: no line of text is cut there.
            quarter = (end - at) // 4
            end -= quarter - int(np.argmin(page[end - quarter : end].astype(np.int16).std(axis=1)))
        found += [(x0, top + at, x1, bottom + at) for x0, top, x1, bottom in detect(page[at:end])]
        at = end
    return found
