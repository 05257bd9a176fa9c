"""Values: the text of a column read as what its field stands for."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.standard import Field, FieldKind
from transforms.standardise.blanks import blank_mask, error_mask, withheld_mask
from transforms.standardise.parse_codes import parse_booleans, parse_codes
from transforms.standardise.parse_dates import parse_dates
from transforms.standardise.parse_numbers import DECIMAL, parse_decimals, parse_integers, parse_ranges
from transforms.standardise.parsed_column import ParsedColumn, ParsedTexts, ParseState

TYPES: dict[FieldKind, pa.DataType] = {
    FieldKind.DATE: pa.date32(),
    FieldKind.INTEGER: pa.int64(),
    FieldKind.DECIMAL: DECIMAL,
    FieldKind.RANGE: DECIMAL,
    FieldKind.BOOLEAN: pa.bool_(),
    FieldKind.CODE: pa.string(),
}
# What a date or a number can look like at all, to tell a million texts that are neither without looking closer.
_MARKS = r"[\s\"'“”‘’]*"
_DATE_SHAPE = (
    rf"(?i)^{_MARKS}(?:\d{{1,4}}\s?[-/.]\s?\d{{1,2}}|-?\d{{4,13}}(?:\.\d*)?{_MARKS}$"
    r"|(?:[a-z]{3,9},?\s+)?\d{1,2}(?:st|nd|rd|th)?[\s\-/.,]*[a-z]{3,9}[\s\-/.,]*\d{2}"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
)
_DRESS = r"[\s\x{00a0}\x{2007}\x{2009}\x{202f}\"'“”‘’()+\-−–—£Â=＝]"
_NUMBER_SHAPE = (
    rf"(?i)^{_DRESS}*(?:gbp|&pound;|&#163;)?{_DRESS}*\.?\d[\d.,\x{{00a0}}\x{{2007}}\x{{2009}}\x{{202f}}]*(?:e[+-]?\d+)?"
    rf"{_DRESS}*[a-z²\d., ]{{0,24}}{_DRESS}*$|^{_DRESS}*(?:nil|zero|gbp{_DRESS}*-){_DRESS}*$|^{_DRESS}*£{_DRESS}*$"
)
_LONGEST = 60
# A time that makes no difference to the day: without a zone, or in UTC before 11 in the evening.
_TIMED = (
    r"^\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:T|\s+)"
    r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|(?:[01]?\d|2[0-2]):\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\+00(?::?00)?))\s*$"
)
_MANY = 1000
FEWEST_NOUGHTS = 3  # in front, that are put back: a shorter number may be another's


def is_typed(field: Field) -> bool:
    """Return whether the value of `field` is something else than its text."""
    return field.kind in TYPES or field.is_coded


def parse_column(cells: pa.Array, field: Field, as_at: date) -> ParsedColumn:
    """Return the values of one column of text; a value that a field may withhold, and that is, counts as blank."""
    if not field.is_redactable or not pc.any(withheld := withheld_mask(cells)).as_py():
        return _parse_column(cells, field, as_at)
    column = _parse_column(pc.if_else(withheld, "", cells), field, as_at)
    states = np.where(withheld.to_numpy(zero_copy_only=False), ParseState.WITHHELD, column.states).astype(np.uint8)
    return replace(column, cells=cells, states=states)


def _parse_column(cells: pa.Array, field: Field, as_at: date) -> ParsedColumn:
    if not is_typed(field):
        column = _parse_text(cells)
        return _zero_filled(column, field.zero_filled) if field.zero_filled else column
    encoded = cells.dictionary_encode()
    parsed = _parse_distinct(encoded.dictionary, field, as_at)
    codes = encoded.indices
    states = parsed.states[codes.to_numpy()]
    published = _unless(pa.array(states == ParseState.BLANK), cells)
    upper = None if parsed.upper is None else parsed.upper.take(codes)
    return ParsedColumn(
        parsed.values.take(codes), published, states, cells, upper, parsed.undecided, parsed.half_swapped
    )


def _parse_text(cells: pa.Array) -> ParsedColumn:
    """Return the texts without surrounding blanks, null where blank."""
    stripped = pc.utf8_trim_whitespace(cells)
    if pc.sum(pc.binary_length(stripped)).as_py() == pc.sum(pc.binary_length(cells)).as_py():
        stripped = cells
    blank = blank_mask(stripped)
    values = _unless(blank, stripped)
    published = values if stripped is cells else _unless(blank, cells)
    states = np.where(blank.to_numpy(zero_copy_only=False), ParseState.BLANK, ParseState.READ).astype(np.uint8)
    is_error = pc.fill_null(error_mask(stripped), False)
    if pc.any(is_error).as_py():
        values = pc.if_else(is_error, None, values)
        states[is_error.to_numpy(zero_copy_only=False)] = ParseState.UNREADABLE
    return ParsedColumn(values, published, states, cells)


def _zero_filled(column: ParsedColumn, width: int) -> ParsedColumn:
    """Return digits with the noughts in front that a spreadsheet has taken for a number's and left out."""
    is_short = pc.fill_null(
        pc.match_substring_regex(column.values, rf"^\d{{{width - FEWEST_NOUGHTS},{width - 1}}}$"), False
    )
    if not pc.any(is_short).as_py():
        return column
    values = pc.if_else(is_short, pc.utf8_lpad(column.values, width, "0"), column.values)
    states = np.where(is_short.to_numpy(zero_copy_only=False), ParseState.REPAIRED, column.states).astype(np.uint8)
    return replace(column, values=values, states=states)


