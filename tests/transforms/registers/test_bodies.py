"""The register of authorities against the published counts, codes and reorganisations."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from transforms.domain.authority import Authority
from transforms.registers import authorities, authority, planning_authorities, successor_of

PUBLISHED = Path(__file__).parents[4] / "shared" / "data"
ON_THE_PUBLISHED_COUNT = date(2025, 7, 10)
NOW = date(2026, 11, 22)
PRINCIPAL = {"county", "district", "unitary", "metropolitan", "london-borough"}


def principal_councils(day: date) -> list[Authority]:
    return [body for body in authorities().values() if body.in_being(day) and body.authority_class in PRINCIPAL]


@pytest.mark.parametrize("day", [ON_THE_PUBLISHED_COUNT, NOW, date(2027, 3, 31)])
def test_there_are_382_principal_councils(day: date) -> None:
    assert Counter(body.nation for body in principal_councils(day)) == {
        "England": 317,
        "Scotland": 32,
        "Wales": 22,
        "Northern Ireland": 11,
    }


@pytest.mark.parametrize("day", [ON_THE_PUBLISHED_COUNT, NOW])
def test_each_class_and_code_prefix_has_its_published_count(day: date) -> None:
    assert Counter((body.gss[:3], body.authority_class) for body in authorities().values() if body.in_being(day)) == {
        ("E06", "unitary"): 63,
        ("E07", "district"): 164,
        ("E08", "metropolitan"): 36,
        ("E09", "london-borough"): 33,  # 32 boroughs and the City
        ("E10", "county"): 21,
        ("E26", "national-park"): 10,
        ("E51", "development-corporation"): 4,
        ("E61", "strategic-authority"): 1,  # the Greater London Authority
        ("N09", "district"): 11,
        ("S12", "unitary"): 32,
        ("W06", "unitary"): 22,
    }


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2015, 4, 1), 338),  # 326 districts, 10 parks, 2 corporations
        (date(2019, 3, 31), 339),  # and Ebbsfleet
        (date(2019, 4, 1), 330),  # 14 districts become 5
        (date(2020, 4, 1), 327),  # 4 become 1
        (date(2021, 4, 1), 322),  # 7 become 2
        (date(2023, 4, 1), 309),  # 17 become 4
        (date(2023, 6, 1), 311),  # Hartlepool's and Middlesbrough's corporations begin to decide
        (date(2024, 12, 1), 310),  # London Legacy's powers go back to its boroughs
        (NOW, 310),
    ],
)
def test_planning_authorities_follow_the_reorganisations(day: date, count: int) -> None:
    assert len(planning_authorities(day)) == count


def test_counties_and_other_nations_decide_no_district_applications() -> None:
    deciding = [body for body in authorities().values() if body.decides_planning]
    assert {body.nation for body in deciding} == {"England"}
    assert "county" not in {body.authority_class for body in deciding}


@pytest.mark.parametrize(
    ("start", "successor", "predecessors"),
    [
        ("2019-04-01", "E06000058", "E06000028 E06000029 E07000048"),
        ("2019-04-01", "E06000059", "E07000049 E07000050 E07000051 E07000052 E07000053 E10000009"),
        ("2019-04-01", "E07000244", "E07000205 E07000206"),
        ("2019-04-01", "E07000245", "E07000201 E07000204"),
        ("2019-04-01", "E07000246", "E07000190 E07000191"),
        ("2020-04-01", "E06000060", "E07000004 E07000005 E07000006 E07000007 E10000002"),
        ("2021-04-01", "E06000061", "E07000150 E07000152 E07000153 E07000156 E10000021"),
        ("2021-04-01", "E06000062", "E07000151 E07000154 E07000155 E10000021"),
        ("2023-04-01", "E06000063", "E07000026 E07000028 E07000029 E10000006"),
        ("2023-04-01", "E06000064", "E07000027 E07000030 E07000031 E10000006"),
        (
            "2023-04-01",
            "E06000065",
            "E07000163 E07000164 E07000165 E07000166 E07000167 E07000168 E07000169 E10000023",
        ),
        ("2023-04-01", "E06000066", "E07000187 E07000188 E07000189 E07000246 E10000027"),
    ],
)
def test_a_successor_begins_on_the_day_its_predecessors_end(start: str, successor: str, predecessors: str) -> None:
    new = authorities()[successor]
    assert new.start_date == date.fromisoformat(start)
    assert new.predecessors == tuple(predecessors.split())
    assert {authorities()[gss].end_date for gss in new.predecessors} == {new.start_date}


def test_26_districts_of_northern_ireland_became_eleven() -> None:
    new = [body for body in authorities().values() if body.gss.startswith("N09")]
    old = [authorities()[gss] for body in new for gss in body.predecessors]
    assert (len(new), len(old), len({body.gss for body in old})) == (11, 26, 26)
    assert {body.end_date for body in old} == {body.start_date for body in new} == {date(2015, 4, 1)}


def test_a_district_of_northern_ireland_joined_the_council_that_bears_its_name() -> None:
    joined = {body.name.split()[0]: body.successors for body in authorities().values() if body.code.startswith("NIR")}
    for place, successors in joined.items():
        if place in {"Derry", "Armagh", "Newry", "Ards", "Lisburn", "Fermanagh", "Antrim"}:
            assert authorities()[successors[0]].name.startswith(place)


def test_every_successor_knows_its_predecessor_and_the_other_way_round() -> None:
    for body in authorities().values():
        assert all(body.gss in authorities()[gss].predecessors for gss in body.successors)
        assert all(body.gss in authorities()[gss].successors for gss in body.predecessors)


@pytest.mark.parametrize(
    ("code", "gss"),
    [
        ("E07000223", "E07000223"),
        ("e07000223", "E07000223"),
        (" ADU ", "E07000223"),
        ("E3831", "E07000223"),
        ("45UB", "E07000223"),
        ("E08000016", "E08000038"),  # Barnsley, recoded in 2023
        ("E08000019", "E08000039"),  # Sheffield
        ("E06000048", "E06000057"),  # Northumberland
        ("E07000097", "E07000242"),
        ("E07000101", "E07000243"),
        ("E07000100", "E07000240"),
        ("E07000104", "E07000241"),
        ("E08000020", "E08000037"),
        ("S12000015", "S12000047"),
        ("S12000024", "S12000048"),
        ("S12000043", "S12000049"),
        ("S12000046", "S12000049"),
        ("S12000044", "S12000050"),
        ("S12000009", "S12000045"),
        ("E26000003", "E26000011"),  # the Lake District, extended in 2016
        ("E26000008", "E26000012"),
        ("CUA", "E06000063"),  # MHCLG's own reference for Cumberland
        ("Q72617890", "E26000004"),
    ],
)
def test_an_authority_answers_to_every_code_it_has_had(code: str, gss: str) -> None:
    assert authority(code).gss == gss


@pytest.mark.parametrize("code", ["", "E09000099", "XXX", "Adur"])
def test_an_unknown_code_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(LookupError, match="is not a code of any authority"):
        authority(code)


@pytest.mark.parametrize(
    ("gss", "day", "successor"),
    [
        ("E07000191", date(2018, 6, 1), "E07000191"),  # West Somerset, still itself
        ("E07000191", date(2020, 1, 1), "E07000246"),  # in Somerset West and Taunton
        ("E07000191", date(2024, 1, 1), "E06000066"),  # and that in Somerset
        ("E08000016", date(2024, 1, 1), "E08000038"),  # a recoded council is one council
        ("E10000006", date(2024, 1, 1), None),  # Cumbria was split in two
        ("E06000066", date(2022, 1, 1), None),  # Somerset was not there yet
        ("E51000001", date(2025, 1, 1), None),  # London Legacy's area went to four boroughs
        ("E99999999", date(2024, 1, 1), None),
    ],
)
def test_a_body_is_followed_to_the_one_in_being(gss: str, day: date, successor: str | None) -> None:
    assert successor_of(gss, day) == successor


def test_every_english_council_has_what_the_returns_need() -> None:
    for body in principal_councils(NOW):
        assert len(body.code) == 3
        assert body.region
        assert body.organisation_uri
        if body.start_date is None:
            assert body.name == "City of London Corporation"
        if body.nation == "England" and not body.ecode:
            assert body.start_date >= date(2019, 4, 1)  # the register of finance codes stops there


@pytest.mark.real_data
def test_every_authority_of_the_published_planning_tables_is_known() -> None:
    path = PUBLISHED / "planning" / "p153.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    with path.open(encoding="utf-8") as lines:
        published = {row["reference"] for row in csv.DictReader(lines) if row["reference"]}
    assert len(published) == 311
    last_day_of_london_legacy = date(2024, 11, 30)
    assert published == {body.gss for body in planning_authorities(last_day_of_london_legacy)}
