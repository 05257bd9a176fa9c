"""Whose parts are somebody's own: their authority's, and those of bodies that it has succeeded."""

from datetime import date

import pytest

from plugins.submissions.visibility import own_authorities, sees_round
from transforms.rounds.roles import Access, Grant, Role

CODES = ("E07000223", "E07000187", "E06000066")
DAY = date(2025, 5, 1)


def access(role: Role, scope: str) -> Access:
    return Access("person/1", (Grant(1, role, scope, date(2025, 1, 1), None),))


@pytest.mark.parametrize(
    ("role", "scope", "own"),
    [
        (Role.OFFICER, "E07000223", ["E07000223"]),
        (Role.CERTIFIER, "E07000223/head-of-planning", ["E07000223"]),
        (Role.OFFICER, "E06000066", ["E07000187", "E06000066"]),  # Somerset has succeeded Mendip
        (Role.OFFICER, "E07000187", ["E07000187"]),
        (Role.COLLECTOR, "", []),
        (Role.RECEIVER, "planning_matters", []),
    ],
)
def test_an_authority_acts_for_itself_and_for_those_that_it_has_succeeded(
    role: Role, scope: str, own: list[str]
) -> None:
    made = access(role, scope)
    assert own_authorities(made, CODES, DAY) == own
    assert sees_round(made, "planning_matters", CODES, DAY) is (bool(own) or role in (Role.COLLECTOR, Role.RECEIVER))
    assert sees_round(made, "brownfield_register", CODES, DAY) is (bool(own) or role is Role.COLLECTOR)


def test_a_body_is_acted_for_by_its_successor_only_once_it_has_ended() -> None:
    assert own_authorities(access(Role.OFFICER, "E06000066"), CODES, date(2023, 3, 31)) == ["E06000066"]
