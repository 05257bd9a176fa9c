"""Draw the licensing cases of one council: premises and club premises with their lives, temporary events of a year.

Source: Home Office alcohol and late night refreshment licensing statistics, England and Wales, March 2024: 224,100
        premises licences, 13,000 club premises certificates, 147,300 temporary event notices in a year.
Known:  licences of before the Licensing Act 2003 came over on one day in 2005, which many still carry.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from examples.england import Council, England

BEGUN = date(2005, 11, 24)
PREMISES, CLUB, EVENT = 860, 646, 1071
STANDING = 740  # premises and clubs of the average authority
CLUBS = 0.055  # of these
EVENTS = 460  # a year
CONVERTED = 0.45  # of the licences that there have been
REFUSED, WITHDRAWN, ENDS = 0.02, 0.05, 0.3
YEARS = 24
STAYS_ONLINE = timedelta(days=3 * 365)  # a finished case stays in the file
ENDINGS, ENDING_ODDS = ("Surrendered", "Expired", "Revoked", "Suspended", "Deceased"), (0.62, 0.85, 0.9, 0.97)
Dice = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Licence:
    """One case as it stands on a day."""

    number: int
    service: int
    status: str
    applied: date
    decided: date | None
    start: date | None
    end: date | None
    dice: Dice


def draw_licences(england: England, council: Council, day: date) -> list[Licence]:
    """Return the cases that are in the file of `day`."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 2003])
    number = max(4, int(random.poisson(STANDING * council.size * england.scale)))
    dice = random.random((number, 20))
    standing = [_licence(position, dice[position], day) for position in range(number)]
    events = [event for year in (day.year - 1, day.year) for event in _events(england, council, year, day)]
    return [licence for licence in standing if licence is not None] + events


def _licence(position: int, dice: Dice, day: date) -> Licence | None:
    """Return a premises licence or club premises certificate; None where it isn't in the file of `day`."""
    is_old = dice[0] < CONVERTED or position < 2
    applied = BEGUN if is_old else BEGUN + timedelta(days=int(dice[1] * 365 * YEARS))
    decided = applied + timedelta(days=0 if is_old else 28 + int(dice[2] * 30))
    service = CLUB if dice[3] < CLUBS else PREMISES
    if applied > day:
        return None
    if decided > day:
        status = "New" if applied + timedelta(days=10) > day else "Current"
        return Licence(position, service, status, applied, None, None, None, dice)
    if not is_old and dice[4] < WITHDRAWN:
        if decided + STAYS_ONLINE < day:
            return None
        status = "Refused" if dice[4] < REFUSED else "Withdrawn"
        return Licence(position, service, status, applied, decided, None, None, dice)
    return _granted(position, service, applied, decided, dice, day)


def _granted(position: int, service: int, applied: date, decided: date, dice: Dice, day: date) -> Licence | None:
    """Return a licence that was granted: approved, then issued, then in the end given up or taken away."""
    issued = decided + timedelta(days=4)
    ended = issued + timedelta(days=100 + int(dice[5] * 365 * YEARS))
    if position < 2 or dice[6] >= ENDS or ended > day:
        status = "Approved" if issued > day else "Subject to review" if dice[7] < 0.004 else "Issued"
        return Licence(position, service, status, applied, decided, issued, None, dice)
    if ended + STAYS_ONLINE < day:
        return None
    status = ENDINGS[int(np.searchsorted(ENDING_ODDS, dice[8]))]
    over = ended if status in ("Surrendered", "Expired", "Revoked") else None
    return Licence(position, service, status, applied, decided, issued, over, dice)


def _events(england: England, council: Council, year: int, day: date) -> list[Licence]:
    """Return the temporary event notices given in a year and in the twelve months before `day`."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 1071, year])
    number = int(random.poisson(EVENTS * council.size * england.scale))
    dice = random.random((number, 20))
    days_given = [date(year, 1, 1) + timedelta(days=int(share * 365)) for share in dice[:, 0]]
    return [
        _event(year * 10_000 + position, days_given[position], dice[position])
        for position in range(number)
        if day - timedelta(days=365) < days_given[position] <= day
    ]


def _event(number: int, day_given: date, dice: Dice) -> Licence:
    start = day_given + timedelta(days=10 + int(dice[1] * 40))
    if dice[2] < WITHDRAWN:
        return Licence(number, EVENT, "Withdrawn", day_given, None, None, None, dice)
    return Licence(number, EVENT, "Issued", day_given, day_given, start, start + timedelta(days=int(dice[3] * 3)), dice)
