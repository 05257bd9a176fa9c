"""The planning data platform's datasets: fields that its specifications share.

Source: https://www.planning.data.gov.uk/guidance/specifications
Unit:   dates YYYY-MM-DD; a month or a year alone stands for its first day (start) or its last (end).
"""

from transforms.domain.standard import Field, FieldKind, Requirement

MUST, SHOULD, MAY = Requirement.MUST, Requirement.SHOULD, Requirement.MAY
LICENCE_NOTE = "Open Government Licence v3.0 unless the publisher says otherwise"


def text(name: str, requirement: Requirement, description: str, *aliases: str) -> Field:
    """Return a field of free text."""
    return Field(name, FieldKind.TEXT, requirement, description, aliases=aliases)


def reference(description: str) -> Field:
    """Return the field that identifies a record within its publisher."""
    return Field("reference", FieldKind.TEXT, MUST, description, example="1234/A").essential()


def day(
    name: str, requirement: Requirement, description: str, partial: str = "first", *, is_past: bool = False
) -> Field:
    """Return a field that holds a day, or a month or year that stands for its `partial` day."""
    return Field(name, FieldKind.DATE, requirement, description, partial=partial, is_past=is_past, example="2025-03-31")


ORGANISATION = Field(
    "organisation",
    FieldKind.TEXT,
    MAY,
    "The publishing authority, such as local-authority:BST",
    pattern=r"^[a-z][a-z-]*:[A-Za-z0-9-]+$",
    example="local-authority:BST",
)
DOCUMENT_URL = Field("document-url", FieldKind.URL, MAY, "The document itself")
NOTES = text("notes", MAY, "Anything that helps to understand the record")
ENTRY_DATE = day("entry-date", MAY, "Day on which the record was written or changed", is_past=True)
START_DATE = day("start-date", MAY, "Day from which the record holds")
END_DATE = day("end-date", MAY, "Last day on which the record holds", partial="last")
