"""Masking: personal data taken out of the columns and findings of a file before anything else sees them."""

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.standard import Field, Kind
from transforms.standardise.file_columns import FileColumns
from transforms.standardise.parse_values import is_typed
from transforms.standardise.parsed import State
from transforms.standardise.personal_data import mask, mask_texts

_ADDRESSES = (Kind.URL, Kind.URI)  # their long numbers are no telephone numbers


def mask_column(columns: FileColumns, field: Field) -> Finding | None:
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
    return columns.finding("personal-data-found", Severity.CRITICAL, field.name, rows)


def mask_finding(finding: Finding) -> Finding:
    """Return a finding about the file with personal data in its texts replaced."""
    if finding.values is None:
        return finding
    return replace(finding, values=[text and mask(text) for text in finding.values])
