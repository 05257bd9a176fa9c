"""Standardising: a sheet of text turned into a standard's fields, every repair said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.authority import Authority
from transforms.domain.column_guess import ColumnGuess
from transforms.domain.folded_text import fold_texts
from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind
from transforms.standardise.damaged_texts import find_damaged
from transforms.standardise.duplicates import repeated, superseded
from transforms.standardise.file_columns import FileColumns, has_data, lacking, parse_sheet
from transforms.standardise.guess_columns import guess_columns
from transforms.standardise.locate_points import Located, locate
from transforms.standardise.mask_columns import find_beside, mask_column, mask_finding, mask_header
from transforms.standardise.match_columns import Matched, match_columns
from transforms.standardise.misaligned_rows import absent_cells, find_misaligned
from transforms.standardise.number_words import repairs
from transforms.standardise.organisations import Organisations, match_organisations
from transforms.standardise.parse_values import parse_column
from transforms.standardise.parsed_column import ParsedColumn, ParseState
from transforms.standardise.personal_data import mask_texts
from transforms.standardise.republished import without_republished
from transforms.standardise.shifted_rows import shifts_of
from transforms.standardise.standardised import Standardised
from transforms.standardise.to_table import tabulate

Bools = npt.NDArray[np.bool_]

SAMPLE, MOST_UNREADABLE = 200, 0.05  # of a column whose name says what it holds in other words


def standardise(reading: Reading, standard: DatasetStandard, publisher: Authority | None, as_at: date) -> Standardised:
    """Return the records of `reading` in the fields of `standard`.

    Args:
        reading: a published file as text.
        standard: what the file should be.
        publisher: whose file it is, None where nobody said.
        as_at: the day as which the file is read; settles the century of two-digit years.

    """
    findings = [mask_finding(finding) for finding in reading.findings]
    if reading.sheet is None:
        return _nothing(findings, standard, reading.encoding)
    sheet, named = mask_header(reading.sheet)
    edition, matched, guesses = _match(sheet, standard, as_at)
    fields = [field for field in edition.fields if field.name in matched.positions]
    columns, totals = parse_sheet(sheet, standard, fields, matched.positions, as_at)
    columns, republished = without_republished(sheet, columns, standard)
    lacks_essential = columns.lacking([field.name for field in edition.essential])
    shifts = shifts_of(sheet, columns, fields, matched.positions, as_at)
    misaligned = find_misaligned(sheet, columns.rows, lacks_essential, shifts)
    spoilt = [
        *misaligned,
        *find_damaged(columns, standard, fields),
        *_mask(columns, fields),
    ]
    named += find_beside(sheet, matched.positions, columns.rows)
    owners = _organisations(columns, standard, publisher, as_at)
    organisations = owners.codes
    places = organisations if publisher else owners.named  # whose area a point should lie in
    located = locate(columns.parsed, standard.coordinates, places, publisher, columns.headers)
    columns.parsed.update(located.columns)
    competes = ~(lacks_essential | _critical_rows(spoilt, len(columns)))
    return Standardised(
        standard=standard,
        edition=edition,
        table=tabulate(edition, columns, organisations if standard.keyed_by_organisation else None),
        columns=columns.headers,
        published={name: column.published for name, column in columns.parsed.items()},
        words={name: column.cells for name, column in columns.parsed.items()},
        unreadable=_unreadable(columns.parsed, located),
        misplaced=located.misplaced,
        superseded=_superseded(standard, columns, organisations, competes),
        repeated=_repeated(standard, columns, organisations, competes),
        findings=(
            *findings,
            *named,
            *matched.findings,
            *totals,
            *republished,
            *spoilt,
            *_remarks(columns, fields, owners, located, ~_critical_rows(misaligned, len(columns))),
        ),
        header=sheet.header,
        header_line=sheet.header_line,
        encoding=reading.encoding,
        as_at=as_at,
        withheld=_withheld(columns.parsed, edition),
        guesses=guesses,
        absent=absent_cells(sheet, columns.rows, matched.positions),
    )


def _match(sheet: Sheet, standard: DatasetStandard, as_at: date) -> tuple[Edition, Matched, Mapping[str, ColumnGuess]]:
    """Return the edition that a sheet is of, which of its columns each field is published in, and guesses at others.

    An edition of linked tables has words of its own, which name nothing in a file of another edition.
    """

    def holds_anything(position: int) -> bool:
        return has_data(sheet.cells.column(position))

    def holds(position: int, field: Field) -> bool:
        """Return whether nearly all of a column's first values can be read as a field's."""
        cells = pa.concat_arrays(sheet.cells.column(position).slice(0, SAMPLE).chunks)
        states = parse_column(pc.fill_null(cells, ""), field, as_at).states
        filled = states != ParseState.BLANK
        return bool(filled.any()) and (states == ParseState.UNREADABLE).sum() <= MOST_UNREADABLE * filled.sum()

    matched = match_columns(sheet.header, standard, holds_anything, holds)
    edition = standard.edition_for(matched.positions)
    if any(declared.linkage for declared in standard.editions):
        matched = match_columns(sheet.header, replace(standard, editions=(edition,)), holds_anything, holds)
    return edition, matched, guess_columns(sheet, matched, standard, edition, holds)


def _nothing(findings: Sequence[Finding], standard: DatasetStandard, encoding: str | None) -> Standardised:
    """Return what comes of a file that holds no table."""
    edition = standard.edition_for(())
    nowhere, none = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    organisations = pa.nulls(0, pa.string()) if standard.keyed_by_organisation else None
    return Standardised(
        standard=standard,
        edition=edition,
        table=tabulate(edition, FileColumns({}, {}, nowhere, nowhere), organisations),
        columns={},
        published={},
        words={},
        unreadable={},
        misplaced=none,
        superseded=none,
        repeated=none,
        findings=tuple(findings),
        header=(),
        header_line=None,
        encoding=encoding,
    )


def _mask(columns: FileColumns, fields: Sequence[Field]) -> list[Finding]:
    """Mask personal data in all columns, and return the findings about it."""
    return [finding for field in fields for finding in mask_column(columns, field)]


def _organisations(
    columns: FileColumns, standard: DatasetStandard, publisher: Authority | None, as_at: date
) -> Organisations:
    values = {name: column.values for name, column in columns.parsed.items()}
    names = standard.organisation if standard.keyed_by_organisation else ()
    return match_organisations(values, names, publisher, len(columns), as_at, columns.headers)


def _remarks(
    columns: FileColumns, fields: Sequence[Field], owners: Organisations, located: Located, is_aligned: Bools
) -> list[Finding]:
    """Return whose the records are, what was repaired where cells are in line, and what a column leaves undecided."""
    findings = [*owners.findings, *located.findings]
    for field in fields:
        column = columns.parsed[field.name]
        if len(rows := np.flatnonzero((column.states == ParseState.REPAIRED) & is_aligned)):
            findings.append(_repaired(columns.finding("value-repaired", Severity.INFO, field.name, rows), field))
        if len(rows := np.flatnonzero((column.states == ParseState.WITHHELD) & is_aligned)):
            words = column.cells.take(pa.array(rows))
            masked = mask_texts(words)
            finding = columns.finding("value-withheld", Severity.INFO, field.name, rows)
            findings.append(replace(finding, values=masked.texts if masked else words))
        findings.extend(_unlisted(columns, field))
        if column.half_swapped:
            findings.append(_half_swapped(columns.headers[field.name], field, column.half_swapped))
        if column.undecided:
            findings.append(_ambiguous(columns.headers[field.name], field, column.undecided))
    return findings


def _unlisted(columns: FileColumns, field: Field) -> Iterator[Finding]:
    """Yield the findings about codes that are read though the standard's list does not have them."""
    for code in field.codelist.also_read if field.codelist else ():
        is_code = pc.fill_null(pc.equal(columns.parsed[field.name].values, code.code), False)
        if len(rows := np.flatnonzero(is_code.to_numpy(zero_copy_only=False))):
            finding = columns.finding("code-unlisted", Severity.INFO, field.name, rows)
            yield replace(finding, facts={"code": code.code, "meaning": code.label[:1].lower() + code.label[1:]})


