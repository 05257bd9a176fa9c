"""The Local Government Transparency Code 2015: fields that its datasets share.

Source: Local Government Transparency Code 2015; LGA practitioner guidance and schemas,
        https://schemas.opendata.esd.org.uk. Machine names are the schemas', titles those of published files.
Unit:   pounds, net, no sign and no thousands separator.
Known:  cells that a council withholds read REDACTED PERSONAL DATA or REDACTED COMMERCIAL CONFIDENTIALITY.
"""

from datetime import date

from transforms.domain.standard import EARLIEST, Field, FieldKind, Requirement

MUST, SHOULD, MAY = Requirement.MUST, Requirement.SHOULD, Requirement.MAY
LICENCE_NOTE = "Open Government Licence v3.0 unless the publisher says otherwise"
# Eight characters: digits alone (spreadsheets drop zeros at their front), two letters and six digits, R and seven
# digits, IP12345R of a registered society, SP1234RS of one in Scotland.
COMPANY_NUMBER = r"^(?:\d{5,8}|[A-Za-z]{2}(?:\d{6}|\d{5}[Rr]|\d{4}[Rr][Ss])|[Rr]\d{7})$"
CHARITY_NUMBER = r"^(?:\d{6,7}(?:-\d{1,3})?|[Ss][Cc]\d{6}|[Nn][Ii][Cc]?\d{5,6})$"
CPV = r"^\d{8}(?:-\d)?$"


def text(name: str, requirement: Requirement, description: str, *aliases: str, title: str = "") -> Field:
    """Return a field of free text, which a council may redact."""
    return Field(name, FieldKind.TEXT, requirement, description, title=title, aliases=aliases, is_redactable=True)


def money(
    name: str, requirement: Requirement, description: str, *aliases: str, title: str = "", minimum: float | None = None
) -> Field:
    """Return a field that holds an amount in pounds."""
    return Field(
        name,
        FieldKind.DECIMAL,
        requirement,
        description,
        title=title,
        aliases=aliases,
        minimum=minimum,
        example="25123.00",
    )


def flag(name: str, requirement: Requirement, description: str, *aliases: str, title: str = "") -> Field:
    """Return a field that says yes or no."""
    return Field(name, FieldKind.BOOLEAN, requirement, description, title=title, aliases=aliases, example="Yes")


def count(name: str, requirement: Requirement, description: str, *aliases: str, title: str = "") -> Field:
    """Return a field that holds a number of things or people."""
    return Field(
        name, FieldKind.INTEGER, requirement, description, title=title, aliases=aliases, minimum=0, example="12"
    )


def day(
    name: str,
    requirement: Requirement,
    description: str,
    *aliases: str,
    title: str = "",
    is_past: bool = False,
    earliest: date = EARLIEST,
) -> Field:
    """Return a field that holds a day."""
    return Field(
        name,
        FieldKind.DATE,
        requirement,
        description,
        title=title,
        aliases=aliases,
        is_past=is_past,
        earliest=earliest,
        example="31/03/2025",
    )


ORGANISATION_LABEL = text(
    "OrganisationLabel",
    MAY,
    "Name of the authority",
    *("Organisation", "Body name", "Authority name", "Authority", "Council name", "Council"),
    title="Organisation name",
)
ORGANISATION_URI = Field(
    "OrganisationURI",
    FieldKind.URI,
    MAY,
    "The authority, as an opendatacommunities URI",
    title="Organisation code",
    aliases=("Organisation URI", "Body URI", "Body"),
)
EFFECTIVE_DATE = day("EffectiveDate", MAY, "Last day of what the figures are about", title="Effective date")
COMPANY = Field(
    "CompaniesHouseRegistrationNumber",
    FieldKind.TEXT,
    MAY,
    "Number of the supplier at Companies House",
    title="Supplier registered company number",
    aliases=("Company number", "Company registration number"),
    pattern=COMPANY_NUMBER,
    zero_filled=8,
    example="01234567",
    is_redactable=True,
)
CHARITY = Field(
    "CharityCommissionNumber",
    FieldKind.TEXT,
    MAY,
    "Number of the supplier at the Charity Commission",
    title="Supplier registered charity number",
    aliases=("Charity number", "Registered charity number"),
    pattern=CHARITY_NUMBER,
    example="1012345",
    is_redactable=True,
)
SERVICE_CATEGORY_LABEL = text(
    "ServiceCategoryLabel",
    SHOULD,
    "The service by the Service Reporting Code of Practice (SeRCOP)",
    *(
        "Service category label (SeRCOP)",
        "Service cat label",
        "Service (SeRCOP)",
        "SeRCOP service",
        "SeRCOP",
        "Service category",
    ),
    *("Service division label", "Service divison label"),
    title="Service category label",
)
SERVICE_CATEGORY_URI = Field(
    "ServiceCategoryURI",
    FieldKind.URI,
    SHOULD,
    "The SeRCOP service, division or subdivision as a URI",
    title="Service category URI",
    aliases=("Service category URI (SeRCOP)", "SeRCOP URI"),
)
CPV_LABEL = text(
    "CPVLabel",
    MAY,
    "What was bought, in the words of the Common Procurement Vocabulary",
    *("CPV description", "Procurement classification: CPV label"),
    title="CPV label",
)
CPV_CODE = Field(
    "CPVCode",
    FieldKind.TEXT,
    MAY,
    "What was bought, by the Common Procurement Vocabulary; several are joined by a pipe",
    title="CPV code",
    aliases=("CPV", "CPV codes", "Procurement classification: CPV code"),
    pattern=CPV,
    separator="|",
    example="45233141-9",
)
PROCLASS_LABEL = text(
    "ProclassLabel",
    MAY,
    "What was bought, in the words of ProClass",
    *("ProClass description", "Procurement classification: ProClass label"),
    title="ProClass label",
)
PROCLASS_CODE = text(
    "ProclassCode",
    MAY,
    "What was bought, by ProClass",
    *("ProClass", "ProClass classification", "ProClass level 3 code", "Procurement classification: ProClass code"),
    title="ProClass code",
)
