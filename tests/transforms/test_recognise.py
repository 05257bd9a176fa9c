"""Which standard the header of a file belongs to."""

import pytest

from transforms.recognise import candidates


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("OrganisationURI,SiteReference,SiteNameAddress,Hectares,PlanningStatus", "brownfield_land"),
        ("CaseReference,CaseDate,Decision,DecisionDate,ServiceTypeLabel", "planning_applications"),
    ],
)
def test_a_header_is_recognised(header: str, expected: str) -> None:
    assert candidates(f"{header}\n{',x' * header.count(',')}\n".encode(), "x")[0].standard == expected