def _repaired(finding: Finding, field: Field) -> Finding:
    """Return a finding about repaired values that says what was changed, where we have words for it."""
    words = repairs(finding.values) if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL) else ""
    if field.codelist and field.codelist.note_mark:
        words = f"we left out what follows “{field.codelist.note_mark}”"
    return replace(finding, facts={"repair": words}) if words else finding


def _ambiguous(header: str, field: Field, undecided: Sequence[str]) -> Finding:
    """Return the finding about a column whose dates do not settle day and month."""
    return Finding(
        "date-ambiguous",
        Severity.WARNING,
        field=field.name,
        column=header,
        values=[undecided[0]],
        facts={"example": undecided[0]},
    )


def _half_swapped(header: str, field: Field, dates: tuple[str, str]) -> Finding:
    """Return the finding about a column in which a spreadsheet has taken day for month in a part of the dates."""
    typed, written = dates
    return Finding(
        "date-half-swapped",
        Severity.WARNING,
        field=field.name,
        column=header,
        values=[typed],
        facts={"typed": typed, "written": written},
    )


def _unreadable(parsed: Mapping[str, ParsedColumn], located: Located) -> dict[str, Bools]:
    unreadable = {name: column.states == ParseState.UNREADABLE for name, column in parsed.items()}
    return {
        name: states & ~located.misplaced if name in located.columns else states for name, states in unreadable.items()
    }


