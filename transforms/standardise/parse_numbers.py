"""Numbers: exact decimals, from digits or from the ways that people dress them.

Known:  a comma is read only where it groups thousands; `0,27` and `1234,50` stay unread, since a guess could be
        out by a thousand.
"""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.standardise.blanks import is_blank
from transforms.standardise.parsed_column import ParsedTexts, ParseState

DECIMAL = pa.decimal128(38, 18)
_PLAIN = r"^\s*[+-]?\d{1,18}(\.\d{1,18})?\s*$"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_TWO_DECIMALS = re.compile(r"\.\d{2}$")  # "500.00-" is how accounting systems export; "10-" is half a range
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?e[+-]?\d{1,2}", re.IGNORECASE)
_RANGE = re.compile(r"(\d[\d,.]*)\s*(?:-|–|—|\bto\b)\s*(\d[\d,.]*)", re.IGNORECASE)
_ZERO_WORDS = ("nil", "zero")
_FORMULA = re.compile(r"[=＝]\s*(\"?)(.*?)\1")  # ="500.00", as exports keep a spreadsheet from changing a text
_POUND = re.compile(r"£|gbp|&pound;|&#163;|Â£", re.IGNORECASE)
_BLANKS_OF_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_SIGNS = str.maketrans("−–—", "---")
_DRESSED = re.compile(r"(?P<before>[£+\-(\s]*)(?P<figure>[\d.,](?:.*[\d.,])?)?(?P<behind>[£\-)\s]*)", re.DOTALL)
_SMALLEST = Decimal(1).scaleb(-18)
_EXACT = Context(prec=38)
_LIMIT = Decimal(10) ** 20


def parse_decimals(texts: Sequence[str], units: tuple[str, ...]) -> ParsedTexts:
    """Return the exact numbers that `texts` stand for."""
    array = pa.array(texts, pa.string())
    is_plain = pc.match_substring_regex(array, _PLAIN)
    values = pc.cast(pc.if_else(is_plain, pc.utf8_trim_whitespace(array), None), DECIMAL)
    states = np.where(is_plain.to_numpy(zero_copy_only=False), ParseState.READ, ParseState.BLANK).astype(np.uint8)
    others = np.flatnonzero(states == ParseState.BLANK)
    if not len(others):
        return ParsedTexts(values, states)
    read = [_parse_unless_blank(text, units) for text in array.take(pa.array(others)).to_pylist()]
    states[others] = [state for _, state in read]
    return ParsedTexts(_merged(values, others, [number for number, _ in read]), states)


def parse_integers(texts: Sequence[str], units: tuple[str, ...]) -> ParsedTexts:
    """Return the whole numbers that `texts` stand for; `12.00` is one, `12.5` is none."""
    parsed = parse_decimals(texts, units)
    numbers = parsed.values.to_pylist()
    is_whole = [number is not None and number == number.to_integral_value() for number in numbers]
    states = parsed.states.copy()
    states[(states != ParseState.BLANK) & ~np.array(is_whole, dtype=bool)] = ParseState.UNREADABLE
    integers = [int(number) if whole else None for number, whole in zip(numbers, is_whole, strict=True)]
    return ParsedTexts(pa.array(integers, pa.int64()), states)


def parse_ranges(texts: Sequence[str], units: tuple[str, ...]) -> ParsedTexts:
    """Return the number, or for a text such as `10-20` the two numbers, that each text stands for."""
    parsed = parse_decimals(texts, units)
    values, upper, states = parsed.values.to_pylist(), [None] * len(texts), parsed.states.copy()
    for position in np.flatnonzero(states == ParseState.UNREADABLE).tolist():
        if match := _RANGE.fullmatch(_without_unit(texts[position].strip(), units)[0]):
            low, high = parse_number(match[1], ())[0], parse_number(match[2], ())[0]
            if low is not None and high is not None:
                values[position], upper[position], states[position] = low, high, ParseState.REPAIRED  # type: ignore[call-overload]
    return ParsedTexts(pa.array(values, DECIMAL), states, upper=pa.array(upper, DECIMAL))


def parse_number(text: str, units: tuple[str, ...]) -> tuple[Decimal | None, bool]:
    """Return the number that `text` stands for and whether we had to repair it; None where it stands for none."""
    bare, has_unit = _without_unit(_bare(text), units)
    if _POUND.sub("", bare).strip().casefold() in _ZERO_WORDS:
        return Decimal(0), True
    figure, is_negative = _undressed(bare)
    if figure is None:
        return None, False
    is_plain = _NUMBER.fullmatch(figure) is not None
    if not (is_plain or _GROUPED.fullmatch(figure) or _SCIENTIFIC.fullmatch(figure)):
        return None, False
    number = _exact(figure.replace(",", ""))
    if number is None:
        return None, False
    is_as_written = is_plain and text.strip().removeprefix("-").removeprefix("+") == figure
    return -number if is_negative else number, has_unit or not is_as_written


def _bare(text: str) -> str:
    """Return `text` without quotation marks and a formula's equals sign, with one kind of minus sign and of pound."""
    bare = text.strip()
    if formula := _FORMULA.fullmatch(bare):
        bare = formula[2]
    bare = bare.strip().strip("\"'“”‘’").strip()
    return _POUND.sub("£", _BLANKS_OF_THOUSANDS.sub(",", bare))


def _undressed(bare: str) -> tuple[str | None, bool]:
    """Return the figure of an amount without its sign, brackets and pound, in any order, and whether it is negative.

    The dash of a spreadsheet's Accounting format, behind a pound sign, is zero.
    """
    parts = _DRESSED.fullmatch(bare.translate(_SIGNS))
    if parts is None:
        return None, False
    before, behind = "".join(parts["before"].split()), "".join(parts["behind"].split())
    if parts["figure"] is None:
        return ("0", False) if before + behind == "£-" else (None, False)
    marks = Counter(before + behind)
    is_half_a_range = "-" in behind and not _TWO_DECIMALS.search(parts["figure"])
    if is_half_a_range or marks["("] != marks[")"] or marks["£"] > 1 or marks["("] + marks["-"] + marks["+"] > 1:
        return None, False
    return parts["figure"], bool(marks["("] or marks["-"])


def _parse_unless_blank(text: str, units: tuple[str, ...]) -> tuple[Decimal | None, ParseState]:
    if is_blank(text):
        return None, ParseState.BLANK
    number, is_repaired = parse_number(text, units)
    return number, ParseState.UNREADABLE if number is None else ParseState.REPAIRED if is_repaired else ParseState.READ


def _without_unit(text: str, units: tuple[str, ...]) -> tuple[str, bool]:
    """Return `text` without the field's unit behind it, and whether there was one."""
    lowered = text.casefold().rstrip(".")
    for unit in units:
        if lowered.endswith(unit) and lowered[: -len(unit)].strip()[-1:].isdigit():
            return text[: len(lowered) - len(unit)].strip(), True
    return text, False


def _exact(digits: str) -> Decimal | None:
    """Return `digits` as a number that fits the column, rounded at its eighteenth decimal."""
    try:
        number = Decimal(digits)
        return number.quantize(_SMALLEST, context=_EXACT) if abs(number) < _LIMIT else None
    except InvalidOperation:
        return None


def _merged(values: pa.Array, positions: np.ndarray, numbers: list[Decimal | None]) -> pa.Array:
    """Return `values` with `numbers` put in at `positions`."""
    mask = np.zeros(len(values), dtype=bool)
    mask[positions] = True
    return pc.replace_with_mask(values, pa.array(mask), pa.array(numbers, DECIMAL))
