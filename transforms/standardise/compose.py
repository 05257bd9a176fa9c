"""Standardising: a sheet of text turned into a standard's fields, every repair said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.authority import Authority
from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.domain.standard import DatasetStandard, Edition, Field, Kind
from transforms.standardise.duplicates import superseded
from transforms.standardise.match_columns import match_columns
from transforms.standardise.organisations import match_organisations
from transforms.standardise.parse_values import TYPES, is_typed, parse_column
from transforms.standardise.parsed import ParsedColumn, State
from transforms.standardise.personal_data import mask, mask_texts
from transforms.standardise.place import Located, locate
from transforms.standardise.shape import find_misaligned, find_totals, total_rows
from transforms.standardise.standardised import Standardised

Bools = npt.NDArray[np.bool_]

_ADDRESSES = (Kind.URL, Kind.URI)  # their long numbers are no telephone numbers


@dataclass(frozen=True)
class _Columns:
    """The columns of one file as they are read."""

    parsed: dict[str, ParsedColumn]
    headers: dict[str, str]
    lines: npt.NDArray[np.int64]


def standardise(reading: Reading, standard: DatasetStandard, publisher: Authority | None, as_at: date) -> Standardised:
    """Return the records of `reading` in the fields of `standard`.

    Args:
        reading: a published file as text.
        standard: what the file should be.
        publisher: whose file it is, None where nobody said.
        as_at: the day as which the file is read; settles the century of two-digit years.

    """
    if reading.sheet is None:
        return _nothing(reading, standard)
    sheet = reading.sheet
    matched = match_columns(sheet.header, standard, lambda position: _has_data(sheet.cells.column(position)))
    edition = standard.edition_for(matched.positions)
    fields = [field for field in edition.fields if field.name in matched.positions]
    columns, kept, total_findings = _parse(sheet, standard, fields, matched.positions, as_at)
    lacks_essential = _lacks(columns.parsed, [field.name for field in edition.essential], len(kept))
    misaligned = find_misaligned(sheet, kept, lacks_essential)
    personal = [finding for field in fields if (finding := _mask(columns, field))]
    organisations = match_organisations(
        {name: column.values for name, column in columns.parsed.items()},
        standard.organisation if standard.splits_by_organisation else (),
        publisher,
        len(kept),
    )
    located = locate(columns.parsed, standard.coordinates, organisations, publisher, columns.headers)
    columns.parsed.update(located.columns)
    left_out = lacks_essential | _critical_rows([*misaligned, *personal], len(kept))
    return Standardised(
        standard=standard,
        edition=edition,
        table=_table(edition, columns, organisations if standard.splits_by_organisation else None),
        columns=columns.headers,
        published={name: column.published for name, column in columns.parsed.items()},
        unreadable=_unreadable(columns.parsed, located),
        misplaced=located.misplaced,
        superseded=_superseded(standard, columns, organisations, ~left_out),
        findings=(
            *(_masked(finding) for finding in reading.findings),
            *matched.findings,
            *total_findings,
            *misaligned,
            *personal,
            *_remarks(columns, fields, located),
        ),
        header_line=sheet.header_line,
        encoding=reading.encoding,
    )


def _parse(
    sheet: Sheet, standard: DatasetStandard, fields: Sequence[Field], positions: Mapping[str, int], as_at: date
) -> tuple[_Columns, npt.NDArray[np.int64], list[Finding]]:
    """Return the fields' columns of the records, the records' places in the sheet, and what was no record."""
    cells = {field.name: _text(sheet.cells.column(positions[field.name])) for field in fields}
    parsed = {field.name: parse_column(cells[field.name], field, as_at) for field in fields}
    keys = [*standard.key, *(field.name for field in fields if field.is_essential)]
    is_total = total_rows(sheet, _lacks_all(parsed, keys, sheet.cells.num_rows))
    kept = np.flatnonzero(~is_total)
    if is_total.any():
        parsed = {field.name: _taken(parsed[field.name], kept) for field in fields}
    headers = {field.name: sheet.header[positions[field.name]] for field in fields}
    lines = np.asarray(sheet.lines, dtype=np.int64)[kept]
    return _Columns(parsed, headers, lines), kept, find_totals(sheet, is_total)


def _mask(columns: _Columns, field: Field) -> Finding | None:
    """Mask personal data in the column of a field that is no place for it, and return the finding about it."""
    column = columns.parsed[field.name]
    if field.is_personal or field.is_essential or field.kind in (Kind.EMAIL, Kind.UPRN):
        return None
    if is_typed(field) and not (column.states == State.UNREADABLE).any():
        return None
    masked = mask_texts(column.published, only_email=field.kind in _ADDRESSES)
    if masked is None:
        return None
    rows = np.flatnonzero(pc.fill_null(pc.not_equal(masked, column.published), False).to_numpy(zero_copy_only=False))
    values = column.values if is_typed(field) else pc.utf8_trim_whitespace(masked)
    columns.parsed[field.name] = replace(column, published=masked, values=values)
    return _finding("personal-data-found", Severity.CRITICAL, columns, field.name, rows)


def _masked(finding: Finding) -> Finding:
    """Return a finding about the file with personal data in its texts replaced."""
    if finding.values is None:
        return finding
    return replace(finding, values=[text and mask(text) for text in finding.values])


def _remarks(columns: _Columns, fields: Sequence[Field], located: Located) -> list[Finding]:
    """Return what was repaired and what a column leaves undecided."""
    findings = list(located.findings)
    for field in fields:
        column = columns.parsed[field.name]
        if len(rows := column.rows(State.REPAIRED)):
            findings.append(_finding("value-repaired", Severity.INFO, columns, field.name, rows))
        if column.undecided:
            facts = {"example": column.undecided[0], "count": len(column.undecided)}
            header = columns.headers[field.name]
            finding = Finding(
                "date-ambiguous",
                Severity.WARNING,
                field=field.name,
                column=header,
                values=[column.undecided[0]],
                facts=facts,
            )
            findings.append(finding)
    return findings


def _finding(code: str, severity: Severity, columns: _Columns, name: str, rows: npt.NDArray[np.int64]) -> Finding:
    values = columns.parsed[name].published.take(pa.array(rows))
    return Finding(code, severity, field=name, column=columns.headers[name], rows=rows, values=values)


def _unreadable(parsed: Mapping[str, ParsedColumn], located: Located) -> dict[str, Bools]:
    found = {name: column.states == State.UNREADABLE for name, column in parsed.items()}
    return {name: states & ~located.misplaced if name in located.columns else states for name, states in found.items()}


def _superseded(standard: DatasetStandard, columns: _Columns, organisations: pa.Array, competes: Bools) -> Bools:
    """Return which records lose to a later one with the same key."""
    if not all(name in columns.parsed for name in standard.key):
        return np.zeros(len(competes), dtype=bool)
    keys = [columns.parsed[name].values for name in standard.key]
    for key in keys:
        competes = competes & pc.is_valid(key).to_numpy(zero_copy_only=False)
    if standard.splits_by_organisation:
        keys.append(organisations)
    latest = columns.parsed.get(standard.latest_by or "")
    return superseded(keys, latest.values if latest else None, competes)


def _table(edition: Edition, columns: _Columns, organisations: pa.Array | None) -> pa.Table:
    """Return every field of the edition, then what we know of each record."""
    count = len(columns.lines)
    arrays: dict[str, pa.Array] = {}
    for field in edition.fields:
        column = columns.parsed.get(field.name)
        kind = TYPES.get(field.kind, pa.string())
        arrays[field.name] = column.values if column else pa.nulls(count, kind)
        if field.kind is Kind.RANGE:
            has_upper = column is not None and column.upper is not None
            arrays[f"{field.name}__upper"] = column.upper if column and has_upper else pa.nulls(count, kind)
        if is_typed(field):
            arrays[f"{field.name}__published"] = column.published if column else pa.nulls(count, pa.string())
    if organisations is not None:
        arrays["organisation_gss"] = organisations
    arrays["source_line"] = pa.array(columns.lines, pa.int64())
    return pa.table(arrays)


def _nothing(reading: Reading, standard: DatasetStandard) -> Standardised:
    """Return what comes of a file that holds no table."""
    edition = standard.edition_for(())
    none = np.zeros(0, dtype=bool)
    columns = _Columns({}, {}, np.zeros(0, dtype=np.int64))
    organisations = pa.nulls(0, pa.string()) if standard.splits_by_organisation else None
    return Standardised(
        standard=standard,
        edition=edition,
        table=_table(edition, columns, organisations),
        columns={},
        published={},
        unreadable={},
        misplaced=none,
        superseded=none,
        findings=reading.findings,
        header_line=None,
        encoding=reading.encoding,
    )


def _lacks(parsed: Mapping[str, ParsedColumn], names: Sequence[str], count: int) -> Bools:
    """Return which records have nothing that can be read in one of the fields."""
    lacking = np.zeros(count, dtype=bool)
    for name in names:
        lacking |= _is_null(parsed, name, count)
    return lacking


def _lacks_all(parsed: Mapping[str, ParsedColumn], names: Sequence[str], count: int) -> Bools:
    """Return which records have nothing in any of the fields."""
    lacking = np.ones(count, dtype=bool)
    for name in names:
        lacking &= _is_null(parsed, name, count)
    return lacking


def _is_null(parsed: Mapping[str, ParsedColumn], name: str, count: int) -> Bools:
    if name not in parsed:
        return np.ones(count, dtype=bool)
    return np.asarray(pc.is_null(parsed[name].values).to_numpy(zero_copy_only=False))


def _critical_rows(findings: Sequence[Finding], count: int) -> Bools:
    left_out = np.zeros(count, dtype=bool)
    for finding in findings:
        if finding.severity is Severity.CRITICAL and finding.rows is not None:
            left_out[np.asarray(finding.rows)] = True
    return left_out


def _taken(column: ParsedColumn, rows: npt.NDArray[np.int64]) -> ParsedColumn:
    places = pa.array(rows)
    return ParsedColumn(
        column.values.take(places),
        column.published.take(places),
        column.states[rows],
        None if column.upper is None else column.upper.take(places),
        column.undecided,
    )


def _text(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, blank where a record has fewer cells."""
    whole = column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.nulls(0, pa.string())])
    return pc.fill_null(whole, "") if whole.null_count else whole


def _has_data(column: pa.ChunkedArray) -> bool:
    """Return whether a column holds anything; nearly always its first cells tell."""
    return any(
        pc.any(pc.not_equal(pc.utf8_trim_whitespace(part.drop_null()), "")).as_py()
        for part in (column.slice(0, 1000), column.slice(1000))
    )
