"""Who owes a return, and who of them has been asked and has answered."""

from datetime import date
from pathlib import Path

import pytest

from transforms.domain.authority import AuthorityGroup
from transforms.registers import Respondents, planning_authorities, respondents, who_owes
from transforms.registers.respondents import MEMBERSHIP

NOW = date(2026, 11, 22)
ADUR, ARUN, CRAWLEY, WEST_SUSSEX = "E07000223", "E07000224", "E07000226", "E10000032"
BROWNFIELD, PLANNING = "brownfield_land", "planning_applications"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register in which the address of Adur, Arun and the county is known, and that of Crawley is not."""
    rows = [f"{gss},{BROWNFIELD},https://{gss}.example/b.csv" for gss in (ADUR, ARUN, WEST_SUSSEX)]
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(["authority_gss,standard,url", *rows, f"{CRAWLEY},{BROWNFIELD},"]) + "\n")
    return path


@pytest.mark.parametrize(
    ("group", "day", "count"),
    [
        (AuthorityGroup.PLANNING, NOW, 310),  # 296 councils, 10 parks, 4 development corporations
        (AuthorityGroup.MINERALS_AND_WASTE, NOW, 162),  # 21 counties, 63 unitaries, 36 and 33 boroughs, 9 parks
        (AuthorityGroup.LICENSING, date(2016, 3, 31), 348),  # the Home Office asked 350, two of them the Temples
        (AuthorityGroup.LICENSING, NOW, 318),
        (AuthorityGroup.CONTRIBUTIONS, NOW, 332),  # the planning authorities, the counties and Greater London's
        (AuthorityGroup.TRANSPARENCY_CODE, NOW, 327),
        (AuthorityGroup.CONTRACTING, NOW, 332),
        (AuthorityGroup.HOUSING, NOW, 296),  # the Statistics counted 296 in 2024-25
    ],
)
def test_each_return_is_owed_by_as_many_as_the_law_says(group: AuthorityGroup, day: date, count: int) -> None:
    assert len(who_owes(group, day)) == count


def test_every_group_says_who_belongs_to_it() -> None:
    assert MEMBERSHIP.keys() == set(AuthorityGroup)


def test_who_owes_a_return_changes_on_the_day_of_a_reorganisation() -> None:
    before, after = (
        {body.gss for body in who_owes(AuthorityGroup.PLANNING, day)} for day in (date(2023, 3, 31), date(2023, 4, 1))
    )
    assert "E07000026" in before - after  # Allerdale
    assert "E06000063" in after - before  # Cumberland


def test_the_counties_decide_on_minerals_and_waste_in_the_broads_and_the_districts_nowhere() -> None:
    deciding = {body.gss for body in who_owes(AuthorityGroup.MINERALS_AND_WASTE, NOW)}
    assert {"E10000020", "E10000029", "E26000006"} <= deciding  # Norfolk, Suffolk, the Peak District
    assert not deciding & {"E26000007", ADUR, "E51000002"}  # the Broads, a district, a development corporation


def test_whoever_owes_a_return_is_asked_or_unknown_and_whoever_is_asked_has_answered_or_not(register: Path) -> None:
    found = respondents(AuthorityGroup.PLANNING, [BROWNFIELD], NOW, {ADUR}, register)
    assert (found.reachable, found.answered, found.silent) == ((ADUR, ARUN), (ADUR,), (ARUN,))
    assert set(found.owing) == {body.gss for body in planning_authorities(NOW)}
    assert sorted([*found.reachable, *found.unknown]) == list(found.owing)
    assert CRAWLEY in found.unknown


def test_the_response_rate_is_of_all_who_owe_the_return_and_not_of_those_who_were_asked(register: Path) -> None:
    everybody_asked = respondents(AuthorityGroup.PLANNING, [BROWNFIELD], NOW, {ADUR, ARUN}, register)
    assert everybody_asked.answered == everybody_asked.reachable
    assert everybody_asked.response_rate_pct == 0.6  # 2 of 310


def test_the_packaged_register_knows_where_276_of_310_publish_their_brownfield_land() -> None:
    found = respondents(AuthorityGroup.PLANNING, [BROWNFIELD], NOW, ())
    assert (len(found.owing), len(found.reachable), len(found.unknown)) == (310, 276, 34)


def test_data_of_an_authority_that_owes_nothing_is_told_apart(register: Path) -> None:
    found = respondents(AuthorityGroup.PLANNING, [BROWNFIELD], NOW, {ADUR, WEST_SUSSEX}, register)
    assert (found.answered, found.not_owing) == ((ADUR,), (WEST_SUSSEX,))


def test_an_authority_whose_data_came_another_way_has_answered(register: Path) -> None:
    found = respondents(AuthorityGroup.PLANNING, [BROWNFIELD], NOW, {CRAWLEY}, register)
    assert found.answered == (CRAWLEY,)
    assert CRAWLEY in found.reachable


def test_a_return_of_several_standards_asks_whoever_publishes_one_of_them(register: Path) -> None:
    assert respondents(AuthorityGroup.PLANNING, [PLANNING, BROWNFIELD], NOW, (), register).reachable == (ADUR, ARUN)
    assert respondents(AuthorityGroup.PLANNING, [PLANNING], NOW, (), register).reachable == ()


def test_where_nobody_owes_a_return_there_is_no_response_rate() -> None:
    assert Respondents(owing=(), reachable=(), unknown=(), answered=(), not_owing=()).response_rate_pct is None
