"""Codes and booleans: the words of a list, in any case."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.standard import Codelist
from transforms.standardise.blanks import blank_mask, folded, is_blank
from transforms.standardise.parsed import ParsedTexts, State

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_BOOLEAN_LETTERS = {"y": True, "t": True, "1": True, "n": False, "f": False, "0": False}


def parse_codes(texts: pa.Array, codelist: Codelist) -> ParsedTexts:
    """Return the code of `codelist` that each text names by itself or by an alias."""
    known = {folded(word): code.code for code in codelist.codes for word in (code.code, *code.aliases)}
    words = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), r"\s+", " ")
    codes = pa.array(known.values(), pa.string()).take(pc.index_in(pc.utf8_lower(words), pa.array(known)))
    states = np.where(_mask(pc.is_valid(codes)), State.READ, State.UNREADABLE).astype(np.uint8)
    states[_mask(pc.and_(pc.is_null(codes), blank_mask(words)))] = State.BLANK
    return ParsedTexts(codes, states)


def parse_booleans(texts: pa.Array) -> ParsedTexts:
    """Return true for true and yes, false for false and no; single letters and digits are repaired."""
    published = texts.to_pylist()
    words = [folded(text) for text in published]
    values = [_BOOLEANS.get(word, _BOOLEAN_LETTERS.get(word)) for word in words]
    states = np.array([_state(value, text) for value, text in zip(values, published, strict=True)], dtype=np.uint8)
    states[np.array([word in _BOOLEAN_LETTERS for word in words], dtype=bool)] = State.REPAIRED
    return ParsedTexts(pa.array(values, pa.bool_()), states)


def _state(value: object, text: str) -> State:
    if value is not None:
        return State.READ
    return State.BLANK if is_blank(text) else State.UNREADABLE


def _mask(values: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(values.to_numpy(zero_copy_only=False))
