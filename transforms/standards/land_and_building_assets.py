"""Land and building assets.

Everything that a council owns or holds on lease, one row an asset; council homes are left out.
Source: Local Government Transparency Code 2015, "Local authority land"; LGA "Transparency guidance: land and social
        housing assets and parking" v1.4 and schema "Land and building", https://schemas.opendata.esd.org.uk
Unit:   gross internal area of buildings in square metres; land in hectares; pounds a year.
Known:  the schema requires a UPRN, number and street, which most land has not. Councils write half a postcode (M41)
        where there is no address, and publish eastings and northings without naming the reference system. Leasehold or
        Licence alone in TenureDetail does not say whether the council is landlord or tenant, so it is not guessed. The
        code is the local one; an asset without it still counts, so no field is essential.
"""

from transforms.domain.codelist import Code, Codelist
from transforms.domain.rules import OnlyWhen, PublishedWhen, Together
from transforms.domain.standard import Coordinates, DatasetStandard, Edition, Field, FieldKind, Requirement, SharedKey
from transforms.shared_fields.annual_figures import APPLIES_TO, spending
from transforms.shared_fields.lodis import REFERENCE_SYSTEM
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MAY, MUST, text

TENURE = Codelist(
    "tenure_type",
    (
        Code("Freehold", "Owned outright", aliases=("Owned freehold", "F/H", "FH")),
        Code("Leasehold", "Held on lease", aliases=("Leased", "L/H", "LH")),
        Code("Other", "Held otherwise"),
    ),
)
TENURE_DETAIL = Codelist(
    "tenure_detail",
    (
        Code("Owner occupied", "Used by the council", aliases=("Owner-occupied", "Occupied by local authority")),
        Code("Ground leasehold out", "Let on a ground lease", aliases=("Ground lease out",)),
        Code("Ground leasehold in", "Held on a ground lease", aliases=("Ground lease in",)),
        Code("Leasehold out", "Let", aliases=("Lease out", "Leased out")),
        Code("Leasehold in", "Held on lease", aliases=("Lease in", "Leased in")),
        Code("Sub leasehold out", "Let by the council as tenant", aliases=("Sub-leasehold out", "Sub lease out")),
        Code("Sub leasehold in", "Held from a tenant", aliases=("Sub-leasehold in", "Sub lease in")),
        Code("Licence in", "Used under licence"),
        Code("Licence out", "Licensed to others"),
        Code("Vacant", "Not in use"),
        Code("Other", "Said in OtherDetail"),
    ),
)
HOLDING = Codelist(
    "holding_type",
    (
        Code("Buildings Only", "A building", aliases=("Buildings", "Building", "Building only")),
        Code("Land Only", "Land without a permanent building", aliases=("Land",)),
        Code(
            "Land/Buildings",
            "Land with a building",
            aliases=("Land/Building", "Land and buildings", "Land and building", "Land & buildings", "Land & building"),
        ),
    ),
)
SUITABILITY = Codelist("suitability_rating", (Code("Good"), Code("Satisfactory"), Code("Poor"), Code("Unsuitable")))
ENERGY = Codelist("energy_rating", tuple(Code(letter) for letter in "ABCDEFG"))


def listed(name: str, requirement: Requirement, codelist: Codelist, description: str, title: str) -> Field:
    """Return a field that holds one code of `codelist`."""
    return Field(
        name, FieldKind.CODE, requirement, description, title, codelist=codelist, example=codelist.codes[0].code
    )


def coordinate(name: str, description: str, *aliases: str, example: str) -> Field:
    """Return half of a point."""
    return Field(name, FieldKind.DECIMAL, MUST, description, aliases=aliases, example=example)


def area(name: str, description: str, title: str, *units: str) -> Field:
    """Return a field that holds an area in the first of `units`."""
    return Field(name, FieldKind.DECIMAL, MAY, description, title, minimum=0, units=units, example="415.05")


