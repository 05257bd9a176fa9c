"""Joining: the tables of an edition made one sheet, a row for each record of the main table.

A record keeps the line of its row in the main table. Rows that name no record, and rows that another one of the same
table supersedes, are found by their reference.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.linked_table import ChildTable, DerivedColumn, ForeignKey
from transforms.domain.sheet import Reading, Sheet
from transforms.domain.standard import Edition
from transforms.standardise.blanks import blank_mask
from transforms.standardise.match_columns import key
from transforms.standardise.parse_dates import parse_dates

Columns = dict[str, pa.Array]  # by the letters of the header
Ints = npt.NDArray[np.int64]
AS_AT = date(2100, 1, 1)  # settles the century of two-digit years, which ISO dates don't have


def join_tables(tables: Mapping[str, Reading], edition: Edition) -> Reading:
    """Return the reading of the main table with the columns that come from the others and those made of them.

    Columns that only serve to make others are not kept.
    """
    linkage = edition.linkage
    if linkage is None:
        raise LookupError(f"edition {edition.name} has no linked tables")
    main = tables[linkage.main]
    if main.sheet is None:
        return main
    columns, findings = _columns(main.sheet), list(main.findings)
    added: Columns = {}
    for table in linkage.tables:
        reading = tables.get(table.name)
        if reading is None:
            continue
        findings += [
            replace(finding, severity=Severity.WARNING) for finding in reading.findings if finding.lines is None
        ]
        if reading.sheet is not None:
            joined, findings_of_table = _join(columns, main.sheet, reading.sheet, table, linkage)
            added |= joined
            findings += findings_of_table
    for derived in linkage.derived:
        if _is_given(derived.name, edition, columns):
            continue
        if (column := _derive(derived, columns | _by_letters(added))) is not None:
            added[derived.name] = column
    field_keys = {key(word) for field in edition.fields for word in (field.name, field.title, *field.aliases)}
    known_columns = {name: texts for name, texts in added.items() if key(name) in field_keys}
    return replace(main, sheet=_widened(main.sheet, known_columns), findings=tuple(findings))


def _is_given(column: str, edition: Edition, columns: Columns) -> bool:
    """Return whether the main table itself fills the field that a made column is for, under the field's own name."""
    named = next(
        (field.name for field in edition.fields if key(column) in {key(field.title), *map(key, field.aliases)}), column
    )
    own = columns.get(key(named)) if key(named) != key(column) else None
    return own is not None and not pc.all(blank_mask(own)).as_py()


def _join(
    columns: Columns, main: Sheet, other: Sheet, table: ChildTable, linkage: ForeignKey
) -> tuple[Columns, list[Finding]]:
    """Return the columns of `other` beside the records of `main`, and what of it leads nowhere or counts no more."""
    theirs = _columns(other)
    references = theirs.get(key(table.column))
    own = columns.get(key(table.refers_to))
    if references is None or own is None:
        return {}, []
    days = _days(theirs.get(key(table.latest_by or "")), len(references))
    named = pc.is_in(references, own).to_numpy(zero_copy_only=False)
    blank = blank_mask(references).to_numpy(zero_copy_only=False)
    findings = _unknown(table, linkage, other, references, np.flatnonzero(~named & ~blank))
    if table.event:
        events = pc.utf8_lower(pc.utf8_trim_whitespace(theirs.get(key(table.event), pa.nulls(len(days), pa.string()))))
        happened = {event: pc.fill_null(pc.equal(events, event), False).to_numpy(False) for event in table.values}
        texts = theirs.get(key(table.latest_by or ""), pa.nulls(len(days), pa.string()))
        return {
            f"{table.name}.{event}": _joined_texts(
                own, references, texts, _latest(references, days, np.flatnonzero(where))
            )
            for event, where in happened.items()
            if where.any()
        }, findings
    rows = _latest(references, days, np.arange(len(references)))
    findings += _superseded(table, main, own, references, rows)
    present = {name: theirs[key(name)] for name in table.values if key(name) in theirs}
    return {
        f"{table.name}.{name}": _joined_texts(own, references, texts, rows) for name, texts in present.items()
    }, findings


def _latest(references: pa.Array, days: Ints, rows: Ints) -> Ints:
    """Return, of `rows`, the one of each reference with the latest day, then the one that stands furthest down."""
    codes = references.dictionary_encode().indices.to_numpy(zero_copy_only=False)[rows]
    order = np.lexsort((rows, days[rows], codes))
    is_last = np.append(codes[order][:-1] != codes[order][1:], True)[: len(order)]
    return np.asarray(rows[order][is_last])


