"""Masking: personal data taken out of the columns and findings of a file before anything else sees them.

A column that the standard doesn't have is not read, and is searched all the same: it is published. Its header says
what its cells are, so it is looked at as if it stood before each of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.domain.standard import Field, FieldKind
from transforms.standardise.file_columns import FileColumns
from transforms.standardise.parse_values import is_typed
from transforms.standardise.parsed_column import ParseState
from transforms.standardise.personal_data import ANY, MASK, Masked, Personal, find, in_words, mask, mask_texts

_NUMBERED = (FieldKind.URL, FieldKind.URI, FieldKind.UPRN)  # their long numbers are no telephone numbers
_IDENTIFIES = re.compile(
    r"(?i)(?:(?:reference|(?<![a-z])ref|Ref|number|identifier|(?<![a-z])id|I[dD]|code|uprn|usrn|uri)s?"
    r"|(?<![a-z])(?:ref|reference|invoice|inv|order|voucher|receipt|transaction|trans|document|doc|case|application"
    r"|account|acc|cheque|batch|licence|permit|policy|claim|contract|company|charity|supplier|creditor|vendor|serial"
    r"|meter)[\W_]{0,2}(?:no|num)s?[\W_]{0,2})$"
)
_LOCATES = re.compile(r"(?i)address|location|(?<![a-z])site|property|premises|street")
_TELLS = re.compile(
    r"(?i)\b(?:tel|telephone|phone|mobile|mob|fax|birth|dob|address|insurance|nino|ni|contact n(?:o|umber))\b"
)


def mask_column(columns: FileColumns, field: Field) -> list[Finding]:
    """Mask personal data in the column of a field that is no place for it, and return the findings about it."""
    column = columns.parsed[field.name]
    if field.is_personal or field.kind is FieldKind.EMAIL:
        return []
    if is_typed(field) and not (column.states == ParseState.UNREADABLE).any():
        return []
    masked = mask_texts(column.published, _personal_kinds(field))
    if masked is None:
        return []
    cells = pc.if_else(pa.array(masked.kinds > 0), masked.texts, column.cells)
    values = column.values if is_typed(field) else pc.utf8_trim_whitespace(masked.texts)
    columns.parsed[field.name] = replace(column, published=masked.texts, values=values, cells=cells)
    return [
        replace(columns.finding("personal-data-found", Severity.CRITICAL, field.name, rows), facts=facts)
        for rows, facts in _by_kind(masked.kinds)
    ]


def mask_header(sheet: Sheet) -> tuple[Sheet, list[Finding]]:
    """Return `sheet` with personal data taken out of its header, and the findings about it."""
    header = tuple(mask(cell) for cell in sheet.header)
    kinds = [sum({match.kind for match in find(cell)}) for cell in sheet.header]
    findings = [
        Finding(
            "personal-data-found",
            Severity.CRITICAL,
            column=cell,
            lines=[sheet.header_line],
            values=[cell],
            facts={"kinds": in_words(kind)},
        )
        for cell, kind in zip(header, kinds, strict=True)
        if kind
    ]
    return replace(sheet, header=header) if findings else sheet, findings


def find_beside(sheet: Sheet, positions: Mapping[str, int], rows: npt.NDArray[np.int64]) -> Iterator[Finding]:
    """Yield the findings about personal data in the columns of `sheet` that name no field."""
    for position in sorted({*range(len(sheet.header))} - {*positions.values()}):
        header = sheet.header[position]
        cells = sheet.cells.column(position)
        masked = _mask_beside(header, pa.concat_arrays([pa.array([], pa.string()), *cells.chunks]))
        for places, facts in _by_kind(masked.kinds[rows] if masked else np.zeros(0, dtype=np.uint8)):
            yield Finding(
                "personal-data-found",
                Severity.CRITICAL,
                column=header if header.strip() else f"(column {position + 1}, no header)",
                lines=np.asarray(sheet.lines)[rows][places],
                values=[MASK] * len(places),
                facts=facts,
            )


def mask_finding(finding: Finding) -> Finding:
    """Return a finding about the file with personal data in its texts replaced."""
    facts = {name: mask(fact) if isinstance(fact, str) else fact for name, fact in finding.facts.items()}
    values = finding.values and [text and mask(text) for text in finding.values]
    return replace(finding, values=values, facts=facts, column=finding.column and mask(finding.column))


def _personal_kinds(field: Field) -> Personal:
    """Return what to look for: numbers that identify are no telephone numbers, and a site has an address."""
    if field.kind in _NUMBERED or field.is_essential or _IDENTIFIES.search(field.name):
        return Personal.EMAIL
    return ANY & ~Personal.HOME if _LOCATES.search(field.name) else ANY


def _mask_beside(header: str, cells: pa.Array) -> Masked | None:
    """Return the cells of a column beside the standard's, masked in the light of its header."""
    words = " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", header)).replace("D O B", "DOB")
    if _TELLS.search(words):
        return mask_texts(pc.binary_join_element_wise(f"{words}: ", pc.fill_null(cells, ""), ""))
    return mask_texts(cells, Personal.EMAIL if _IDENTIFIES.search(header.strip()) else ANY)


def _by_kind(kinds: npt.NDArray[np.uint8]) -> Iterator[tuple[npt.NDArray[np.int64], dict[str, object]]]:
    """Yield the places of each set of kinds, and the facts that say what they are."""
    for kind_set in np.unique(kinds[kinds > 0]):
        words = in_words(int(kind_set))
        yield np.flatnonzero(kinds == kind_set), {"kinds": words, "rule": words}