FIELDS = (
    *APPLIES_TO,
    Field(
        "UPRN",
        FieldKind.UPRN,
        MUST,
        "Unique property reference number",
        title="Unique property reference number",
        aliases=("UPRN number", "Unique Property Reference Number (UPRN)"),
        example="100012797623",
    ),
    text(
        "AssetCode",
        MUST,
        "The council's own reference of the asset",
        *("Asset code", "Asset ID", "Asset number", "Asset no", "Asset reference", "Asset ref", "Unique asset ID"),
        *("Property reference", "Property ref", "Property ID", "Site reference", "Terrier number"),
        title="Unique asset identity",
    ),
    text(
        "PropertyName",
        MUST,
        "Name of the asset, or what the land is",
        *("Property name", "Asset name", "Site name", "Name of the building/land", "Name of building or land", "Name"),
        *("Property description", "Description"),
        title="Name of the building or land or both",
    ),
    text(
        "PropertyNumber",
        MUST,
        "Number in the street; two or more are joined by a hyphen",
        *("Street number", "Street number or numbers", "Building number", "House number"),
        title="Property number",
    ),
    text(
        "StreetName",
        MUST,
        "Street of the postal address",
        *("Street", "Road", "Address", "Site address", "Property address", "Full address"),
        title="Street name",
    ),
    text("PostTown", MUST, "Post town or town", "Town", title="Post town"),
    Field(
        "PostCode",
        FieldKind.POSTCODE,
        MUST,
        "Postcode of the asset, in full",
        title="United Kingdom postcode",
        aliases=("UK postcode",),
        example="BN43 6EL",
    ),
    Field(
        "CoordinateReferenceSystem",
        FieldKind.CODE,
        MAY,
        "Reference system of GeoX and GeoY; WGS84 where blank",
        title="Coordinate reference system",
        aliases=("CRS",),
        codelist=REFERENCE_SYSTEM,
        example="WGS84",
    ),
    coordinate("GeoX", "Longitude, or easting", "Longitude", "Easting", "Eastings", "X", example="-0.275563"),
    coordinate("GeoY", "Latitude, or northing", "Latitude", "Northing", "Northings", "Y", example="50.834215"),
    Field("GeoPointLicensingURL", FieldKind.URL, MAY, "Licence of the coordinates", title="Geo point licensing URL"),
    listed("TenureType", MUST, TENURE, "Whether the council owns it or holds it on lease", "Tenure type"),
    listed("TenureDetail", MUST, TENURE_DETAIL, "Who uses it, and under what agreement", "Tenure detail"),
    text("OtherDetail", MAY, "The tenure in words where the list has no word for it", title="Other detail"),
    listed("HoldingType", MUST, HOLDING, "Whether it is land, a building or both", "Holding type"),
    area("BuildingSize", "Gross internal area in square metres", "Building size", "m2", "m²", "sqm", "sq m"),
    area("LandArea", "Area of the land in hectares", "Land area", "ha", "hectares"),
    text("FunctionLabel", MAY, "What it is used for", "Function", title="Function label"),
    Field("FunctionURI", FieldKind.URI, MAY, "What it is used for, as a URI", title="Function URI"),
    text("Purpose", MAY, "Why the council holds it", "Purpose for which asset is held", "Reason for holding"),
    spending("BuildingCosts", MAY, "Cost of running the building in a year", title="Building costs"),
    spending("RequiredMaintenance", MAY, "Cost of the maintenance that is due", title="Required maintenance"),
    listed("SuitabilityRating", MAY, SUITABILITY, "How well it suits its use", "Suitability rating"),
    listed("EnergyRating", MAY, ENERGY, "Letter of the display energy certificate", "Energy rating"),
    text("LandRegistryTitleNumber", MAY, "Title number", "Title number", title="Land Registry title number"),
    Field("InspireURL", FieldKind.URL, MAY, "Outline of the land in the INSPIRE index polygons", title="INSPIRE URL"),
)

LAND_AND_BUILDING_ASSETS = DatasetStandard(
    slug="land_and_building_assets",
    title="Land and building assets",
    source="Local Government Transparency Code 2015, Local authority land; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2015", FIELDS),),
    key=("AssetCode",),
    shared_key=SharedKey(
        ("AssetCode",),
        ("UPRN", "PropertyName", "PropertyNumber", "StreetName", "HoldingType", "TenureType"),
        folded=("PropertyName", "PropertyNumber", "StreetName"),
    ),
    latest_by="ApplicableDate",
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    coordinates=Coordinates("GeoX", "GeoY", "CoordinateReferenceSystem"),
    rules=(
        Together("GeoX", "GeoY"),
        PublishedWhen("OtherDetail", "TenureDetail", ("Other",)),
        OnlyWhen("BuildingSize", "HoldingType", ("Buildings Only", "Land/Buildings")),
    ),
    volatile=("ApplicableDate",),
)
