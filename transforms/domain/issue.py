"""Issues: what we found in published data, and the register of everything that can be found.

An issue is a value, never an exception: a council's broken file is a finding about that file.
Codes are `subject-predicate`, never renamed and never reused.

Source: docs/specifications/command-line.md, "Issue codes"; responsibility and dimension after
        digital-land's issue-type register and the Government Data Quality Framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from transforms.domain.issue_type import Dimension, IssueType, Responsibility, Severity
from transforms.domain.issue_types import ISSUE_TYPES, issue_type

__all__ = ["ISSUE_TYPES", "Dimension", "Finding", "IssueType", "Responsibility", "Severity", "issue_type"]


# Numpy and Arrow arrays are taken too; naming their types here would make every DAG file import them.
Places = Any  # Sequence[int]
Texts = Any  # Sequence[str | None]


@dataclass(frozen=True)
class Finding:
    """One issue type found at one or many places of a file: columnar, so that a million findings stay cheap.

    `rows` are positions in the table of records (0-based), or None for a finding about the file or a column.
    `values` are the texts as published, parallel to `rows`, one for a file finding; None where there is none.
    `facts` fill the templates of the issue type and are the same for all places; `lines` overrides the physical line
    where the finding is not about a record (a row that was ignored). A critical finding leaves out the records of its
    rows or lines; without either all of them, but none where `column` is one that no field is read from.
    """

    code: str
    severity: Severity
    field: str | None = None
    column: str | None = None
    rows: Places | None = None
    values: Texts | None = None
    lines: Places | None = None
    facts: Mapping[str, object] = dataclass_field(default_factory=dict)

    @property
    def count(self) -> int:
        """Number of places."""
        places = self.rows if self.rows is not None else self.lines
        return 1 if places is None else len(places)
