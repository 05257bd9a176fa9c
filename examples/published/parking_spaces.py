"""Publish parking spaces: a row a car park and street, or the totals of each year as the guidance has them."""

from datetime import date

import numpy as np

from examples import words
from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, follows_guidance, invented_postcode, written, year_end
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "Location", "Postcode", "ParkingSpaces"),
    *("DisabledParkingSpaces", "ParkingRestrictions", "FreeParking", "ChargeableParking", "ElectricVehiclePoint"),
]
COLUMNS_OF_TOTALS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate"),
    *("Number of marked out controlled spaces", "Number of free spaces", "Number of charged spaces"),
]
PLACES = 40
UNCOUNTED = 0.05  # of the totals: some spaces are neither free nor charged for


def publish(england: England, council: Council, day: date) -> Table:
    """Return the places as they are, or the totals of the years up to `day`."""
    years = closed_years(day)
    if follows_guidance(council):
        return Table(list(COLUMNS_OF_TOTALS), [_totals(england, council, year) for year in years])
    random = draw(england, council, 48)
    places = max(4, int(random.poisson(PLACES * council.size * min(1.0, england.scale * 4))))
    return Table(list(COLUMNS), [_parking_space(council, random, years[-1]) for _ in range(places)])


def _totals(england: England, council: Council, year: int) -> Row:
    size = 1 + int(draw(england, council, 48).poisson(4000 * council.size))
    random = draw(england, council, 48, year)
    free = int(size * random.uniform(0.2, 0.3))
    uncounted = size // 50 if random.random() < UNCOUNTED else 0
    return [*about(council), written(council, year_end(year)), str(size), str(free), str(size - free - uncounted)]


def _parking_space(council: Council, random: np.random.Generator, year: int) -> Row:
    """Return a car park."""
    name = words.address(random.random(3), words.town(council.gss, council.authority.name))
    spaces, is_free = 8 + int(random.gamma(2, 45)), random.random() < 0.25
    kind = "Free (maximum 3 hours)" if is_free else "Pay & Display"
    flags = ["TRUE", "FALSE"] if is_free else ["FALSE", "TRUE"]
    charging = str(int(random.poisson(2)))
    figures = [str(spaces), str(spaces // 20), kind, *flags, charging]
    return [*about(council), written(council, year_end(year)), name, invented_postcode(random), *figures]
