"""Values: the text of a column read as what its field stands for."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.standard import Field, Kind
from transforms.standardise.blanks import BLANK_WORDS
from transforms.standardise.parse_codes import parse_booleans, parse_codes
from transforms.standardise.parse_dates import parse_dates
from transforms.standardise.parse_numbers import DECIMAL, parse_decimals, parse_integers, parse_ranges
from transforms.standardise.parsed import ParsedColumn, ParsedTexts, State

TYPES: dict[Kind, pa.DataType] = {
    Kind.DATE: pa.date32(),
    Kind.INTEGER: pa.int64(),
    Kind.DECIMAL: DECIMAL,
    Kind.RANGE: DECIMAL,
    Kind.BOOLEAN: pa.bool_(),
    Kind.CODE: pa.string(),
}
_DIGIT_OR_LETTER_KINDS = (Kind.CODE, Kind.BOOLEAN)


def is_typed(field: Field) -> bool:
    """Return whether the value of `field` is something else than its text."""
    return field.kind in TYPES


def parse_column(cells: pa.Array, field: Field, as_at: date) -> ParsedColumn:
    """Return the values of one column of text."""
    if not is_typed(field):
        return _parse_text(cells)
    encoded = cells.dictionary_encode()
    parsed = _parse_distinct(encoded.dictionary, field, as_at)
    codes = encoded.indices
    states = parsed.states[codes.to_numpy()]
    published = pc.if_else(pa.array(states != State.BLANK), cells, None)
    upper = None if parsed.upper is None else parsed.upper.take(codes)
    return ParsedColumn(parsed.values.take(codes), published, states, upper, parsed.undecided)


def _parse_text(cells: pa.Array) -> ParsedColumn:
    """Return the texts without surrounding blanks, null where blank."""
    stripped = pc.utf8_trim_whitespace(cells)
    is_short = pc.less_equal(pc.binary_length(stripped), 16)
    short = pc.if_else(is_short, stripped, "text")
    blank = pc.or_(
        pc.is_in(pc.utf8_lower(short), pa.array([*BLANK_WORDS, ""])), pc.match_substring_regex(short, r"^[-–—?._]+$")
    )
    values = pc.if_else(blank, None, stripped)
    states = np.where(blank.to_numpy(zero_copy_only=False), State.BLANK, State.READ).astype(np.uint8)
    return ParsedColumn(values, pc.if_else(blank, None, cells), states)


def _parse_distinct(texts: pa.Array, field: Field, as_at: date) -> ParsedTexts:
    """Return the reading of distinct texts; numbers and dates without any digit are not worth a closer look."""
    if field.kind in _DIGIT_OR_LETTER_KINDS or len(texts) < 1000:
        return _parse(texts.to_pylist(), field, as_at)
    worth = pc.or_(pc.match_substring_regex(texts, r"\d"), pc.less_equal(pc.binary_length(texts), 16))
    hopeless = pc.invert(worth)
    parsed = _parse(texts.filter(worth).to_pylist(), field, as_at)
    positions = pc.if_else(worth, pc.subtract(pc.cumulative_sum(pc.cast(worth, pa.int64())), 1), None)
    states = np.full(len(texts), State.UNREADABLE, dtype=np.uint8)
    states[~hopeless.to_numpy(zero_copy_only=False)] = parsed.states
    upper = None if parsed.upper is None else parsed.upper.take(positions)
    return ParsedTexts(parsed.values.take(positions), states, upper, parsed.undecided)


def _parse(texts: list[str], field: Field, as_at: date) -> ParsedTexts:
    """Return the reading of `texts` by the kind of `field`."""
    match field.kind:
        case Kind.DATE:
            return parse_dates(texts, field.partial, as_at)
        case Kind.INTEGER:
            return parse_integers(texts, field.units)
        case Kind.DECIMAL:
            return parse_decimals(texts, field.units)
        case Kind.RANGE:
            return parse_ranges(texts, field.units)
        case Kind.BOOLEAN:
            return parse_booleans(texts)
        case _:
            if field.codelist is None:
                raise LookupError(f"{field.name} is a code and declares no list")
            return parse_codes(texts, field.codelist)
