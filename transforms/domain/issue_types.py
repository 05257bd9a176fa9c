"""The register of everything that can be found, in words that a council officer understands.

Source: docs/specifications/command-line.md, "Issue codes"; responsibility and dimension after digital-land's issue-type
        register and the Government Data Quality Framework.
"""

from collections.abc import Mapping
from types import MappingProxyType

from transforms.domain.file_issue_types import FILES, ROWS, SOURCES
from transforms.domain.file_set_issue_types import FILE_SETS, LISTINGS
from transforms.domain.history_issue_types import HISTORY
from transforms.domain.issue_type import Dimension, IssueType, Responsibility, Severity

CRITICAL, WARNING, INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO
PUBLISHER, COLLECTOR, COMPILER = Responsibility.PUBLISHER, Responsibility.COLLECTOR, Responsibility.COMPILER
ACCURACY, COMPLETENESS, CONSISTENCY = Dimension.ACCURACY, Dimension.COMPLETENESS, Dimension.CONSISTENCY
TIMELINESS, UNIQUENESS, VALIDITY = Dimension.TIMELINESS, Dimension.UNIQUENESS, Dimension.VALIDITY

_COLUMNS = (
    IssueType(
        "column-missing",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "Column missing",
        "The file has no column “{column}”, which the standard says it {requirement} have.",
        "Add a column called “{column}”: {description}.",
        essential_is_critical=True,
    ),
    IssueType(
        "column-sparse",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "Column mostly not filled in",
        "{missing} of {records} have no {fields}; {least} of them should have it.",
        "Fill in “{column}” wherever you hold it: {description_lower}.",
    ),
    IssueType(
        "column-often-repaired",
        WARNING,
        PUBLISHER,
        VALIDITY,
        "Column mostly in another form",
        "We had to change how {repaired} of {values} in “{column}” are written before we could use them.",
        "Change the export, so that it writes “{column}” as the standard says{such_as}.",
    ),
    IssueType(
        "column-in-other-words",
        INFO,
        PUBLISHER,
        CONSISTENCY,
        "Column read by what its name means",
        "“{column}” is read as {field}: {reason}.",
        "Nothing to do if we read it rightly; the standard's own name for it is {field}.",
    ),
    IssueType(
        "column-ambiguous",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Two columns may be one field",
        "{columns} may each be {field}, so we read neither as it.",
        "Put the name {field} above the column that is right.",
    ),
    IssueType(
        "column-unrecognised",
        INFO,
        PUBLISHER,
        CONSISTENCY,
        "Column not in the standard",
        "The standard has no column “{column}”, or another column already gives it; we did not read this one.",
        "Nothing to do, unless it holds one of the standard's fields: then use the standard's name for it.",
    ),
    IssueType(
        "column-duplicated",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Two columns for one field",
        "“{column}” and “{used}” both name the field {field}; we read “{used}” and not this one.",
        "Keep the column that is right under the name {field} and take the other out.",
    ),
)
_VALUES = (
    IssueType(
        "value-missing",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "Value missing",
        "“{column}” is blank; the standard says that {which} must have it.",
        "Fill in “{column}”: {description_lower}.",
        essential_is_critical=True,
    ),
    IssueType(
        "date-unparseable",
        WARNING,
        PUBLISHER,
        VALIDITY,
        "Not a date",
        "The text in “{column}” is not a date that we can read, so it counts as blank{why}.",
        "Enter a valid date, such as {example}.",
        essential_is_critical=True,
    ),
    IssueType(
        "date-ambiguous",
        WARNING,
        PUBLISHER,
        ACCURACY,
        "Day and month can't be told apart",
        "Nothing in “{column}” shows whether the day or the month comes first, as in {example}; we read the day first.",
        "Write dates as 2025-03-31, which can be read in one way only.",
    ),
    IssueType(
        "date-half-swapped",
        WARNING,
        PUBLISHER,
        ACCURACY,
        "Day and month swapped in a part of the dates",
        "In “{column}” every date like {typed} has a day of 12 or less, and every one like {written} a number above: "
        "a spreadsheet seems to have taken the day for the month in the first. We read them as they are written.",
        "Export the dates again without opening the file in a spreadsheet, or write them as 2025-03-31.",
    ),
    IssueType(
        "number-unparseable",
        WARNING,
        PUBLISHER,
        VALIDITY,
        "Not a number",
        "The text in “{column}” is not a number that we can read, so it counts as blank{why}.",
        "Write the number alone, with a point before decimals, such as {example}.",
        essential_is_critical=True,
    ),
    IssueType(
        "boolean-unparseable",
        WARNING,
        PUBLISHER,
        VALIDITY,
        "Neither yes nor no",
        "The text in “{column}” is neither yes nor no, so it counts as blank.",
        "Write yes or no.",
        essential_is_critical=True,
    ),
    IssueType(
        "code-unknown",
        WARNING,
        PUBLISHER,
        VALIDITY,
        "Not in the list",
        "{text} in “{column}” is not one of the standard's words for it, so it counts as unknown.",
        "Use one of: {expected}.",
        essential_is_critical=True,
    ),
    IssueType(
        "code-unlisted",
        INFO,
        PUBLISHER,
        VALIDITY,
        "Read, though not in the list",
        "“{code}” in “{column}” is not one of the standard's words; we read it as: {meaning}.",
        "Nothing to do if we read it rightly; others who use the file may not know the word.",
    ),
    IssueType(
        "value-malformed",
        WARNING,
        PUBLISHER,
        VALIDITY,
        "Wrong form",
        "The text in “{column}” does not have the form that the standard asks for: {expected}.",
        "Write {expected}, for example {example}.",
    ),
    IssueType(
        "value-out-of-range",
        WARNING,
        PUBLISHER,
        ACCURACY,
        "Out of range",
        "The value in “{column}” is outside what is possible or likely: expected {expected}.",
        "Check “{column}” and its unit: {description_lower}.",
    ),
    IssueType(
        "value-repaired",
        INFO,
        PUBLISHER,
        VALIDITY,
        "Read after a change",
        "We could use the value in “{column}” only after changing how it is written: {repair}.",
        "Nothing to do if we read it rightly; to be sure, write it as the standard says{such_as}.",
    ),
    IssueType(
        "pair-incomplete",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "One of a pair is missing",
        "{first} and {second} go together, and only one of them is filled in.",
        "Give both or neither.",
    ),
    IssueType(
        "value-out-of-place",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Value where none belongs",
        "“{column}” is filled in, which the standard allows only where {condition}.",
        "Take the value out, or correct {when} if that is what is wrong.",
    ),
    IssueType(
        "value-withheld",
        INFO,
        PUBLISHER,
        COMPLETENESS,
        "Value withheld",
        "“{column}” says that its value is withheld, so it counts as blank.",
        "Nothing to do.",
    ),
    IssueType(
        "label-disagrees",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Label and address disagree",
        "“{column}” is the standard's word for something else than the address in {uri}.",
        "Correct whichever of the two is wrong. Words of your own are allowed, the list's words for another aren't.",
    ),
    IssueType(
        "total-disagrees",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Total doesn't add up",
        "{statement} (to within {tolerance}), and here it is not.",
        "Check the total and its parts; one of them is likely to be mistyped.",
    ),
    IssueType(
        "reference-unknown",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Reference that leads nowhere",
        "“{column}” names no record of the {records} that the same authority publishes.",
        "Correct the reference, or publish the record that it names, with the same {key}.",
    ),
    IssueType(
        "linked-record-superseded",
        INFO,
        PUBLISHER,
        UNIQUENESS,
        "Several linked rows for one record",
        "The table {table} has several rows for this record; the one with the latest {latest_by} counts.",
        "Nothing to do if the latest is right; if not, take it out of the table {table}.",
    ),
    IssueType(
        "dates-out-of-order",
        WARNING,
        PUBLISHER,
        CONSISTENCY,
        "Dates out of order",
        "{rule_text}, and here it is.",
        "Check both dates; one of them is likely to be mistyped.",
    ),
    IssueType(
        "personal-data-found",
        CRITICAL,
        PUBLISHER,
        VALIDITY,
        "Personal data",
        "“{column}” holds what looks like {kinds}, for which the standard has no place; we removed it.",
        "Take it out of the file and publish the file again; tell your data protection officer.",
    ),
)
_RECORDS = (
    IssueType(
        "case-disappeared",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "Undecided case no longer published",
        "The case was in an earlier file, undecided, and is in this one no longer; its last known facts are used.",
        "Publish every case until it is decided or withdrawn, with the outcome.",
    ),
)

ISSUE_TYPES: Mapping[str, IssueType] = MappingProxyType(
    {
        kind.code: kind
        for kind in (*SOURCES, *LISTINGS, *FILES, *FILE_SETS, *ROWS, *_COLUMNS, *_VALUES, *_RECORDS, *HISTORY)
    }
)


def issue_type(code: str) -> IssueType:
    """Return the issue type called `code`; raise LookupError for a code that is not in the register."""
    try:
        return ISSUE_TYPES[code]
    except KeyError:
        raise LookupError(f"{code} is not in the register of issue types") from None
