"""Refusals: the findings about a file that is not a table, in words that a council officer understands."""

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading

AS_CSV = (
    "Publish the table itself as a CSV file, one record a line, with the standard's column names in the first line."
)
AS_WORKBOOK = "Open it in a spreadsheet, save the table as CSV or as .xlsx, and publish that file."
UNLOCKED = "Remove the password and publish the workbook again, best as a CSV file."


def refuse(code: str, **facts: object) -> Reading:
    """Return a reading without a sheet that says why."""
    return Reading(sheet=None, encoding=None, findings=(Finding(code, Severity.CRITICAL, facts=facts),))


def not_tabular(kind: str, advice: str = AS_CSV) -> Reading:
    """Return the refusal of something that holds no table; `kind` says what it is ("a web page")."""
    return refuse("file-not-tabular", kind=kind, advice=advice)


def empty(kind: str) -> Reading:
    """Return the refusal of a file that holds nothing."""
    return refuse("file-empty", kind=kind)


def too_large(subject: str, limit: int) -> Reading:
    """Return the refusal of a file above a limit in bytes."""
    return refuse("file-too-large", what=subject, limit=f"{limit // 1_000_000} MB")


def unreadable(reason: str) -> Reading:
    """Return the refusal of a file over which reading itself broke down; `reason` says how ("reading it takes …")."""
    return refuse("file-unreadable", reason=reason)
