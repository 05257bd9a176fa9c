"""Codes and booleans: the words of a list, in any case."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.codelist import Codelist
from transforms.standardise.blanks import blank_mask, folded, is_blank
from transforms.standardise.parsed_column import ParsedTexts, ParseState

FEWEST_LETTERS = 10  # of a code that was cut short
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_BOOLEAN_LETTERS = {"y": True, "t": True, "1": True, "n": False, "f": False, "0": False}
_ADDRESS = r"^https?://(.*?)/*$"
_PLAIN_ADDRESS = r"http://\1"


def parse_codes(texts: pa.Array, codelist: Codelist, separator: str | None = None) -> ParsedTexts:
    """Return the code of `codelist` that each text names by itself or by an alias.

    An alias that ends with `*` stands for every text that begins so, the longest such alias first; that is a repair.
    So it is to leave out a note behind the list's mark for one.
    With a `separator` a text may name several: they are joined by it, each once, and one that is unknown makes the
    text unreadable, though the others are still given.
    """
    words_of = {word: code.code for code in codelist.readable for word in (code.code, *code.aliases)}
    by_word = {_word(word): code for word, code in words_of.items() if not word.endswith("*")}
    if separator:
        return _parse_several(texts, by_word, separator)
    words = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), r"\s+", " ")
    compared = pc.replace_substring_regex(pc.utf8_lower(words), _ADDRESS, _PLAIN_ADDRESS)
    codes = pa.array(by_word.values(), pa.string()).take(pc.index_in(compared, pa.array(by_word, pa.string())))
    states = np.where(_mask(pc.is_valid(codes)), ParseState.READ, ParseState.UNREADABLE).astype(np.uint8)
    states[_mask(pc.and_(pc.is_null(codes), blank_mask(words)))] = ParseState.BLANK
    parsed = ParsedTexts(codes, states)
    if codelist.note_mark:
        parsed = _without_note(texts, parsed, by_word, codelist.note_mark)
    parsed = _completed(texts, parsed, by_word)
    beginnings = {_word(word[:-1]): code for word, code in words_of.items() if word.endswith("*")}
    return _matched_by_beginning(texts, parsed, beginnings) if beginnings else parsed


def _without_note(texts: pa.Array, parsed: ParsedTexts, by_word: Mapping[str, str], mark: str) -> ParsedTexts:
    """Return `parsed` with the texts read that name a code before a mark; with a note behind it, that is a repair."""
    codes = parsed.values.to_pylist()
    for position in np.flatnonzero(parsed.states == ParseState.UNREADABLE):
        word, mark_present, note = texts[position].as_py().partition(mark)
        if mark_present and _word(word) in by_word:
            codes[position] = by_word[_word(word)]
            parsed.states[position] = ParseState.REPAIRED if note.strip() else ParseState.READ
    return ParsedTexts(pa.array(codes, pa.string()), parsed.states)


def _completed(texts: pa.Array, parsed: ParsedTexts, by_word: Mapping[str, str]) -> ParsedTexts:
    """Return `parsed` with the texts repaired that an export has cut short: long, the beginning of one code."""
    codes = parsed.values.to_pylist()
    for position in np.flatnonzero(parsed.states == ParseState.UNREADABLE):
        word = _word(texts[position].as_py())
        completions = (
            {code for name, code in by_word.items() if name.startswith(word)} if len(word) >= FEWEST_LETTERS else set()
        )
        if len(completions) == 1:
            [codes[position]], parsed.states[position] = completions, ParseState.REPAIRED
    return ParsedTexts(pa.array(codes, pa.string()), parsed.states)


def _matched_by_beginning(texts: pa.Array, parsed: ParsedTexts, beginnings: Mapping[str, str]) -> ParsedTexts:
    """Return `parsed` with the texts repaired that only begin as a word of the list does."""
    codes = parsed.values.to_pylist()
    for position in np.flatnonzero(parsed.states == ParseState.UNREADABLE):
        matches = [word for word in beginnings if _word(texts[position].as_py()).startswith(word)]
        if matches:
            codes[position], parsed.states[position] = beginnings[max(matches, key=len)], ParseState.REPAIRED
    return ParsedTexts(pa.array(codes, pa.string()), parsed.states)


def _parse_several(texts: pa.Array, by_word: Mapping[str, str], separator: str) -> ParsedTexts:
    """Return the codes that each text names, joined as published."""
    values: list[str | None] = []
    states = np.zeros(len(texts), dtype=np.uint8)
    for position, text in enumerate(texts.to_pylist()):
        words = [part for part in text.split(separator) if _word(part) in by_word or not is_blank(part)]
        codes = dict.fromkeys(by_word[_word(part)] for part in words if _word(part) in by_word)
        values.append(separator.join(codes) or None)
        is_read = all(_word(part) in by_word for part in words)
        states[position] = ParseState.BLANK if not words else ParseState.READ if is_read else ParseState.UNREADABLE
    return ParsedTexts(pa.array(values, pa.string()), states)


def _word(text: str) -> str:
    """Return a word as compared: in one case, and an address with http and without a slash at its end."""
    return re.sub(_ADDRESS, _PLAIN_ADDRESS, folded(text))


def parse_booleans(texts: pa.Array) -> ParsedTexts:
    """Return true for true and yes, false for false and no; single letters and digits are repaired."""
    published = texts.to_pylist()
    words = [folded(text) for text in published]
    values = [_BOOLEANS.get(word, _BOOLEAN_LETTERS.get(word)) for word in words]
    states = np.array([_state(value, text) for value, text in zip(values, published, strict=True)], dtype=np.uint8)
    states[np.array([word in _BOOLEAN_LETTERS for word in words], dtype=bool)] = ParseState.REPAIRED
    return ParsedTexts(pa.array(values, pa.bool_()), states)


def _state(value: object, text: str) -> ParseState:
    if value is not None:
        return ParseState.READ
    return ParseState.BLANK if is_blank(text) else ParseState.UNREADABLE


def _mask(values: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(values.to_numpy(zero_copy_only=False))
