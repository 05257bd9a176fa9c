"""A seeded England: which councils publish, how large they are and what habits their systems have.

The authorities are England's, everything that they publish here is invented: cases, sites, streets and agents are drawn
from published national totals and are the same for the same seed, authority and day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from zlib import crc32

import numpy as np

from examples.faults import CLEAN, Fault, assign_faults
from transforms.domain.authority import Authority
from transforms.standards import standard

PLANNING, BROWNFIELD = "planning_applications", "brownfield_land"
MAIN = (PLANNING, BROWNFIELD)  # what the returns are made of
MONTHS_BETWEEN = {"monthly": 1, "quarterly": 3, "twice a year": 6}
OPENED = date(2026, 10, 5)
SMALL_CLASSES = ("national-park", "development-corporation")


@dataclass(frozen=True)
class Habits:
    """How one council's back-office system and its officers publish; none of it is a fault."""

    vocabulary: str  # "guidance" or "schema": the standard publishes both lists of statuses
    classification: str  # "uri-and-label", "uri", "q-code" or "row-label"
    keeps_target_date: bool  # many systems drop it on decision
    dates_withdrawals: bool
    publishes_every: int  # days
    window_days: int  # how long a finished case stays in the file
    reference_system: str
    edition: str  # of the brownfield standard
    caching: str  # "etag", "last-modified" or "none"
    is_compressed: bool
    is_untyped: bool  # leaves development codes out here and there


@dataclass(frozen=True)
class Council:
    """One authority as a publisher."""

    authority: Authority
    size: float  # cases against the average authority
    habits: Habits

    @property
    def gss(self) -> str:
        """The GSS code."""
        return self.authority.gss


@dataclass(frozen=True)
class England:
    """Every council of one seed, with the fault that each of its publications has."""

    seed: int
    opened: date  # the first day on show; what goes wrong later goes wrong after it
    scale: float  # 1 is the true number of cases
    councils: tuple[Council, ...]
    standards: tuple[str, ...] = MAIN  # what everybody publishes
    faults: Mapping[tuple[str, str], Fault] = field(default_factory=dict)

    def fault(self, gss: str, standard: str) -> Fault:
        """Return what is wrong with the council's publication of the standard."""
        return self.faults.get((gss, standard), CLEAN)

    def council(self, gss: str) -> Council:
        """Return the council with this GSS code; raise KeyError if it is not one of ours."""
        return self._by_gss[gss]

    @cached_property
    def _by_gss(self) -> dict[str, Council]:
        return {council.gss: council for council in self.councils}


def found_england(
    authorities: Sequence[Authority],
    seed: int = 1,
    number: int | None = None,
    scale: float = 1.0,
    opened: date = OPENED,
    fault_share: float = 0.35,
    standards: Sequence[str] = MAIN,
) -> England:
    """Return the England of `seed`: all of `authorities` or a seeded choice of `number` of them."""
    selection = sorted(authorities, key=lambda authority: crc32(f"{seed} {authority.gss}".encode()))[:number]
    councils = tuple(
        settle_council(authority, seed) for authority in sorted(selection, key=lambda authority: authority.gss)
    )
    faults: dict[tuple[str, str], Fault] = {}
    for group in (
        MAIN,
        [slug for slug in standards if slug not in MAIN],
    ):  # so that what else there is changes no fault
        faults |= assign_faults(
            [(council.gss, standard) for council in councils for standard in group], seed, fault_share
        )
    return England(seed, opened, scale, councils, tuple(standards), faults)


def settle_council(authority: Authority, seed: int) -> Council:
    """Return the authority as a publisher with the size and the habits of `seed`."""
    random = np.random.default_rng([seed, crc32(authority.gss.encode())])
    size = float(np.exp(random.normal(-0.125, 0.5)))
    if any(name in authority.authority_class for name in SMALL_CLASSES):
        size *= 0.3
    habits = Habits(
        vocabulary=str(random.choice(["guidance", "schema"], p=[0.6, 0.4])),
        classification=str(random.choice(["uri-and-label", "uri", "q-code", "row-label"], p=[0.55, 0.15, 0.15, 0.15])),
        keeps_target_date=bool(random.random() < 0.65),
        dates_withdrawals=bool(random.random() < 0.7),
        publishes_every=int(random.choice([1, 7, 28], p=[0.45, 0.4, 0.15])),
        window_days=int(random.choice([100, 150, 365, 1095], p=[0.37, 0.45, 0.15, 0.03])),
        reference_system=str(random.choice(["OSGB36", "WGS84"], p=[0.55, 0.45])),
        edition=str(random.choice(["2017", "2026"], p=[0.6, 0.4])),
        caching=str(random.choice(["etag", "last-modified", "none"], p=[0.5, 0.3, 0.2])),
        is_compressed=bool(random.random() < 0.3),
        is_untyped=bool(random.random() < 0.08),
    )
    return Council(authority, size, habits)


def published_on(england: England, council: Council, standard: str, day: date) -> date:
    """Return the day on which the file that is online on `day` was extracted."""
    fault = england.fault(council.gss, standard)
    if fault.slug == "stale":
        day = min(day, england.opened - timedelta(days=400))
    if standard == BROWNFIELD:
        return reviewed_on(council, day)
    if standard != PLANNING:
        return _exported_on(council, standard, day)
    every = council.habits.publishes_every
    return day - timedelta(days=(day.toordinal() + crc32(council.gss.encode())) % every)


def _exported_on(council: Council, slug: str, day: date) -> date:
    """Return the last day up to `day` on which the council exported a file that it publishes monthly, yearly, …"""
    months = MONTHS_BETWEEN.get(standard(slug).frequency, 12)
    of_month = 15 + crc32(council.gss.encode()) % 12
    months_ago = [divmod(day.year * 12 + day.month - 1 - ago, 12) for ago in range(months + 1)]
    due = [date(year, month + 1, of_month) for year, month in months_ago if (month - 3) % months == 0]
    return max(due_day for due_day in due if due_day <= day)


def reviewed_on(council: Council, day: date) -> date:
    """Return the last day up to `day` on which the council reviewed its register: each December, some also in June."""
    shift = crc32(council.gss.encode()) % 14
    months = ((12, 8), (6, 10)) if shift % 3 == 0 else ((12, 8),)
    reviews = [date(year, month, first + shift) for year in (day.year, day.year - 1) for month, first in months]
    return max(review for review in reviews if review <= day)
