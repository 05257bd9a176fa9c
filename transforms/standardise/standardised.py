"""A published file in the standard's own fields, with what reading it brought to light."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.column_guess import ColumnGuess
from transforms.domain.issue import Finding
from transforms.domain.standard import DatasetStandard, Edition

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Standardised:
    """One file's records in our fields.

    `table` has every field of the edition, absent ones as nulls. What a rule needs beside the values is kept per field
    of the file: the text as published, and where it could not be read. `linked` has the keys of the standards that its
    records may refer to, as the same authority publishes them, from whoever knows them.
    """

    standard: DatasetStandard
    edition: Edition
    table: pa.Table
    columns: Mapping[str, str]  # our field: the header as published
    published: Mapping[str, pa.Array]  # text as published, null where blank, personal data masked
    words: Mapping[str, pa.Array]  # the same with the words that people write for blank
    unreadable: Mapping[str, Bools]
    misplaced: Bools  # records whose point was left blank, since no reading of it makes sense
    superseded: Bools  # records that lose to a later one with the same key
    repeated: Bools  # records whose key an earlier one has, which is a record of its own all the same
    findings: tuple[Finding, ...]
    header: tuple[str, ...]  # as published, personal data masked; nothing where there is no table
    header_line: int | None
    encoding: str | None
    as_at: date | None = None  # the day as which it was read
    withheld: Mapping[str, Bools] = dataclass_field(default_factory=dict)  # records that say REDACTED in a field
    linked: Mapping[str, pa.Array] = dataclass_field(default_factory=dict)  # standard's slug: keys
    guesses: Mapping[str, ColumnGuess] = dataclass_field(default_factory=dict)  # header of a column that no field reads
    absent: Mapping[str, Bools] = dataclass_field(
        default_factory=dict
    )  # records whose row ends before a field's column

    @property
    def lines(self) -> npt.NDArray[np.int64]:
        """Physical line of every record."""
        return np.asarray(self.table["source_line"].to_numpy())