def _withheld(parsed: Mapping[str, ParsedColumn], edition: Edition) -> dict[str, Bools]:
    """Return where values are withheld, by field; an essential one has to be there, so it can't be."""
    withheld = {name: column.states == ParseState.WITHHELD for name, column in parsed.items()}
    return {name: rows for name, rows in withheld.items() if rows.any() and not edition.field(name).is_essential}


def _superseded(standard: DatasetStandard, columns: FileColumns, organisations: pa.Array, competes: Bools) -> Bools:
    """Return which records lose to a later one with the same key."""
    if not standard.unique_in or not all(name in columns.parsed for name in standard.needed_to_compare):
        return np.zeros(len(competes), dtype=bool)
    keys = _compared(standard, columns, standard.unique_in)
    competes = competes & _has_all(columns, standard.needed_to_compare)
    if standard.keyed_by_organisation:
        keys.append(organisations)
    latest = columns.parsed.get(standard.latest_by or "")
    return superseded(keys, latest.values if latest else None, competes)


def _repeated(standard: DatasetStandard, columns: FileColumns, organisations: pa.Array, competes: Bools) -> Bools:
    """Return which records have a key that an earlier record of their own has, too."""
    shared = standard.shared_key
    if shared is None or not all(name in columns.parsed for name in shared.fields):
        return np.zeros(len(competes), dtype=bool)
    keys = _compared(standard, columns, shared.fields)
    if standard.keyed_by_organisation:
        keys.append(organisations)
    competes = competes & _has_all(columns, shared.fields)
    return repeated(keys, _compared(standard, columns, shared.differ_in), competes)


def _has_all(columns: FileColumns, names: Sequence[str]) -> Bools:
    """Return which records have a value in each of some fields."""
    return ~np.asarray(lacking(columns.parsed, names, len(columns)).any(axis=0))


def _compared(standard: DatasetStandard, columns: FileColumns, names: Sequence[str]) -> list[pa.Array]:
    """Return fields as records are told apart by them: a value that can't be read by its text, so that none is lost."""
    folded = standard.shared_key.folded if standard.shared_key else ()
    compared = []
    for column, name in ((columns.parsed[name], name) for name in names if name in columns.parsed):
        texts = pc.coalesce(pc.cast(column.values, pa.string()), pc.utf8_trim_whitespace(column.published))
        compared.append(fold_texts(texts) if name in folded else texts)
    return compared


def _critical_rows(findings: Sequence[Finding], count: int) -> Bools:
    left_out = np.zeros(count, dtype=bool)
    for finding in findings:
        if finding.severity is Severity.CRITICAL and finding.rows is not None:
            left_out[np.asarray(finding.rows)] = True
    return left_out
