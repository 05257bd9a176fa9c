"""Financial years: what example councils publish once a year, drawn year by year so that a new year changes no old one.

Unit:   a financial year is known by the year in which it begins; it ends on 31 March of the next.
"""

from datetime import date
from zlib import crc32

import numpy as np

from examples.england import Council, England
from examples.tables import Row

FIRST = 2015


def closed_years(day: date, first: int = FIRST) -> range:
    """Return the financial years whose figures are online on `day`: councils need until 10 April."""
    return range(first, day.year if day >= date(day.year, 4, 10) else day.year - 1)


def year_end(year: int) -> date:
    """Return the last day of the financial year."""
    return date(year + 1, 3, 31)


def period(year: int) -> str:
    """Return the financial year as councils write it, such as 2024/25."""
    return f"{year}/{(year + 1) % 100:02d}"


def draw(england: England, council: Council, number: int, year: int = 0) -> np.random.Generator:
    """Return the random numbers of one dataset, by its `number`, of one council in one year."""
    return np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), number, year])


def about(council: Council) -> Row:
    """Return name and address of the council, which open every row."""
    return [council.authority.name, council.authority.organisation_uri]


def follows_guidance(council: Council) -> bool:
    """Return whether the council publishes as the LGA's guidance says, and not in columns and words of its own."""
    return crc32(council.gss.encode()) % 2 == 0


def written(council: Council, day: date) -> str:
    """Return a day as the council writes it: 31/03/2025 after the guidance, 2025-03-31 elsewhere."""
    return f"{day:%d/%m/%Y}" if follows_guidance(council) else day.isoformat()


def invented_postcode(random: np.random.Generator) -> str:
    """Return a postcode of an area that there is not."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    first, second, third = (letters[int(position)] for position in random.integers(0, len(letters), 3))
    return f"Q{first}{random.integers(1, 20)} {random.integers(1, 10)}{second}{third}"
