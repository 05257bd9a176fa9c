"""Reports: what checking one published file found, and what became of every rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.column_guess import ColumnGuess

STANDARD_MISMATCH = "standard-mismatch"


@dataclass(frozen=True)
class Outcome:
    """What became of one rule on one file: `passed`, `failed` or `not-applicable` with a reason."""

    rule: str
    outcome: str
    reason: str | None
    tested: int
    failed: int


@dataclass(frozen=True)
class Report:
    """One published file, read and checked; `issues` has one row per place, `table` one per record."""

    standard: str
    edition: str
    file: str
    sha256: str
    encoding: str | None
    header_line: int | None
    rows: int
    rows_usable: int
    columns: Mapping[str, str]  # our field: the header as published
    rules_version: str
    outcomes: tuple[Outcome, ...]
    issues: pa.Table
    table: pa.Table
    authority_gss: str | None = None
    guesses: Mapping[str, ColumnGuess] = dataclass_field(default_factory=dict)  # header of a column that no field reads

    @property
    def fields_by_header(self) -> Mapping[str, str]:
        """The field of every column that findings name; of a missing column they give the field's own name."""
        codes = self.issues["code"].cast(pa.string())
        missing = self.issues["column"].filter(pc.equal(codes, "column-missing")).unique().to_pylist()
        return {name: name for name in missing if name} | {header: name for name, header in self.columns.items()}

    @property
    def is_of_another_standard(self) -> bool:
        """Whether the file does not look like one of the standard at all."""
        return bool(pc.any(pc.equal(self.issues["code"].cast(pa.string()), STANDARD_MISMATCH)).as_py())
