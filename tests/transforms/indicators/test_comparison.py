"""Chance, spread and neighbours: a small number shames nobody, quarters are of those known, likeness is fixed."""

from datetime import date
from decimal import Decimal

import pytest

from transforms.indicators.chance import Interval, chance_interval
from transforms.indicators.distribution import Distribution, distribution
from transforms.indicators.neighbours import NEIGHBOURS, nearest_neighbours, variables_of
from transforms.registers import authorities

TODAY = date(2026, 11, 29)
ADUR, KENT, BIRMINGHAM, EDINBURGH, DARTMOOR = "E07000223", "E10000016", "E08000025", "S12000036", "E26000001"


@pytest.mark.parametrize(
    ("cases", "of_cases", "expected"),
    [
        (5, 10, Interval(15.1, 84.9)),  # by hand: 0.5 ± 0.3494
        (0, 4, Interval(0.0, 70.5)),  # z² / (n + z²) = 9.5481 / 13.5481
        (4, 4, Interval(29.5, 100.0)),
        (500, 1000, Interval(45.1, 54.9)),
    ],
)
def test_the_interval_is_wilsons(cases: int, of_cases: int, expected: Interval) -> None:
    assert chance_interval(Decimal(cases), Decimal(of_cases)) == expected


@pytest.mark.parametrize(("other", "expected"), [("15.0", "higher"), ("15.1", ""), ("84.9", ""), ("85", "lower")])
def test_a_share_is_higher_or_lower_only_beyond_chance(other: str, expected: str) -> None:
    assert Interval(15.1, 84.9).against(Decimal(other)) == expected


def test_a_quarter_is_of_those_with_a_value() -> None:
    spread = distribution([Decimal(8), None, Decimal(2), Decimal(6), Decimal(4), None, Decimal(10)])
    assert spread == Distribution(5, Decimal(2), Decimal(4), Decimal(6), Decimal(8), Decimal(10))
    quarters = [spread.quarter(Decimal(value)) for value in (2, 4, 5, 6, 7, 8, 10)]
    assert quarters == [
        "lowest", "lowest", "second lowest", "second lowest", "second highest", "second highest", "highest",
    ]  # fmt: skip


def test_of_three_values_nothing_is_said() -> None:
    assert distribution([Decimal(1), Decimal(2), Decimal(3), None]) is None


@pytest.mark.parametrize("gss", [ADUR, KENT, BIRMINGHAM, EDINBURGH])
def test_neighbours_are_other_bodies_of_the_class_and_nation_in_order_of_distance(gss: str) -> None:
    near = nearest_neighbours(gss, TODAY)
    subject = authorities()[gss]
    assert len(near) == NEIGHBOURS
    assert gss not in {neighbour.gss for neighbour in near}
    bodies = [authorities()[neighbour.gss] for neighbour in near]
    assert {(body.authority_class, body.nation) for body in bodies} == {(subject.authority_class, subject.nation)}
    assert all(body.in_being(TODAY) for body in bodies)
    distances = [neighbour.distance for neighbour in near]
    assert distances == sorted(distances)


def test_distance_is_the_same_both_ways() -> None:
    nearest = nearest_neighbours(ADUR, TODAY)[0]
    back = {neighbour.gss: neighbour.distance for neighbour in nearest_neighbours(nearest.gss, TODAY)}
    assert back[ADUR] == nearest.distance


def test_variables_that_a_body_of_the_class_lacks_are_left_out_for_all() -> None:
    assert variables_of(ADUR, TODAY) == [
        "residents (logarithm)", "growth of residents from 2011 to 2021",
        "residents for each square kilometre (logarithm)",
    ]  # fmt: skip
    assert variables_of(KENT, TODAY) == ["residents (logarithm)", "growth of residents from 2011 to 2021"]
    assert (nearest_neighbours(DARTMOOR, TODAY), variables_of(DARTMOOR, TODAY)) == ((), [])
