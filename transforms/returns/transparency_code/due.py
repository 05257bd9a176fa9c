"""What the Transparency Code asks for in a year: twelve sets, three of them each quarter, and the day each is due.

Source: docs/specifications/transparency-code-statement.md, section 1; Local Government Transparency Code 2015.
Known:  a due day on a weekend stays. What was due before an authority's first day, or after its last, it does not owe.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from transforms.domain.authority import Authority
from transforms.domain.period import Period, day_before

QUARTERS = {
    "q1": "April to June",
    "q2": "July to September",
    "q3": "October to December",
    "q4": "January to March",
}


class Evidence(Enum):
    """What shows that a look has a due thing."""

    PAYMENTS = "every month of the quarter is covered"
    PURCHASES = "there is a record of the quarter, and one of its last month or later"
    REGISTER = "the register was there after the quarter"
    STOCK = "the list was there in the year"
    FIGURES = "there are figures of the year before"


@dataclass(frozen=True)
class DueSet:
    """One of the twelve sets: its name in cells, the standard that it is published under, and who never owes it.

    `day_field` is the field by which its records are dated, blank where the dates are each record's own.
    """

    name: str
    standard: str
    label: str
    evidence: Evidence
    day_field: str = ""
    not_owed_by: tuple[str, ...] = ()  # classes of authorities

    @property
    def is_quarterly(self) -> bool:
        """Whether it is due each quarter."""
        return self.evidence in (Evidence.PAYMENTS, Evidence.PURCHASES, Evidence.REGISTER)


@dataclass(frozen=True)
class DueThing:
    """A set of one quarter, or of the year."""

    of_set: DueSet
    quarter: str = ""  # q1 to q4, blank for what is due once

    @property
    def name(self) -> str:
        """Its name in cells: `spending.q1`, `grants`."""
        return f"{self.of_set.name}.{self.quarter}" if self.quarter else self.of_set.name

    @property
    def label(self) -> str:
        """What it is, in words."""
        return f"{self.of_set.label}, {QUARTERS[self.quarter]}" if self.quarter else self.of_set.label

    @property
    def first_month(self) -> int:
        """Which month of the financial year a quarter begins with, from 0."""
        return 3 * list(QUARTERS).index(self.quarter)


NATIONAL_PARK = ("national-park",)
SETS = (
    DueSet("spending", "spending_over_500", "Spending over £500", Evidence.PAYMENTS, "PaymentDate"),
    DueSet("procurement_card", "procurement_card", "Procurement card", Evidence.PURCHASES, "PaymentDate"),
    DueSet("contracts", "contracts", "Contracts", Evidence.REGISTER),
    DueSet("grants", "grants", "Grants to the voluntary sector", Evidence.FIGURES, "awardDate"),
    DueSet("land", "land_and_building_assets", "Land and buildings", Evidence.STOCK),
    DueSet(
        "housing_assets",
        "social_housing_asset_value",
        "Social housing asset value",
        Evidence.FIGURES,
        "EffectiveDate",
        ("county", *NATIONAL_PARK),
    ),
    DueSet("parking_account", "parking_account", "Parking account", Evidence.FIGURES, "EffectiveDate", NATIONAL_PARK),
    DueSet("parking_spaces", "parking_spaces", "Parking spaces", Evidence.STOCK, "", NATIONAL_PARK),
    DueSet("senior_salaries", "senior_salary_counts", "Senior salaries", Evidence.FIGURES, "ApplicableDate"),
    DueSet("pay_multiple", "pay_multiples", "Pay multiple", Evidence.FIGURES, "EffectiveDate"),
    DueSet("counter_fraud", "counter_fraud", "Counter fraud work", Evidence.FIGURES, "EffectiveDate"),
    DueSet(
        "facility_time",
        "trade_union_facility_time",
        "Trade union facility time",
        Evidence.FIGURES,
        "EffectiveDate",
    ),
)
THINGS = tuple(DueThing(of_set, quarter) for of_set in SETS for quarter in (QUARTERS if of_set.is_quarterly else ("",)))
POSITIONS: Mapping[str, int] = {thing.name: position for position, thing in enumerate(THINGS)}


def due_day(thing: DueThing, period: Period) -> date:
    """Return the day by which a due thing has to be published."""
    year = period.first.year
    days = {
        "q1": date(year, 7, 31),
        "q2": date(year, 10, 31),
        "q3": date(year + 1, 1, 31),
        "q4": date(year + 1, 4, 30),
        "": date(year, 4, 30),
    }
    return days[thing.quarter]


def last_day(thing: DueThing, period: Period) -> date:
    """Return the last day of the quarter that a due thing is about, or of the year before the period."""
    if not thing.quarter:
        return day_before(period.first)
    year = period.first.year
    days = {
        "q1": date(year, 6, 30),
        "q2": date(year, 9, 30),
        "q3": date(year, 12, 31),
        "q4": period.last,
    }
    return days[thing.quarter]


def owes(body: Authority, thing: DueThing, period: Period) -> bool:
    """Return whether an authority of a group that owes the sets owes this one: by its class, and by when it exists."""
    began_later = body.start_date is not None and body.start_date > last_day(thing, period)
    return (
        body.in_being(due_day(thing, period))
        and body.authority_class not in thing.of_set.not_owed_by
        and (bool(thing.quarter) or not began_later)
    )