def _parse_distinct(texts: pa.Array, field: Field, as_at: date) -> ParsedTexts:
    """Return the reading of distinct texts; of many, those that can't be what they should are passed over."""
    if field.kind is FieldKind.CODE or field.is_coded or len(texts) < _MANY:
        return _parse(texts, field, as_at)
    is_date = field.kind is FieldKind.DATE
    worth = pc.and_(
        pc.less_equal(pc.binary_length(texts), _LONGEST),
        pc.match_substring_regex(texts, _DATE_SHAPE if is_date else _NUMBER_SHAPE),
    )
    closer = texts.filter(worth)
    if is_date:
        closer = pc.replace_substring_regex(closer, _TIMED, r"\1")
    encoded = closer.dictionary_encode()
    parsed = _parse(encoded.dictionary, field, as_at)
    looked_at = worth.to_numpy(zero_copy_only=False)
    positions = np.zeros(len(texts), dtype=np.int64)
    positions[looked_at] = encoded.indices.to_numpy()
    places = pa.array(positions, mask=~looked_at)
    blank = blank_mask(pc.utf8_trim_whitespace(texts)).to_numpy(zero_copy_only=False)
    states = np.where(blank, ParseState.BLANK, ParseState.UNREADABLE).astype(np.uint8)
    states[looked_at] = parsed.states[positions[looked_at]]
    upper = None if parsed.upper is None else parsed.upper.take(places)
    return ParsedTexts(parsed.values.take(places), states, upper, parsed.undecided, parsed.half_swapped)


def _unless(blank: pa.Array, texts: pa.Array) -> pa.Array:
    """Return `texts`, null where `blank`, without copying a letter."""
    if not pc.any(blank).as_py():
        return texts
    if texts.null_count or texts.offset:
        return pc.if_else(blank, None, texts)
    validity = pc.invert(pc.if_else(blank, True, False)).buffers()[1]
    return pa.Array.from_buffers(texts.type, len(texts), [validity, *texts.buffers()[1:]])


def _parse(texts: pa.Array, field: Field, as_at: date) -> ParsedTexts:
    """Return the reading of `texts` by the kind of `field`."""
    match field.kind:
        case FieldKind.DATE:
            return parse_dates(texts.to_pylist(), field.partial, as_at)
        case FieldKind.INTEGER:
            return parse_integers(texts.to_pylist(), field.units)
        case FieldKind.DECIMAL:
            return parse_decimals(texts.to_pylist(), field.units)
        case FieldKind.RANGE:
            return parse_ranges(texts.to_pylist(), field.units)
        case FieldKind.BOOLEAN:
            return parse_booleans(texts)
        case _:
            if field.codelist is None:
                raise LookupError(f"{field.name} is a code and declares no list")
            return parse_codes(texts, field.codelist, field.separator)
