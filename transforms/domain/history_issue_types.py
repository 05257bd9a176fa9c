"""The issue types that compare a file with the one that was in use before it.

Known:  each is about one step from a file to the next, and is not found again in the step after it.
"""

from transforms.domain.issue_type import Dimension, IssueType, Responsibility, Severity

HISTORY = (
    IssueType(
        "record-vanished",
        Severity.WARNING,
        Responsibility.PUBLISHER,
        Dimension.COMPLETENESS,
        "Record no longer published",
        "The record was in the file before and is not in this one; the line is its line in the file before.",
        "Publish the record again; where it has ended, say so in it instead of taking it out.",
    ),
    IssueType(
        "value-withdrawn",
        Severity.WARNING,
        Responsibility.PUBLISHER,
        Dimension.CONSISTENCY,
        "Value taken out again",
        "“{column}” was filled in when the record was published before, with the value shown, and now gives nothing.",
        "Put the value back, or check that the record was not overwritten by an older one.",
    ),
    IssueType(
        "date-moved-back",
        Severity.WARNING,
        Responsibility.PUBLISHER,
        Dimension.CONSISTENCY,
        "Date moved backwards",
        "“{column}” is earlier than when the record was published before.",
        "Check which of the two dates is right; the file may hold an older copy of the record.",
    ),
    IssueType(
        "publication-late",
        Severity.WARNING,
        Responsibility.PUBLISHER,
        Dimension.TIMELINESS,
        "Published later than its rhythm",
        "The file came {gap} days after the one before it; the standard asks for a new one {frequency}.",
        "Publish the next file in time, and tell us if the address has changed.",
    ),
)
