from transforms.domain.standard import Requirement
from transforms.standards.planning_applications import PLANNING_APPLICATIONS

_, EDITION = PLANNING_APPLICATIONS.editions

REQUIRED = {
    *("ExtractDate", "PublisherLabel", "CaseReference", "CaseURL", "ServiceTypeLabel", "CaseText", "LocationText"),
}


def test_the_standard_has_thirty_six_fields() -> None:
    assert len(EDITION.fields) == 36


def test_only_the_case_reference_is_essential() -> None:
    assert [field.name for field in EDITION.essential] == ["CaseReference"]


def test_the_musts_are_those_of_cardinality_one() -> None:
    assert {field.name for field in EDITION.fields if field.requirement is Requirement.MUST} == REQUIRED
