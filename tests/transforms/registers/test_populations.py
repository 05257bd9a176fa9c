"""Populations: of each year as published, added up for counties and for councils made since, never too old."""

from datetime import date

import pytest

from transforms.registers import authorities
from transforms.registers.populations import Population, population, populations

TODAY = date(2026, 11, 29)
ADUR, CUMBERLAND, NORTH_YORKSHIRE, CAMBRIDGESHIRE, CARDIFF, DARTMOOR = (
    "E07000223", "E06000063", "E06000065", "E10000003", "W06000015", "E26000001",
)  # fmt: skip
# Census 2021, England and Wales: 56,489,800 in England, in the areas of councils rounded to hundreds.
ENGLAND_2011, ENGLAND_2021, WALES_2011 = 53_012_456, 56_489_800, 3_063_456


def people_in(nation: str, year: int) -> int:
    return sum(
        of.people
        for gss, years in populations().items()
        for of in years
        if of.year == year
        and (body := authorities()[gss]).in_being(TODAY)
        and body.nation == nation
        and body.authority_class != "county"
    )


def test_the_areas_of_all_councils_add_up_to_the_nation() -> None:
    assert people_in("England", 2011) == ENGLAND_2011
    assert abs(people_in("England", 2021) - ENGLAND_2021) <= 100_000
    assert people_in("Wales", 2011) == WALES_2011


@pytest.mark.parametrize("year", [2011, 2021])
def test_a_county_has_the_people_of_its_districts(year: int) -> None:
    districts = ("E07000008", "E07000009", "E07000010", "E07000011", "E07000012")  # Cambridge to South Cambridgeshire
    (county,) = [of for of in populations()[CAMBRIDGESHIRE] if of.year == year]
    assert county.people == sum(of.people for gss in districts for of in populations()[gss] if of.year == year)
    assert county.source == f"Census {year}, sum of districts"


def test_a_council_made_since_has_the_people_of_its_predecessors() -> None:
    allerdale, carlisle, copeland = ("E07000026", "E07000028", "E07000029")
    (own,) = [of for of in populations()[CUMBERLAND] if of.year == 2021]
    (three,) = [
        sum(of.people for gss in (allerdale, carlisle, copeland) for of in populations()[gss] if of.year == 2021)
    ]
    assert (own.people, own.method) == (three, "sum of predecessors")
    # The county is not counted on top of its districts.
    assert population(NORTH_YORKSHIRE, 2021) == Population(2021, 614_000, "sum of predecessors")


def test_a_population_is_the_newest_not_after_the_year_and_never_from_more_than_five_years_before() -> None:
    assert population(ADUR, 2026) == Population(2024, 64_889, "mid-year")
    assert population(ADUR, 2023) == Population(2021, 64_500, "census")
    assert population(ADUR, 2016) == Population(2011, 61_182, "census")
    assert population(ADUR, 2017) is None
    assert population(CARDIFF, 2026) is not None
    assert population(CARDIFF, 2027) is None
    assert population(ADUR, 2010) is None


def test_nobody_is_counted_twice_and_every_figure_says_where_it_is_from() -> None:
    for gss, years in populations().items():
        assert len({of.year for of in years}) == len(years), gss
        assert all(of.people > 0 and of.source for of in years), gss
    assert population(DARTMOOR, 2025) is None


def test_a_former_code_has_the_people_of_the_body() -> None:
    assert (
        population("E08000016", 2021) == population("E08000038", 2021) == Population(2021, 244_300, "census")
    )  # Barnsley
