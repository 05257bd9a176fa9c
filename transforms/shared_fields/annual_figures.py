"""The Transparency Code's yearly figures: fields of the datasets that a council publishes once a year.

Source: Local Government Transparency Code 2015, part 2.2; LGA guidance and schemas, https://schemas.opendata.esd.org.uk
Unit:   pounds without pence or with two; full-time equivalents with decimals; per cent as 12.5, not as 0.125.
Known:  a council publishes one file a year, or one that grows by a row a year: the day or the financial year tells the
        rows apart, and a file of one year may do without. Figures that are not kept read NA.
"""

from dataclasses import replace

from transforms.domain.standard import Field, FieldKind, Requirement
from transforms.shared_fields.transparency_code import EFFECTIVE_DATE, ORGANISATION_LABEL, ORGANISATION_URI, money

_DAYS = ("Date effective", "As at", "As at date", "Effective from", "Reporting date", "Snapshot date", "Data as at")

PUBLISHED_FOR = (ORGANISATION_LABEL, ORGANISATION_URI, replace(EFFECTIVE_DATE, aliases=("Applicable date", *_DAYS)))
APPLIES_TO = (
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    replace(EFFECTIVE_DATE, name="ApplicableDate", title="Applicable date", aliases=("Effective date", *_DAYS)),
)
PERIOD = Field(
    "Period",
    FieldKind.TEXT,
    Requirement.MAY,
    "The financial year, from 1 April to 31 March",
    aliases=("Financial year", "Fiscal year", "Year"),
    pattern=r"^(?:19|20)\d{2} ?[/–-] ?(?:\d{2}|(?:19|20)\d{2})$",
    example="2024/25",
)


def spending(name: str, requirement: Requirement, description: str, *aliases: str, title: str = "") -> Field:
    """Return a field that holds an amount in pounds which is never negative."""
    return replace(money(name, requirement, description, *aliases, title=title), minimum=0)


def full_time(name: str, requirement: Requirement, description: str, *aliases: str, title: str = "") -> Field:
    """Return a field that holds a number of full-time equivalents."""
    return Field(name, FieldKind.DECIMAL, requirement, description, title, aliases, minimum=0, example="7.5")


def percentage(name: str, requirement: Requirement, description: str, *aliases: str, title: str = "") -> Field:
    """Return a field that holds a share of the whole in per cent."""
    return Field(
        name,
        FieldKind.DECIMAL,
        requirement,
        description,
        title=title,
        aliases=aliases,
        minimum=0,
        maximum=100,
        units=("%", "per cent", "percent"),
        example="97.5",
    )
