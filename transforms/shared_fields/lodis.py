"""The LGA's Local Open Data Incentive Scheme: fields of planning applications, premises licences and public toilets.

Source: LGA schemas and guidance, https://schemas.opendata.esd.org.uk
Unit:   dates dd/mm/yyyy; longitude and latitude, or metres of the National Grid.
"""

from transforms.domain.codelist import Code, Codelist
from transforms.domain.standard import Field, FieldKind, Requirement

MAY = Requirement.MAY
LICENCE_NOTE = "Open Government Licence v3.0 unless the publisher says otherwise"
REFERENCE_SYSTEM = Codelist(
    "coordinate_reference_system",
    (Code("WGS84", "Longitude and latitude"), Code("OSGB36", "Easting and northing of the National Grid")),
)


def text(name: str, requirement: Requirement, description: str, *aliases: str) -> Field:
    """Return a field of free text."""
    return Field(name, FieldKind.TEXT, requirement, description, aliases=aliases)


def uri(name: str, description: str, *aliases: str, many: bool = False) -> Field:
    """Return an optional field that holds one URI, or several joined by a pipe."""
    return Field(name, FieldKind.URI, MAY, description, aliases=aliases, separator="|" if many else None)


def day(name: str, requirement: Requirement, description: str, *aliases: str, is_past: bool = False) -> Field:
    """Return a field that holds a day."""
    return Field(name, FieldKind.DATE, requirement, description, aliases=aliases, is_past=is_past, example="31/03/2025")


def code(name: str, codelist: Codelist, description: str, *aliases: str) -> Field:
    """Return an optional field that holds one code of `codelist`."""
    return Field(
        name, FieldKind.CODE, MAY, description, aliases=aliases, codelist=codelist, example=codelist.codes[0].code
    )


def coordinate(name: str, description: str, *aliases: str) -> Field:
    """Return an optional coordinate."""
    return Field(name, FieldKind.DECIMAL, MAY, description, aliases=aliases, example="52.961695")


def flag(name: str, requirement: Requirement, description: str, *aliases: str) -> Field:
    """Return a field that says yes or no."""
    return Field(name, FieldKind.BOOLEAN, requirement, description, aliases=aliases, example="Yes")


EXTRACT_DATE = day(
    "ExtractDate",
    Requirement.MUST,
    "Day on which the row was taken from the source system",
    *("Date extracted", "Last uploaded", "Last updated"),
    is_past=True,
)
ORGANISATION_URI = uri("OrganisationURI", "The authority, as an opendatacommunities URI", "Organisation URL")
ORGANISATION_LABEL = text(
    "OrganisationLabel",
    Requirement.MUST,
    "Name of the authority",
    *("Organisation", "Organisation name", "Council", "Borough", "Authority"),
)
LICENSING_URL = Field("GeoPointLicensingURL", FieldKind.URL, MAY, "Licence of the coordinates")
UPRN = Field("UPRN", FieldKind.UPRN, MAY, "Unique property reference number", example="100061891234")
