"""Derived columns: what rules over several fields test, worked out of a file's columns all rows at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from expectations.consistency_rules import field_of, quotient_name, sum_name
from transforms.domain.declared_rule import (
    AddsUp,
    Agrees,
    AtMost,
    Divides,
    OnlyWhen,
    PublishedWhen,
    RefersTo,
    SmallNumber,
)
from transforms.domain.standard import DatasetStandard
from transforms.standardise import Standardised
from transforms.standardise.folded_text import fold, fold_texts

Column = Callable[[Standardised], pa.Array]

_MONEY = pa.decimal128(28, 6)  # room for sums within the 38 digits that Arrow has


def derived(file: Standardised, name: str) -> pa.Array | None:
    """Return the column called `name` that a declared rule tests, None where no rule declares it."""
    column = _columns(file.standard).get(name)
    return column(file) if column else None


@cache
def _columns(standard: DatasetStandard) -> Mapping[str, Column]:
    """Return how to work out each column that the rules of `standard` test."""
    columns: dict[str, Column] = {}
    for rule in standard.rules:
        match rule:
            case AtMost(upper=upper):
                columns[f"{upper}.beginning"] = partial(_beginning, rule)
                columns[f"{upper}.end"] = partial(_end, rule)
            case PublishedWhen(field, when):
                columns[f"{field}.called_for.{when}"] = partial(_called_for, rule)
            case OnlyWhen(field, when):
                columns[f"{field}.allowed.{when}"] = partial(_allowed, rule)
            case Agrees(uri, label):
                columns[f"{label}.agrees.{uri}"] = partial(_agrees, rule)
            case AddsUp():
                columns[f"{field_of(rule)}.excess.{sum_name(rule)}"] = partial(_excess, rule)
            case SmallNumber(field):
                columns[f"{field}.but_nought"] = partial(_but_nought, rule)
            case Divides():
                columns[quotient_name(rule)] = partial(_off_quotient, rule)
            case RefersTo(field, slug):
                columns[f"{field}.known.{slug}"] = partial(_known, rule)
            case _:
                pass
    return columns


def _beginning(rule: AtMost, file: Standardised) -> pa.Array:
    """Return where the range that ends in `upper` begins."""
    return pc.coalesce(*(_floats(file.table[name]) for name in _starts(rule)))


def _end(rule: AtMost, file: Standardised) -> pa.Array:
    """Return where the range ends: in a field of its own, or in the second number of a cell that holds both."""
    ends = [f"{rule.upper}__upper", rule.upper, *(f"{name}__upper" for name in _starts(rule))]
    return pc.coalesce(*(_floats(file.table[name]) for name in ends if name in file.table.column_names))


def _starts(rule: AtMost) -> list[str]:
    return [name for name in (rule.lower, rule.lower_else) if name]


def _called_for(rule: PublishedWhen, file: Standardised) -> pa.Array:
    """Return one where the field has to be published, nothing elsewhere."""
    said = _is_one_of(file, rule.when, rule.codes)
    called = pc.invert(said) if rule.unless else said
    return pc.if_else(pc.fill_null(called, False), pa.scalar(1, pa.int8()), None)


def _allowed(rule: OnlyWhen, file: Standardised) -> pa.Array:
    """Return one where the field may be published, zero where it may not, nothing where that can't be told."""
    return pc.cast(_is_one_of(file, rule.when, rule.codes), pa.int8())


def _is_one_of(file: Standardised, name: str, codes: Sequence[str]) -> pa.Array:
    """Return whether a field, or one of the several values in its cell, is one of `codes`; null where it is blank."""
    values, wanted = _texts(file, name), {fold(code) for code in codes}
    separator = file.edition.field(name).separator
    if separator is None:
        found = pc.is_in(fold_texts(values), pa.array(sorted(wanted), pa.string()))
        return pc.if_else(pc.is_valid(values), found, None)
    encoded = values.dictionary_encode()
    hits = [not wanted.isdisjoint(map(fold, text.split(separator))) for text in encoded.dictionary.to_pylist()]
    return pa.array(hits, pa.bool_()).take(encoded.indices)