def _joined_texts(own: pa.Array, references: pa.Array, texts: pa.Array, rows: Ints) -> pa.Array:
    """Return what stands in `texts` at `rows` beside the records whose references they name, "" beside the others."""
    positions = pa.array(rows)
    joined = texts.take(positions).take(pc.index_in(own, references.take(positions)))
    return pc.fill_null(pc.if_else(blank_mask(own), "", joined), "")


def _unknown(table: ChildTable, linkage: ForeignKey, other: Sheet, references: pa.Array, rows: Ints) -> list[Finding]:
    """Return the finding about rows that name no record of the main table."""
    if not len(rows) or table.refers_to != linkage.key:
        return []  # a site that no application names is nobody's fault
    return [
        Finding(
            "reference-unknown",
            Severity.WARNING,
            column=f"{table.name}.{table.column}",
            lines=np.asarray(other.lines)[rows].tolist(),
            values=references.take(pa.array(rows)).to_pylist(),
            facts={"records": f"table {linkage.main}", "key": linkage.key},
        )
    ]


def _superseded(table: ChildTable, main: Sheet, own: pa.Array, references: pa.Array, rows: Ints) -> list[Finding]:
    """Return the finding about records for which the table has several rows."""
    beaten = np.setdiff1d(np.arange(len(references)), rows)
    several = pc.is_in(own, references.take(pa.array(beaten))).to_numpy(zero_copy_only=False)
    several &= ~blank_mask(own).to_numpy(zero_copy_only=False)
    if not several.any() or table.latest_by is None:
        return []
    return [
        Finding(
            "linked-record-superseded",
            Severity.INFO,
            column=f"{table.name}.{table.column}",
            lines=np.asarray(main.lines)[several].tolist(),
            values=own.filter(pa.array(several)).to_pylist(),
            facts={"table": table.name, "latest_by": table.latest_by},
        )
    ]


def _derive(derived: DerivedColumn, columns: Columns) -> pa.Array | None:
    """Return the column that is made, None where its source is not published."""
    source = columns.get(key(derived.source))
    if source is None:
        return None
    blank = blank_mask(source)
    if derived.words:
        encoded = source.dictionary_encode()
        column = pa.array([_translated(text, derived) for text in encoded.dictionary.to_pylist()], pa.string())
        column = column.take(encoded.indices)
    else:
        column = pc.if_else(blank, "", source if derived.word is None else derived.word)
    spared = columns.get(key(derived.unless)) if derived.unless else None
    if spared is not None:
        column = pc.if_else(blank_mask(spared), column, "")
    before = columns.get(key(derived.name))
    return column if before is None else pc.if_else(blank_mask(before), column, before)


def _translated(text: str, derived: DerivedColumn) -> str:
    """Return the words for the codes in `text`, each once, in the order of the declaration, joined by a pipe."""
    codes = {code.strip().casefold() for code in re.split(r"[|;,]", text)}
    words = list(dict.fromkeys(word for code, word in derived.words if code in codes))
    return "|".join(words[:1] if derived.is_single else words)


def _days(texts: pa.Array | None, count: int) -> Ints:
    """Return days as numbers, the least of all where there is none."""
    if texts is None:
        return np.full(count, -1, dtype=np.int64)
    encoded = texts.dictionary_encode()
    days = pc.cast(parse_dates(encoded.dictionary.to_pylist(), None, AS_AT).values, pa.int32()).take(encoded.indices)
    return np.asarray(pc.fill_null(days, -1).to_numpy(zero_copy_only=False).astype(np.int64))


def _columns(sheet: Sheet) -> Columns:
    """Return the columns of a sheet without surrounding blanks, the first of those with one name."""
    columns_made: Columns = {}
    for position, name in enumerate(sheet.header):
        texts = pa.concat_arrays([pa.array([], pa.string()), *sheet.cells.column(position).chunks])
        columns_made.setdefault(key(name), pc.utf8_trim_whitespace(pc.fill_null(texts, "")))
    return columns_made


def _by_letters(columns: Columns) -> Columns:
    return {key(name): texts for name, texts in columns.items()}


def _widened(sheet: Sheet, added: Columns) -> Sheet:
    """Return `sheet` with more columns at its end; rows too short for the header stay as short."""
    if not added:
        return sheet
    width = len(sheet.header)
    arrays: Sequence[pa.ChunkedArray | pa.Array] = [*sheet.cells.columns, *added.values()]
    return replace(
        sheet,
        header=(*sheet.header, *added),
        cells=pa.table({str(position): array for position, array in enumerate(arrays)}),
        widths=np.where(np.asarray(sheet.widths) == width, width + len(added), sheet.widths),
    )
