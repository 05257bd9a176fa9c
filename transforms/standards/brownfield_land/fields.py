"""The fields of a brownfield land register, each once; an edition says which it must have."""

from transforms.domain.codelist import Codelist
from transforms.domain.standard import Field, FieldKind, Requirement
from transforms.standards.brownfield_land.code_lists import (
    OWNERSHIP_2026,
    PERMISSION_TYPE,
    PLANNING_STATUS,
    REFERENCE_SYSTEM,
    YES,
)

MUST, SHOULD, MAY = Requirement.MUST, Requirement.SHOULD, Requirement.MAY
DWELLINGS = ("dwellings", "dwelling", "units", "homes")


def text(name: str, description: str, *aliases: str, max_length: int | None = None) -> Field:
    """Return an optional field of free text."""
    return Field(name, FieldKind.TEXT, MAY, description, aliases=aliases, max_length=max_length)


def code(name: str, codelist: Codelist, description: str, *aliases: str) -> Field:
    """Return an optional field that holds one code of `codelist`."""
    return Field(
        name, FieldKind.CODE, MAY, description, aliases=aliases, codelist=codelist, example=codelist.codes[0].code
    )


def urls(name: str, description: str, *aliases: str) -> Field:
    """Return an optional field that holds web addresses joined by a pipe."""
    return Field(name, FieldKind.URL, MAY, description, aliases=aliases, separator="|")


def day(name: str, description: str, *aliases: str, partial: str = "first", is_past: bool = False) -> Field:
    """Return an optional field that holds a day."""
    return Field(
        name, FieldKind.DATE, MAY, description, aliases=aliases, partial=partial, is_past=is_past, example="2025-12-31"
    )


def dwellings(name: str, description: str, *aliases: str) -> Field:
    """Return an optional number of homes, or a range of them."""
    return Field(name, FieldKind.RANGE, MAY, description, aliases=aliases, minimum=0, units=DWELLINGS, example="12")


