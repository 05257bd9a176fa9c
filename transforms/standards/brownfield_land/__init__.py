"""Brownfield land registers.

Previously developed land that a planning authority considers suitable for homes, one row a site.
Source: Town and Country Planning (Brownfield Land Register) Regulations 2017, SI 2017/403;
        2017 edition: MHCLG data standard, https://github.com/iStandUK/BrownfieldLandRegister
        2026 edition: https://www.planning.data.gov.uk/guidance/specifications/brownfield-land
Unit:   hectares; net dwellings.
Known:  the 2026 edition has an EndDate column and the 2017 edition has not; that is how a file is told.
        Registers exported from a shapefile carry column names cut to ten letters.
"""

from dataclasses import replace

from transforms.domain.history_rule import KeysStay, NeverEarlier
from transforms.domain.rules import AtMost, InOrder, Together
from transforms.domain.standard import Coordinates, DatasetStandard, Edition, Field, Requirement
from transforms.standards.brownfield_land.code_lists import OWNERSHIP_2017
from transforms.standards.brownfield_land.fields import (
    CRS,
    DELIVERABLE,
    DEVELOPMENT,
    DWELLINGS_FROM,
    DWELLINGS_TO,
    END_DATE,
    FIRST_ADDED,
    GEO_X,
    GEO_Y,
    HAZARDOUS,
    HECTARES,
    LAST_UPDATED,
    MIN_DWELLINGS,
    NON_HOUSING,
    NOTES,
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    OWNERSHIP,
    PART_2,
    PERMISSION,
    PERMISSION_DATE,
    PLANNING_HISTORY,
    PREVIOUSLY_PART_OF,
    PROPOSED_FOR_PIP,
    SITE_INFORMATION,
    SITE_NAME_ADDRESS,
    SITE_PLAN_URL,
    SITE_REFERENCE,
    STATUS,
)

MUST, SHOULD = Requirement.MUST, Requirement.SHOULD


def must(*fields: Field) -> tuple[Field, ...]:
    """Return `fields` as the standard's musts."""
    return tuple(field.requires(MUST) for field in fields)


EDITION_2026 = Edition(
    "2026",
    (
        ORGANISATION_URI,
        *must(SITE_REFERENCE, SITE_NAME_ADDRESS, SITE_PLAN_URL, GEO_X, GEO_Y, HECTARES, OWNERSHIP, STATUS),
        *(field.requires(SHOULD) for field in (PERMISSION, PERMISSION_DATE, PLANNING_HISTORY)),
        *must(DELIVERABLE, DWELLINGS_FROM, DWELLINGS_TO),
        HAZARDOUS.requires(SHOULD),
        NOTES,
        *must(FIRST_ADDED, LAST_UPDATED),
        END_DATE,
        *(ORGANISATION_LABEL, PREVIOUSLY_PART_OF, CRS, PROPOSED_FOR_PIP, MIN_DWELLINGS),  # deprecated from here on
        *(DEVELOPMENT, NON_HOUSING, PART_2, SITE_INFORMATION),
    ),
    recognised_by="EndDate",
)
EDITION_2017 = Edition(
    "2017",
    (
        *must(replace(ORGANISATION_URI, pattern=r"^http://opendatacommunities\.org/id/\S+$")),
        *must(ORGANISATION_LABEL, SITE_REFERENCE),
        PREVIOUSLY_PART_OF,
        *must(SITE_NAME_ADDRESS, SITE_PLAN_URL, CRS, GEO_X, GEO_Y, HECTARES),
        *must(replace(OWNERSHIP, codelist=OWNERSHIP_2017)),
        DELIVERABLE,
        *must(STATUS),
        *(PERMISSION, PERMISSION_DATE, PLANNING_HISTORY, PROPOSED_FOR_PIP),
        *must(MIN_DWELLINGS),
        *(DEVELOPMENT, NON_HOUSING, PART_2, DWELLINGS_FROM, DWELLINGS_TO, HAZARDOUS, SITE_INFORMATION, NOTES),
        *must(FIRST_ADDED, LAST_UPDATED),
    ),
)

BROWNFIELD_LAND = DatasetStandard(
    slug="brownfield_land",
    title="Brownfield land registers",
    source="SI 2017/403; https://www.planning.data.gov.uk/guidance/specifications/brownfield-land",
    licence_note="Open Government Licence v3.0 unless the publisher says otherwise",
    frequency="yearly",
    editions=(EDITION_2026, EDITION_2017),
    key=("SiteReference",),
    latest_by="LastUpdatedDate",
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    coordinates=Coordinates("GeoX", "GeoY", "CoordinateReferenceSystem"),
    rules=(
        InOrder("FirstAddedDate", "LastUpdatedDate"),
        AtMost("NetDwellingsRangeFrom", "NetDwellingsRangeTo", lower_else="MinNetDwellings"),
        Together("GeoX", "GeoY"),
    ),
    history=(KeysStay(), NeverEarlier("FirstAddedDate"), NeverEarlier("LastUpdatedDate")),
)
