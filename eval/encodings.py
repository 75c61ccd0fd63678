"""Find the tokenizers' encodings without a network: in the folder that a user names, or in litellm's wheel."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from nianbao.extract.errors import NianbaoError

Tokenizer = Callable[[str], int]
"""From a text to how many tokens it is."""

ENCODINGS = ("o200k_base", "cl100k_base")
_NEXT = (
    "Install nianbao[count], or set TIKTOKEN_CACHE_DIR to a folder that has the encodings, "
    "or run where tiktoken may fetch them."
)


class EncodingError(NianbaoError):
    """Tokens cannot be counted: tiktoken or an encoding is not there."""


def load_tokenizer(encoding: str) -> Tokenizer:
    """The tokenizer of an encoding. litellm, which ships the encodings, is found but never imported.

    Raises EncodingError, with the next move, where tiktoken or the encoding is missing.
    """
    if find_spec("tiktoken") is None:
        raise EncodingError(f"tiktoken is not installed. {_NEXT}")
    if "TIKTOKEN_CACHE_DIR" not in os.environ and (shipped := shipped_encodings()):
        os.environ["TIKTOKEN_CACHE_DIR"] = str(shipped)
    tiktoken = importlib.import_module("tiktoken")
    try:
        loaded = tiktoken.get_encoding(encoding)
    except Exception as error:  # whatever a download raises
        raise EncodingError(f"the encoding {encoding} cannot be loaded ({type(error).__name__}). {_NEXT}") from None
    return lambda text: len(loaded.encode(text, disallowed_special=()))


def shipped_encodings() -> Path | None:
    """The folder of encodings in litellm's wheel, if it is installed."""
    spec = find_spec("litellm")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "litellm_core_utils" / "tokenizers"
        if folder.is_dir():
            return folder
    return None
