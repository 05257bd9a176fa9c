"""Publish counter fraud work: a row a year; what is only recommended is published by one council in three.

One council in six brings its figures more than a year late, each winter.
"""

from datetime import date
from zlib import crc32

import numpy as np

from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, written, year_end
from examples.tables import Row, Table

LATE = 6
APRIL, DECEMBER = 4, 12
COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "TotalOccasionsFraudPowers"),
    *("TotalFraudEmployeesCount", "FTEFraudEmployeesCount", "TotalFraudSpecialistsCount", "FTEFraudSpecialistCount"),
    *("FraudSpentAmount", "TotalInvestigatedFraud", "TotalIdentifiedFraud", "ValueFraud", "ValueFraudRecovered"),
    *("TotalInvestigatedIrregularities", "TotalIdentifiedIrregularities", "ValueIrregularities"),
    "ValueIrregularitiesRecovered",
]


def publish(england: England, council: Council, day: date) -> Table:
    """Return the years up to `day`, or to the winter before."""
    years = closed_years(day)
    is_behind = crc32(f"fraud {council.gss}".encode()) % LATE == 0 and APRIL <= day.month < DECEMBER
    return Table(list(COLUMNS), [_row(england, council, year) for year in years[: -2 if is_behind else None]])


def _row(england: England, council: Council, year: int) -> Row:
    random = draw(england, council, 53, year)
    employees = 1 + int(random.poisson(4 * council.size))
    specialists = int(random.integers(0, employees + 1))
    equivalents = [round(people * float(random.uniform(0.6, 1.0)), 1) for people in (employees, specialists)]
    cases = int(random.poisson(180 * council.size))
    required = [
        *(int(random.poisson(15)), employees, equivalents[0], specialists, equivalents[1]),
        *(f"{employees * float(random.uniform(30_000, 45_000)):.2f}", cases),
    ]
    return [
        *about(council),
        written(council, year_end(year)),
        *map(str, required),
        *_recommended(council, cases, random),
    ]


def _recommended(council: Council, cases: int, random: np.random.Generator) -> Row:
    """Return what was found and what came back, for fraud and for irregularity."""
    if crc32(council.gss.encode()) % 3:
        return ["NA"] * 7
    identified, odd = int(random.integers(0, cases + 1)), int(random.poisson(6))
    value, odd_value = identified * float(random.uniform(500, 4000)), odd * float(random.uniform(100, 900))
    return [
        *(str(identified), f"{value:.2f}", f"{value * float(random.uniform(0, 0.6)):.2f}"),
        *(str(odd + 2), str(odd), f"{odd_value:.2f}", f"{odd_value * float(random.uniform(0, 0.6)):.2f}"),
    ]
