"""A snapshot as a return reads it: the standardised table of one file."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class SnapshotTable:
    """The standardised table of one snapshot: whose, fetched when, and out of which bytes."""

    authority_gss: str
    fetched: date
    sha256: str
    edition: str
    table: "pa.Table"