ORGANISATION_URI = Field(
    "OrganisationURI",
    FieldKind.URI,
    SHOULD,
    "The planning authority, as an opendatacommunities URI",
    aliases=(
        *("Organisation URL", "Organisational URI", "Organistion URI", "Organsiation URI", "Orgainisation URL"),
        *("Org. URI", "Org URL", "LPA URL", "Publisher URL", "Publisher URI", "Organisati", "organisation"),
    ),
    example="http://opendatacommunities.org/id/district-council/gedling",
)
ORGANISATION_LABEL = text(
    "OrganisationLabel",
    "Name of the planning authority",
    *("Organisation name", "Organistion label", "Oragisation label", "Org. Label", "Organisat1"),
    max_length=100,
)
SITE_REFERENCE = text(
    "SiteReference",
    "The authority's own reference of the site, unchanged for as long as the site is on the register",
    *("Site ref", "Reference", "Brownfield register reference", "SiteReference (also SHLAA Reference)", "site"),
    *("LA site ref", "Siterefere", "Site references"),
    max_length=50,
).essential()
PREVIOUSLY_PART_OF = text("PreviouslyPartOf", "Reference of the site that this one was part of", max_length=50)
SITE_NAME_ADDRESS = text(
    "SiteNameAddress",
    "Name and address of the site",
    *("Site address", "Address", "Name and address of site", "Site name & address", "Site name and address"),
    *("Site name, address, postcode", "Location / Address", "SiteNameAddresss", "Sitenamead"),
    max_length=255,
)
SITE_PLAN_URL = Field(
    "SiteplanURL",
    FieldKind.URL,
    MUST,
    "Address of a plan of the site",
    aliases=(
        *("Site plan URL", "Site plan", "Siteplan URI", "Siteplan UR", "Plan of site", "Mapping link [SiteplanURL]"),
        "Weblink",
    ),
)
CRS = code(
    "CoordinateReferenceSystem",
    REFERENCE_SYSTEM,
    "Reference system of GeoX and GeoY",
    *("CRS", "Coordinate system", "Coordinate"),
)
GEO_X = Field(
    "GeoX",
    FieldKind.DECIMAL,
    MUST,
    "Longitude, or easting",
    aliases=(
        *("Longitude", "Easting", "Eastings", "Eastings (Geo X)", "GeoX (Longitude or east grid)", "GeoX [East]"),
        *("Grid reference easting", "BNG easting", "OS easting", "OSGB36 easting", "Location coordinates east west"),
        "Locations coordinates east west",
    ),
    example="-1.082693",
)
GEO_Y = Field(
    "GeoY",
    FieldKind.DECIMAL,
    MUST,
    "Latitude, or northing",
    aliases=(
        *("Latitude", "Northing", "Northings", "Northings (Geo Y)", "GeoY (Latitude or north grid)", "GeoY [North]"),
        *("Grid reference northing", "BNG northing", "OS northing", "OSGB36 northing"),
        "Location coordinates north south",
    ),
    example="52.961695",
)
HECTARES = Field(
    "Hectares",
    FieldKind.DECIMAL,
    MUST,
    "Area of the site in hectares, to two decimals",
    aliases=(
        *("Area (ha)", "Site area (ha)", "Site area in ha", "Total area (hectares)", "Total site area (hectares)"),
        *("Area of land in hectares", "Hectares (gross)", "Developable area (ha)", "PDL area on the site (hectares)"),
    ),
    minimum=0.01,
    maximum=500,
    units=("ha", "hectares", "hectare"),
    example="0.27",
)
OWNERSHIP = code(
    "OwnershipStatus",
    OWNERSHIP_2026,
    "Who owns the land",
    *("Ownership", "Owenrship status", "Ownerships", "Ownership: PA_owner, not PA_own., mixed_o'ship, unknown"),
)
STATUS = code(
    "PlanningStatus",
    PLANNING_STATUS,
    "Whether homes are permitted",
    *("Planning permission status", "Planningst"),
)
PERMISSION = code(
    "PermissionType",
    PERMISSION_TYPE,
    "Kind of the latest permission",
    *("Planning permission type", "Permission", "Permission typ"),
)
PERMISSION_DATE = day(
    "PermissionDate", "Day of the latest permission", "Planning permission date", "Permissi_1", is_past=True
)
PLANNING_HISTORY = urls("PlanningHistory", "Pages of earlier applications", "Planning permission history", "Planninghi")
PROPOSED_FOR_PIP = code("ProposedForPIP", YES, "Proposed for permission in principle", "Proposed for PiP", "Proposedfo")
MIN_DWELLINGS = dwellings(
    "MinNetDwellings",
    "Least net number of homes that the site supports",
    *("Minimum net dwellings", "Min dwellings", "Min homes", "Minnetdwel"),
).telling("homes-permitted")
DEVELOPMENT = text("DevelopmentDescription", "Homes proposed", "Developmen", max_length=4000)
NON_HOUSING = text("NonHousingDevelopment", "Development other than homes", "Nonhousing", max_length=4000)
PART_2 = code("Part2", YES, "Entered in part 2 of the register (permission in principle)", "Part two")
DWELLINGS_FROM = dwellings(
    "NetDwellingsRangeFrom",
    "Least net number of homes",
    *("Net dwelling range from", "Net dwellings range form", "Net dwellings from", "Netdwellin"),
).telling("homes-permitted")
DWELLINGS_TO = dwellings(
    "NetDwellingsRangeTo",
    "Greatest net number of homes",
    *("Net dwelling range to", "Net dwellings to", "Maximum net dwellings", "Max dwellings", "Netdwell_1"),
)
HAZARDOUS = code(
    "HazardousSubstances",
    YES,
    "Needs hazardous substances consent",
    *("Hazardous Substances [as identifiied in Appl. form]", "Hazardouss"),
)
SITE_INFORMATION = urls("SiteInformation", "Pages about the site", "Siteinform")
NOTES = text("Notes", "Anything else", "Note", max_length=4000)
FIRST_ADDED = day(
    "FirstAddedDate",
    "Day on which the site was first entered",
    *("Date first entered on the register", "Date entered on register", "First added", "Date first added"),
    "Start date",
    is_past=True,
)
LAST_UPDATED = day(
    "LastUpdatedDate",
    "Day on which the entry was last reviewed",
    *("Last update date", "Last updated", "Last update", "Date last updated", "Date last updated on the register"),
    "Entry date",
    is_past=True,
)
END_DATE = day("EndDate", "Day on which the site was built out or ceased to be brownfield", partial="last")
DELIVERABLE = code(
    "Deliverable",
    YES,
    "Homes can be expected within five years",
    *("Land deliverable?", "Deliverabl"),
)
