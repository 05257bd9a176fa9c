"""Publish the value of council homes: a row a postal sector and band of the last valuation."""

from datetime import date

import numpy as np

from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, invented_postcode
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "PostalSector", "ValuationBand", "TotalDwellings"),
    *("EUVSHTotal", "EUVSHAverage", "MarketValueTotal", "MarketValueAverage", "OccupiedPercentage", "VacantPercentage"),
]
BANDS = tuple(range(100_000, 300_000, 20_000))
ADJUSTMENT = 0.42  # what a tenant in a home leaves of its value
SECTORS = 24


def publish(england: England, council: Council, day: date) -> Table:
    """Return the homes of every sector as at 1 April of the year in which the last figures came out."""
    year = closed_years(day)[-1]
    random = draw(england, council, 38)
    sectors = {invented_postcode(random)[:-2] for _ in range(max(2, int(random.poisson(SECTORS * council.size))))}
    opening = [*about(council), date(year + 1, 4, 1).isoformat()]
    values = draw(england, council, 38, year)
    rows = [[*opening, sector, *band] for sector in sorted(sectors) for band in _bands(values, year)]
    return Table(list(COLUMNS), rows)


def _bands(random: np.random.Generator, year: int) -> list[Row]:
    """Return some neighbouring bands of one sector, none with fewer than ten homes let."""
    first = int(random.integers(0, len(BANDS) - 4)) + min(2, (year - 2015) // 5)
    return [_band(random, floor) for floor in BANDS[first : first + int(random.integers(2, 5))]]


def _band(random: np.random.Generator, floor: int) -> Row:
    homes = 12 + int(random.poisson(60))
    market = homes * int(random.integers(floor, floor + 20_000))
    occupied = round(100 - float(random.uniform(0, 4)), 1)
    values = [total for value in (market * ADJUSTMENT, market) for total in (f"{value:.2f}", f"{value / homes:.2f}")]
    return [f"£{floor:,} to £{floor + 19_999:,}", str(homes), *values, f"{occupied:.1f}", f"{100 - occupied:.1f}"]
