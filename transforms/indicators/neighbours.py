"""Nearest neighbours: the authorities of the same class whose areas are most alike.

Source: docs/decisions/0028-indicators-are-read-off-returns.md. Variables are standardised and the straight distance
        between them is taken, as in other models of nearest neighbours, which have more variables.
Unit:   standard deviations.
Known:  only bodies of one class are compared, which have the same duties. Variables that any body of the class lacks
        are left out for all of it: counties have no outline here, and so no density.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import dist, log
from statistics import fmean, pstdev

from transforms.registers import authorities
from transforms.registers.boundaries import square_kilometres
from transforms.registers.populations import populations

NEIGHBOURS = 15


@dataclass(frozen=True)
class Variable:
    """Something by which two areas are alike, in words, and how it is read; None where it is not known."""

    label: str
    read: Callable[[str], float | None]


@dataclass(frozen=True)
class Neighbour:
    """One of the most alike: how far away in standard deviations, 0 for an area that is the same in everything."""

    gss: str
    distance: float


def _residents(gss: str) -> float | None:
    years = populations().get(gss, ())
    return log(years[-1].people) if years else None


def _growth(gss: str) -> float | None:
    people = {population.year: population.people for population in populations().get(gss, ())}
    return people[2021] / people[2011] - 1 if {2011, 2021} <= people.keys() else None


def _density(gss: str) -> float | None:
    years, area = populations().get(gss, ()), square_kilometres(gss)
    return log(years[-1].people / area) if years and area else None


VARIABLES = (
    Variable("residents (logarithm)", _residents),
    Variable("growth of residents from 2011 to 2021", _growth),
    Variable("residents for each square kilometre (logarithm)", _density),
)


def nearest_neighbours(gss: str, day: date) -> Sequence[Neighbour]:
    """Return the fifteen authorities most like `gss` on `day`, the nearest first; none where nothing is known of it."""
    subject = authorities().get(gss)
    if subject is None:
        return ()
    _, positions = _standardised(subject.nation, subject.authority_class, day)
    if gss not in positions:
        return ()
    distances = [
        Neighbour(other, round(dist(positions[gss], at), 2)) for other, at in positions.items() if other != gss
    ]
    return sorted(distances, key=lambda neighbour: (neighbour.distance, neighbour.gss))[:NEIGHBOURS]


def variables_of(gss: str, day: date) -> Sequence[str]:
    """Return by what the neighbours of `gss` are found, in words."""
    subject = authorities()[gss]
    return [variable.label for variable in _standardised(subject.nation, subject.authority_class, day)[0]]


@lru_cache(maxsize=64)
def _standardised(
    nation: str, authority_class: str, day: date
) -> tuple[Sequence[Variable], Mapping[str, tuple[float, ...]]]:
    """Return the variables that are known of a whole class, and where each of its bodies lies by them."""
    bodies = [
        body.gss
        for body in authorities().values()
        if body.in_being(day) and (body.nation, body.authority_class) == (nation, authority_class)
    ]
    columns = {variable: [variable.read(gss) for gss in bodies] for variable in VARIABLES}
    complete = {
        variable: [value for value in column if value is not None]
        for variable, column in columns.items()
        if bodies and None not in column
    }
    scaled = [_standard_scores(column) for column in complete.values()]
    return tuple(complete), dict(zip(bodies, zip(*scaled, strict=True), strict=True)) if scaled else {}


def _standard_scores(values: Sequence[float]) -> list[float]:
    """Return how many standard deviations each value lies from the mean; 0 where all are the same."""
    mean, deviation = fmean(values), pstdev(values)
    return [(value - mean) / deviation if deviation else 0.0 for value in values]
