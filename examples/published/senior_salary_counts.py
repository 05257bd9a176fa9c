"""Publish senior salaries, counted: the bands of the last year, every one up to the highest that anybody is in."""

from datetime import date

from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, follows_guidance, year_end
from examples.tables import Table

COLUMNS = ["OrganisationLabel", "OrganisationURI", "ApplicableDate", "RemunerationBand", "EmployeeCount"]
LOWEST, STEP, HIGHEST = 50_000, 5_000, 200_000


def publish(england: England, council: Council, day: date) -> Table:
    """Return the last year's bands, the highest first."""
    year = closed_years(day)[-1]
    random = draw(england, council, 47, year)
    floors = range(LOWEST, HIGHEST, STEP)
    counts = [int(random.poisson(90 * council.size * 0.72**position)) for position, _ in enumerate(floors)]
    counts[0] = max(counts[0], 1)
    last = max(position for position, count in enumerate(counts) if count)
    opening = [*about(council), year_end(year).isoformat()]
    rows = [[*opening, _band(council, floors[position]), str(counts[position])] for position in range(last, -1, -1)]
    return Table(list(COLUMNS), rows)


def _band(council: Council, floor: int) -> str:
    """Return a band as the council writes it."""
    ceiling = floor + STEP - 1
    return f"£{floor:,} to £{ceiling:,}" if follows_guidance(council) else f"{floor} - {ceiling}"
