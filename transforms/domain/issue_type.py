"""Issue types: what can be found, how much it matters, and who can act on it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What an issue does to the record, file or column that it is about."""

    CRITICAL = "critical"  # excluded from returns
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

    `message` and `fix` are templates: `{column}` is the header as published, and other
    names are facts of the finding (`{expected}`, `{example}`, …). They are rendered once for all places, so the value
    stands beside the message and not in it.
    """

    code: str
    severity: Severity
    responsibility: Responsibility
    dimension: Dimension
    title: str
    message: str
    fix: str
    essential_is_critical: bool = False  # a warning that is critical on a field without which no record can be counted
