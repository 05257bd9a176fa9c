"""Publish grants: every one since 2016 in the columns of 360Giving's spreadsheet, added to once a year."""

from datetime import date, timedelta

import numpy as np

from examples import words
from examples.england import Council, England
from examples.financial_years import closed_years
from examples.tables import Row, Table

COLUMNS = [
    *("Identifier", "Title", "Description", "Currency", "Amount Applied For", "Amount Awarded", "Award Date"),
    *("Planned Dates:Start Date", "Planned Dates:End Date", "Recipient Org:Identifier", "Recipient Org:Name"),
    *("Recipient Org:Charity Number", "Recipient Org:Company Number", "Recipient Org:Postal Code"),
    *("Beneficiary Location:Name", "Beneficiary Location:Country Code", "Beneficiary Location:Geographic Code"),
    *("Beneficiary Location:Geographic Code Type", "Funding Org:Identifier", "Funding Org:Name"),
    *("Funding Org:Department", "Grant Programme:Code", "Grant Programme:Title", "From an open call?"),
    *("Last modified", "Data Source"),
]
FIRST_YEAR = 2016
GRANTS = 60  # a year
LARGE, LIMIT = 0.02, 100_000  # of all grants, pounds
GROUPS = ("Community Centre", "Scouts", "Players", "Carers", "Food Bank", "Allotments", "Singers", "Advice Centre")
AIMS = (
    "Street party for the neighbourhood",
    "A summer school for young people",
    "Repairs to the roof of the hall",
    "Running costs of the Tuesday lunch club",
    "Equipment for the food bank, and its storage",
    "Training for volunteers",
)
PROGRAMMES = (("NBH", "Neighbourhood Fund"), ("VSG", "Voluntary Sector Grants"), ("CUL", "Culture Fund"))
AREA_TYPES = {"E06": "UA", "E07": "NMD", "E08": "MD", "E09": "LONB", "E10": "CTY"}


def publish(england: England, council: Council, day: date) -> Table:
    """Return the grants up to the end of the last financial year that was closed by `day`."""
    years = range(FIRST_YEAR, closed_years(day)[-1] + 1)
    return Table(list(COLUMNS), [row for year in years for row in _year(england, council, year)])


def _year(england: England, council: Council, year: int) -> list[Row]:
    """Return the grants of the financial year that began in `year`, in the order in which they were awarded."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 360, year])
    number = max(3, int(random.poisson(GRANTS * council.size * england.scale)))
    days = sorted(date(year, 4, 1) + timedelta(days=int(dice * 364)) for dice in random.random(number))
    return [_row(council, f"{year}-{position + 1:03d}", award_day, random) for position, award_day in enumerate(days)]


def _row(council: Council, number: str, awarded: date, random: np.random.Generator) -> Row:
    dice, gss = random.random(6), council.gss
    amount = 50 * int(5 + dice[0] ** 3 * 400)
    if dice[0] > 1 - LARGE:  # what a subsidy screen lists, and what is just not above its limit
        amount = LIMIT if dice[0] > 1 - LARGE / 4 else LIMIT + 50 * int(1 + dice[1] * 4000)
    start = awarded + timedelta(days=30)
    group = f"{words.name(dice[1])} {GROUPS[int(dice[2] * len(GROUPS))]}"
    code, programme = PROGRAMMES[int(dice[3] * len(PROGRAMMES))]
    return [
        *(f"360G-{gss}-{number}", f"{programme}: grant to {group}", AIMS[int(dice[4] * len(AIMS))], "GBP"),
        *(str(amount + 500 * int(dice[5] * 3)), str(amount), awarded.isoformat()),
        *(start.isoformat(), (start + timedelta(days=364)).isoformat()),
        *_recipient(council, group, random),
        *(council.authority.name, "GB", gss, AREA_TYPES.get(gss[:3], "")),
        *(f"GB-LAE-{council.authority.code}", council.authority.name, "Communities", code, programme, "Yes"),
        *(f"{awarded + timedelta(days=60)}T09:00:00Z", f"https://www.{gss.lower()}.example/grants"),
    ]


def _recipient(council: Council, group: str, random: np.random.Generator) -> Row:
    """Return identifier, name, charity and company number and postcode: half the groups are on no register."""
    dice = random.random(3)
    postcode = f"ZZ{1 + int(dice[2] * 20)} 1AB"
    if dice[0] < 0.35:
        charity = f"{int(1_000_000 + dice[1] * 200_000)}"
        return [f"GB-CHC-{charity}", group, charity, "", postcode]
    if dice[0] < 0.5:
        company = f"{int(1_000_000 + dice[1] * 12_000_000):08d}"
        return [f"GB-COH-{company}", f"{group} CIC", "", company, postcode]
    return [f"360G-{council.gss}-{group.lower().replace(' ', '_')}", group, "", "", ""]
