from transforms.domain.standard import Edition, Requirement
from transforms.standards.brownfield_land import BROWNFIELD_LAND, EDITION_2017, EDITION_2026

MUST_2026 = {
    *("SiteReference", "SiteNameAddress", "GeoX", "GeoY", "SiteplanURL", "Hectares", "OwnershipStatus"),
    *("PlanningStatus", "Deliverable", "NetDwellingsRangeFrom", "NetDwellingsRangeTo", "FirstAddedDate"),
    "LastUpdatedDate",
}
SHOULD_2026 = {"OrganisationURI", "PermissionType", "PermissionDate", "PlanningHistory", "HazardousSubstances"}
MUST_2017 = {
    *("OrganisationURI", "OrganisationLabel", "SiteReference", "SiteNameAddress", "SiteplanURL"),
    *("CoordinateReferenceSystem", "GeoX", "GeoY", "Hectares", "OwnershipStatus", "PlanningStatus"),
    *("MinNetDwellings", "FirstAddedDate", "LastUpdatedDate"),
}


def at(edition: Edition, requirement: Requirement) -> set[str]:
    return {field.name for field in edition.fields if field.requirement is requirement}


def test_the_requirements_of_each_edition_are_the_standards_own() -> None:
    assert at(EDITION_2026, Requirement.MUST) == MUST_2026
    assert at(EDITION_2026, Requirement.SHOULD) == SHOULD_2026
    assert at(EDITION_2017, Requirement.MUST) == MUST_2017
    assert at(EDITION_2017, Requirement.SHOULD) == set()


def test_only_the_end_date_column_makes_a_file_one_of_2026() -> None:
    assert BROWNFIELD_LAND.edition_for({"EndDate"}) is EDITION_2026
    assert BROWNFIELD_LAND.edition_for({"Deliverable", "Part2"}) is EDITION_2017


def test_unknown_ownership_is_a_word_of_2017_alone() -> None:
    words = [{code.code for code in e.field("OwnershipStatus").codelist.codes} for e in (EDITION_2017, EDITION_2026)]
    assert words[0] - words[1] == {"unknown ownership"}
