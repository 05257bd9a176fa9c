"""Codes and booleans: the words of a list, in any case."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from transforms.domain.standard import Codelist
from transforms.standardise.blanks import folded, is_blank
from transforms.standardise.parsed import ParsedTexts, State

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_BOOLEAN_LETTERS = {"y": True, "t": True, "1": True, "n": False, "f": False, "0": False}


def parse_codes(texts: Sequence[str], codelist: Codelist) -> ParsedTexts:
    """Return the code of `codelist` that each text names by itself or by an alias."""
    known = {folded(word): code.code for code in codelist.codes for word in (code.code, *code.aliases)}
    codes = [known.get(folded(text)) for text in texts]
    states = np.array([_state(code, text) for code, text in zip(codes, texts, strict=True)], dtype=np.uint8)
    return ParsedTexts(pa.array(codes, pa.string()), states)


def parse_booleans(texts: Sequence[str]) -> ParsedTexts:
    """Return true for true and yes, false for false and no; single letters and digits are repaired."""
    words = [folded(text) for text in texts]
    values = [_BOOLEANS.get(word, _BOOLEAN_LETTERS.get(word)) for word in words]
    states = np.array([_state(value, text) for value, text in zip(values, texts, strict=True)], dtype=np.uint8)
    states[np.array([word in _BOOLEAN_LETTERS for word in words], dtype=bool)] = State.REPAIRED
    return ParsedTexts(pa.array(values, pa.bool_()), states)


def _state(value: object, text: str) -> State:
    if value is not None:
        return State.READ
    return State.BLANK if is_blank(text) else State.UNREADABLE
