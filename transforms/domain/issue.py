"""Issues: what we found in published data, and the register of everything that can be found.

An issue is a value, never an exception: a council's broken file is a finding about that file.
Codes are `subject-predicate`, never renamed and never reused.

Source: codes and severities of the command-line specification; responsibility and dimension after
        digital-land's issue-type register and the Government Data Quality Framework.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum


class Severity(StrEnum):
    """What an issue does to the record, file or column that it is about."""

    CRITICAL = "critical"  # left out of returns
    WARNING = "warning"  # used and flagged
    INFO = "info"  # used; this is what we changed or inferred


class Responsibility(StrEnum):
    """Who can act on an issue."""

    PUBLISHER = "publisher"  # the council that published the file
    COLLECTOR = "collector"  # us
    COMPILER = "compiler"  # who owns the return


class Dimension(StrEnum):
    """The six data quality dimensions of the Government Data Quality Framework."""

    ACCURACY = "accuracy"
    COMPLETENESS = "completeness"
    CONSISTENCY = "consistency"
    TIMELINESS = "timeliness"
    UNIQUENESS = "uniqueness"
    VALIDITY = "validity"


@dataclass(frozen=True)
class IssueType:
    """One thing that can be found: its code, who acts on it, and the words that say it.

    `message` and `fix` are templates: `{column}` is the header as published, `{value}` the text as published, and other
    names are facts of the finding (`{expected}`, `{example}`, …).
    """

    code: str
    severity: Severity
    responsibility: Responsibility
    dimension: Dimension
    title: str
    message: str
    fix: str
    essential_is_critical: bool = False  # a warning that is critical on a field without which no record can be counted


@dataclass(frozen=True)
class Finding:
    """One issue type found at one or many places of a file: columnar, so that a million findings stay cheap.

    `rows` are positions in the table of records (0-based), or None for a finding about the file or a column.
    `values` are the texts as published, parallel to `rows`; a single value for a file finding; None where there is none.
    `facts` fill the templates of the issue type and are the same for all places; `lines` overrides the physical line
    where the finding is not about a record (a row that was ignored).
    """

    code: str
    severity: Severity
    field: str | None = None
    column: str | None = None
    rows: Sequence[int] | None = None
    values: Sequence[str | None] | None = None
    lines: Sequence[int] | None = None
    facts: Mapping[str, object] = default(default_factory=dict)

    @property
    def count(self) -> int:
        """Number of places."""
        places = self.rows if self.rows is not None else self.lines
        return 1 if places is None else len(places)
