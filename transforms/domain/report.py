"""Reports: what checking one published file found, and what became of every rule."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

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

    @property
    def is_of_another_standard(self) -> bool:
        """Whether the file does not look like one of the standard at all."""
        return bool(pc.any(pc.equal(self.issues["code"].cast(pa.string()), STANDARD_MISMATCH)).as_py())
