"""Publish trade union facility time: a row a year."""

from datetime import date

from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, written, year_end
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "TotalRepresentativeCount", "FTERepresentativesCount"),
    *("TotalRepresentativesMajorityDutyCount", "FTERepresentativesMajorityDutyCount"),
    *("TotalEstimateSpendingAmount", "RelativeEstimateSpending"),
]
SALARY = 32_000


def publish(england: England, council: Council, day: date) -> Table:
    """Return the years up to `day`."""
    return Table(list(COLUMNS), [_row(england, council, year) for year in closed_years(day, first=2016)])


def _row(england: England, council: Council, year: int) -> Row:
    random = draw(england, council, 41, year)
    representatives = 2 + int(random.poisson(8 * council.size))
    devoted = int(random.integers(1, representatives + 1)) // 2
    equivalents = [round(people * float(random.uniform(0.8, 1.0)), 2) for people in (representatives, devoted)]
    spending = equivalents[1] * SALARY * float(random.uniform(0.6, 1.0))
    share = spending / (council.size * 90_000_000) * 100
    figures = [representatives, equivalents[0], devoted, equivalents[1], f"{spending:.2f}", f"{share:.2f}"]
    return [*about(council), written(council, year_end(year)), *map(str, figures)]
