"""A snapshot as a return reads it: the standardised table of one file."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class SnapshotTable:
    """The standardised table of one file: whose, of which standard, fetched when, out of which bytes.

    Several files of one standard that were fetched on one day are one snapshot together. `fields` are the fields of the
    standard that the file has a column for, filled or not; `is_open_format` says that it is text or OpenDocument.
    """

    authority_gss: str
    standard: str
    fetched: date
    sha256: str
    edition: str
    fields: frozenset[str]
    table: "pa.Table"
    is_open_format: bool = True