def _agrees(rule: Agrees, file: Standardised) -> pa.Array:
    """Return one where a label and its address may stand together, zero where they can't, nothing where one is blank.

    Several in one cell are held against each other in turn; where there are not as many of both, nothing is said.
    """
    uris, labels = _texts(file, rule.uri), _texts(file, rule.label)
    meant = _meant(rule)
    is_listed = pc.is_in(fold_texts(labels), pa.array(sorted(meant), pa.string()))
    separator = file.edition.field(rule.uri).separator or file.edition.field(rule.label).separator
    doubtful = pc.and_(pc.is_valid(uris), is_listed)
    if separator:
        doubtful = pc.or_(doubtful, pc.and_(pc.is_valid(uris), pc.match_substring(labels, separator)))
    rows = np.flatnonzero(pc.fill_null(doubtful, False).to_numpy(zero_copy_only=False))
    verdicts = pc.if_else(pc.and_(pc.is_valid(uris), pc.is_valid(labels)), pa.scalar(1.0), None)
    if not len(rows):
        return verdicts
    pairs = pc.binary_join_element_wise(uris.take(rows), labels.take(rows), "\0").dictionary_encode()
    split = [pair.split("\0", 1) for pair in pairs.dictionary.to_pylist()]
    said = [_verdict(uri, label, meant, separator) for uri, label in split]
    mask = np.zeros(len(verdicts), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(verdicts, pa.array(mask), pa.array(said, pa.float64()).take(pairs.indices))


def _verdict(uri: str, label: str, meant: Mapping[str, frozenset[str]], separator: str | None) -> float | None:
    """Return one for a label that its address may have, zero for one that belongs to another, None for no answer."""
    uris, labels = (text.split(separator) if separator else [text] for text in (uri, label))
    if len(uris) != len(labels):
        return None
    pairs = [(_address(one), meant.get(fold(other))) for one, other in zip(uris, labels, strict=True)]
    return float(all(not address or not known or address in known for address, known in pairs))


@cache
def _meant(rule: Agrees) -> Mapping[str, frozenset[str]]:
    """Return, by every word of the list, the addresses that it stands for."""
    meant: dict[str, set[str]] = {}
    for code in rule.codelist.codes:
        for word in (code.label, *code.aliases):
            if word:
                meant.setdefault(fold(word), set()).add(_address(code.code))
    return {word: frozenset(addresses) for word, addresses in meant.items()}


def _excess(rule: AddsUp, file: Standardised) -> pa.Array:
    """Return what the total is over the sum of its parts, nothing where it or all of them are blank."""
    parts, less = ([_decimals(file.table[name]) for name in names] for names in (rule.parts, rule.less))
    summed = _sum(parts)
    for part in less:
        summed = _money(pc.subtract(summed, pc.fill_null(part, 0)))
    total = _decimals(file.table[rule.total]) if isinstance(rule.total, str) else pa.scalar(rule.total, pa.float64())
    left = _floats(pc.subtract(total, summed)) if isinstance(rule.total, str) else pc.subtract(total, _floats(summed))
    return pc.if_else(pc.is_valid(pc.coalesce(*parts)), left, None)


def _sum(parts: Sequence[pa.Array]) -> pa.Array:
    """Return the sum of each row; a blank counts nothing."""
    total = pc.fill_null(parts[0], 0)
    for part in parts[1:]:
        total = _money(pc.add(total, pc.fill_null(part, 0)))
    return total


def _but_nought(rule: SmallNumber, file: Standardised) -> pa.Array:
    """Return the numbers of a field, nothing for nought."""
    numbers = _floats(file.table[rule.field])
    return pc.if_else(pc.equal(numbers, 0), None, numbers)


def _off_quotient(rule: Divides, file: Standardised) -> pa.Array:
    """Return what a quotient is over that of the fields beside it, nothing where there is none."""
    quotient, dividend, divisor = (_floats(file.table[name]) for name in (rule.quotient, rule.dividend, rule.divisor))
    return pc.subtract(quotient, pc.divide(dividend, pc.if_else(pc.equal(divisor, 0), None, divisor)))


def _known(rule: RefersTo, file: Standardised) -> pa.Array:
    """Return one for a reference to a record that there is, zero for any other, nothing where it is blank."""
    values = _texts(file, rule.field)
    keys = pc.utf8_trim_whitespace(pc.cast(file.linked[rule.standard], pa.string())).drop_null()
    separator = file.edition.field(rule.field).separator
    if separator is None:
        found = pc.is_in(pc.utf8_trim_whitespace(values), keys)
        return pc.cast(pc.if_else(pc.is_valid(values), found, None), pa.float64())
    encoded, known = values.dictionary_encode(), set(keys.to_pylist())
    named = [{part.strip() for part in text.split(separator)} - {""} for text in encoded.dictionary.to_pylist()]
    return pa.array([float(names <= known) for names in named], pa.float64()).take(encoded.indices)


def _decimals(values: pa.ChunkedArray) -> pa.Array:
    return _money(_whole(values))


def _money(values: pa.Array) -> pa.Array:
    return pc.cast(values, _MONEY, safe=False)


def _texts(file: Standardised, name: str) -> pa.Array:
    """Return the values of a field as text, null where blank or unreadable."""
    return pc.cast(_whole(file.table[name]), pa.string())


def _address(uri: str) -> str:
    """Return an address as compared: http and https are one, and so is a slash at the end or none."""
    return fold(uri).replace("https://", "http://").rstrip("/")


def _floats(values: pa.ChunkedArray) -> pa.Array:
    return pc.cast(_whole(values), pa.float64())


def _whole(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece."""
    if not isinstance(values, pa.ChunkedArray):
        return values
    return pa.concat_arrays(values.chunks) if values.num_chunks else pa.nulls(0, values.type)
