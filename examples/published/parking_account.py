"""Publish parking accounts: a row a year, in the columns that are published or in the words of the guidance."""

from datetime import date

import numpy as np

from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, follows_guidance, period, written, year_end
from examples.tables import Row, Table

INCOME = ("Parking", "Permit", "PCN", "BlueBadge", "Other")
COSTS = ("Enforcement", "Admin", "Schemes", "Capital", "Other")
PURPOSES = (
    *("OffStreetParking", "ParkAndRide", "SupportedBus", "ConcessionaryFares", "CommunityTransport", "Shopmobility"),
    *("SchoolCrossing", "HighwayMaintenance", "TransportPlanning", "Other"),
)
COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "Period"),
    *(f"OnStreetIncome{kind}" for kind in (*INCOME, "Total")),
    *(f"OnStreetCosts{kind}" for kind in (*COSTS, "Total")),
    "OnStreetSurplusDeficit",
    *(f"OnStreetSurplusDeficitSpend{purpose}" for purpose in PURPOSES),
    *("OffStreetIncomeParking", "OffStreetIncomePCN", "OffStreetIncomeOther", "OffStreetIncomeTotal"),
    *("OffStreetCostsTotal", "OffStreetSurplusDeficit"),
]
COLUMNS_OF_THE_GUIDANCE = [
    *("Organisation name", "Organisation code", "Effective date"),
    "On-street income: pay and display and meters",
    "On-street income: residents' and visitors' permits",
    "On-street income: business permits",
    "On-street income: other non-PCN income",
    *("OnStreetIncomePCN", "OnStreetIncomeTotal", "OffStreetIncomePCN"),
    *("Expenditure: contractors", "Expenditure: in-house staff", "Expenditure: equipment maintenance or renewal"),
    *("Expenditure: London Councils or Traffic Penalty Tribunal", "Expenditure: other", "Surplus or deficit"),
    *("SurplusSpentPublicTransport", "SurplusSpentHighwayImprovements"),
]
SPENT_ALL_THE_SAME, MISPRINTED, FAR_MORE = 0.05, 0.05, 0.04


def publish(england: England, council: Council, day: date) -> Table:
    """Return the years up to `day`."""
    is_guided = follows_guidance(council)
    make = _as_guided if is_guided else _as_published
    rows = [make(council, year, draw(england, council, 46, year)) for year in closed_years(day)]
    return Table(list(COLUMNS_OF_THE_GUIDANCE if is_guided else COLUMNS), rows)


def _amounts(random: np.random.Generator, council: Council, *averages: int) -> list[int]:
    """Return an amount around each average, for a council of this size."""
    return [int(average * council.size * random.uniform(0.8, 1.2)) for average in averages]


def _as_published(council: Council, year: int, random: np.random.Generator) -> Row:
    income = _amounts(random, council, 450_000, 190_000, 950_000, 20_000, 40_000)
    costs = _amounts(random, council, 500_000, 460_000, 15_000, 18_000, 5_000)
    surplus = sum(income) - sum(costs)
    spent = [surplus if purpose == "HighwayMaintenance" and surplus > 0 else 0 for purpose in PURPOSES]
    charges, other, off_costs = _amounts(random, council, 650_000, 12_000, 260_000)
    off_street = [charges, "NA", other, charges + other, off_costs, charges + other - off_costs]
    figures = [*income, sum(income), *costs, sum(costs), surplus, *spent, *off_street]
    return [*about(council), period(year), *map(str, figures)]


def _as_guided(council: Council, year: int, random: np.random.Generator) -> Row:
    income = _amounts(random, council, 420_000, 160_000, 25_000, 30_000, 700_000)
    penalties, *costs = _amounts(random, council, 240_000, 480_000, 310_000, 60_000, 25_000, 12_000)
    rare = random.random()  # what a parking account check lists, in a few accounts of each sort
    if rare < SPENT_ALL_THE_SAME:
        costs[0] *= 4
    elif rare > 1 - FAR_MORE:
        income[0] *= 9
    surplus = sum(income) + penalties - sum(costs)
    spent = max(surplus, 0) + (9_000 if rare < SPENT_ALL_THE_SAME else 0)
    misprint = 90 if SPENT_ALL_THE_SAME < rare < SPENT_ALL_THE_SAME + MISPRINTED else 0
    figures = [*income, sum(income), penalties, *costs, surplus + misprint, spent // 3, spent - spent // 3]
    return [*about(council), written(council, year_end(year)), *map(str, figures)]
