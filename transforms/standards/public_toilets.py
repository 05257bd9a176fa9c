"""Public toilets.

Every toilet that the public may use, the council's own and those of a community scheme, one row a facility.
Source: LGA Local Open Data Incentive Scheme, schema and guidance "Public toilets",
        https://schemas.opendata.esd.org.uk/publictoilets
Unit:   pounds for the charge; longitude and latitude, or metres of the National Grid.
Known:  None is a word of both lists and no blank: a Category of None is a toilet for disabled people only, an
        AccessibleCategory of None one without access. The standard declares no key, UPRNs are often blank, and one name
        may stand for several toilets of a park: two records are the same only where name and point agree.
        Many councils publish a list of their own; its columns are read, its words often can't be (`M/F`, `x`, `10p`).
"""

from dataclasses import replace

from transforms.domain.codelist import Code, Codelist
from transforms.domain.rules import Together
from transforms.domain.standard import Coordinates, DatasetStandard, Edition, Field, FieldKind, Requirement, SharedKey
from transforms.shared_fields.lodis import (
    EXTRACT_DATE,
    LICENCE_NOTE,
    LICENSING_URL,
    MAY,
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    REFERENCE_SYSTEM,
    UPRN,
    code,
    coordinate,
    flag,
    text,
    uri,
)

MUST = Requirement.MUST
SERVICE = "http://id.esd.org.uk/service/579"
KINDS = (
    Code("Female", "Women"),
    Code("Male", "Men"),
    Code("Female and male", "Separate toilets for women and men"),
    Code("Unisex", "One toilet for everybody"),
    Code("Male urinal", "A urinal only"),
    Code("Children only", "For children"),
)
CATEGORY = Codelist("toilet_category", (*KINDS, Code("None", "For disabled people only")))
ACCESSIBLE = Codelist("accessible_toilet_category", (*KINDS, Code("None", "Not accessible")))

FIELDS = (
    EXTRACT_DATE,
    ORGANISATION_URI,
    ORGANISATION_LABEL,
    replace(
        uri("ServiceTypeURI", "Public toilets as an id.esd.org.uk service", "Service type URL"),
        pattern=r"^https?://id\.esd\.org\.uk/service/579$",
        example=SERVICE,
    ),
    text("ServiceTypeLabel", MUST, "Public toilets, in words", "Service type"),
    text(
        "LocationText",
        MUST,
        "Name and place by which people know the toilet",
        *("Name", "Site name", "Toilet name", "Facility name", "Facility"),
        *("Location", "Address", "Site address"),  # an address where another column has the name
    ).essential(),
    code("CoordinateReferenceSystem", REFERENCE_SYSTEM, "Reference system of GeoX and GeoY; WGS84 where blank", "CRS"),
    coordinate(
        "GeoX", "Longitude, or easting", *("Longitude", "Lng", "Long", "Easting", "Eastings", "Grid ref X", "X")
    ).requires(MUST),
    coordinate(
        "GeoY", "Latitude, or northing", *("Latitude", "Lat", "Northing", "Northings", "Grid ref Y", "Y")
    ).requires(MUST),
    LICENSING_URL,
    code(
        "Category",
        CATEGORY,
        "Whom the toilet is for",
        *("Toilet type", "Type of toilet", "Type of toilet (WC, Baby Changing, Accessible, Changing Places)"),
    ),
    code(
        "AccessibleCategory",
        ACCESSIBLE,
        "Whom the toilet for disabled people is for",
        *("Accessible", "Disabled", "Wheelchair", "Wheelchair accessible", "Disabled access", "Accessible toilet"),
    ),
    flag("RADARKeyNeeded", MAY, "Opened with a RADAR key", "RADAR key", "RADAR key required", "RADAR key required Y/N"),
    flag(
        "BabyChange",
        MAY,
        "Has a place to change a baby",
        *("Baby changing", "Baby change facilities", "Baby changing facilities", "Baby changing available"),
        "Baby changing available Y/N",
    ),
    flag("FamilyToilet", MAY, "Has a toilet for a parent with children", "Family"),
    flag("ChangingPlace", MAY, "Has a Changing Places room with hoist and bench", "Changing places"),
    flag("AutomaticPublicConvenience", MAY, "Cleans itself", "Automatic", "APC"),
    flag("FullTimeStaffing", MAY, "Has an attendant at all times", "Staffed", "Attended", "Attended Y/N"),
    flag("PartOfCommunityScheme", MAY, "Belongs to a business or body that lets the public in", "Community toilet"),
    text("CommunitySchemeName", MAY, "Name of the scheme", "Scheme name"),
    Field(
        "ChargeAmount",
        FieldKind.DECIMAL,
        MAY,
        "Charge in pounds",
        aliases=("Charge", "Fee", "Cost", "Price"),
        minimum=0,
        maximum=5,
        example="0.20",
    ),
    Field("InfoURL", FieldKind.URL, MAY, "Page about the toilet", aliases=("Website", "URL", "Web page", "Link")),
    text(
        "OpeningHours",
        MAY,
        "When it is open, best as OpenStreetMap writes it",
        *("Opening times", "Times", "Hours", "Opening hours (If not 24 hour)"),
    ),
    text("ManagedBy", MAY, "Who runs it", "Managed by", "Operator"),
    Field("ReportEmail", FieldKind.EMAIL, MAY, "Where to report a fault", aliases=("E-mail",), is_personal=True),
    Field(
        "ReportTel", FieldKind.TEXT, MAY, "Number to report a fault", aliases=("Telephone", "Phone"), is_personal=True
    ),
    text("Notes", MAY, "Anything else", "Comments", "Description"),
    UPRN,
    Field("Postcode", FieldKind.POSTCODE, MAY, "Postcode", example="BN43 6EL"),
    text(
        "StreetAddress",
        MAY,
        "Address",
        *("Full address", "Postal address", "Property address", "Street", "Street name", "Road", "Address line 1"),
        *("Location", "Address", "Site address"),
    ),
    uri("GeoAreaURI", "Areas that the toilet lies in", "GeoAreaURL", many=True),
    text("GeoAreaLabel", MAY, "Names of the areas, joined by a pipe", "Ward", "Ward name", "Area"),
)

PUBLIC_TOILETS = DatasetStandard(
    slug="public_toilets",
    title="Public toilets",
    source="LGA Local Open Data Incentive Scheme, https://schemas.opendata.esd.org.uk/publictoilets",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2014", FIELDS),),
    key=("LocationText", "GeoX", "GeoY"),
    shared_key=SharedKey(("LocationText", "GeoX", "GeoY"), ("Category", "AccessibleCategory")),
    latest_by="ExtractDate",
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    coordinates=Coordinates("GeoX", "GeoY", "CoordinateReferenceSystem"),
    rules=(Together("GeoX", "GeoY"),),
    volatile=("ExtractDate",),
    no_return=(
        "No return to central government asks for it. In Wales a council’s local toilets strategy says which toilets"
        " there are (Public Health (Wales) Act 2017, section 113); it has no form."
    ),
)
