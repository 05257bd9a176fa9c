"""Draw suppliers: whom a council of the seeded England pays, and what for; nobody is meant."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from examples import words
from examples.england import Council, England

SUPPLIERS = 420  # an authority
SOLE_TRADERS = 0.08


@dataclass(frozen=True)
class Trade:
    """What suppliers of one kind sell, which part of the council buys it, and what it usually costs."""

    firm: str
    purpose: str
    category: str
    cpv: str
    unit: str
    service: str  # by the Service Reporting Code of Practice
    usual: float  # pounds
    share: float  # of all payments
    is_vcse: bool = False


ADULTS, CHILDREN, PLACE_DIRECTORATE = "Adults and Health", "Children and Families", "Place"
RESOURCES, HOUSING = "Resources", "Housing and Communities"
THIRD, SUPPLIES, PREMISES = "Third party payments", "Supplies and services", "Premises"
SOCIAL_CARE, EDUCATION = "Adult Social Care", "Children's and Education Services"
HIGHWAYS, ENVIRONMENT = "Highways and Transport Services", "Environmental and Regulatory Services"
CULTURE, HOMES = "Cultural and Related Services", "Housing Services"
CENTRAL, CORPORATE = "Central Services to the Public", "Corporate and Democratic Core"
TRADES = (
    Trade("Care", "Residential care", THIRD, "85311100-3", ADULTS, SOCIAL_CARE, 3200, 0.2),
    Trade("Homecare", "Care at home", THIRD, "85312400-3", ADULTS, SOCIAL_CARE, 1400, 0.1),
    Trade("Fostering", "Foster placement", THIRD, "85311300-5", CHILDREN, EDUCATION, 2900, 0.08),
    Trade("Tutors", "Tuition, alternative provision", THIRD, "80000000-4", CHILDREN, EDUCATION, 1100, 0.06),
    Trade("Coaches", "Home to school transport", "Transport", "60130000-8", CHILDREN, EDUCATION, 900, 0.07),
    Trade("Highways", "Carriageway resurfacing", PREMISES, "45233141-9", PLACE_DIRECTORATE, HIGHWAYS, 18000, 0.05),
    Trade("Lighting", "Street lighting repairs", PREMISES, "50232100-1", PLACE_DIRECTORATE, HIGHWAYS, 2300, 0.03),
    Trade(
        "Recycling", "Treatment of recyclable waste", THIRD, "90514000-3", PLACE_DIRECTORATE, ENVIRONMENT, 9000, 0.05
    ),
    Trade("Landscapes", "Grounds maintenance", PREMISES, "77310000-6", PLACE_DIRECTORATE, CULTURE, 1300, 0.05),
    Trade("Builders", "Repairs to council homes", PREMISES, "45453000-7", HOUSING, HOMES, 2100, 0.08),
    Trade("Lettings", "Temporary accommodation", THIRD, "70130000-1", HOUSING, HOMES, 1700, 0.05),
    Trade("Energy", "Electricity, metered supplies", PREMISES, "09310000-5", RESOURCES, CENTRAL, 2600, 0.05),
    Trade("Software", "Software licences and support", SUPPLIES, "48000000-8", RESOURCES, CORPORATE, 4200, 0.04),
    Trade("Stationers", "Stationery and printing", SUPPLIES, "30192000-1", RESOURCES, CORPORATE, 650, 0.03),
    Trade("Recruitment", "Agency staff", "Employees", "79620000-6", RESOURCES, CORPORATE, 1500, 0.03),
    Trade(
        "Advice Centre",
        "Advice service, quarterly grant",
        THIRD,
        "85312310-5",
        HOUSING,
        "Public Health",
        6000,
        0.02,
        is_vcse=True,
    ),
    Trade("Community Trust", "Neighbourhood grant", THIRD, "85312300-2", HOUSING, CULTURE, 2500, 0.01, is_vcse=True),
)
SHARES = np.array([trade.share for trade in TRADES]) / sum(trade.share for trade in TRADES)


@dataclass(frozen=True)
class Supplier:
    """One supplier of one council."""

    number: int
    name: str
    trade: Trade
    company: str
    charity: str
    is_person: bool  # whose name the council withholds
    is_small: bool


@lru_cache(maxsize=512)
def draw_suppliers(seed: int, council: Council) -> tuple[Supplier, ...]:
    """Return the suppliers of a council, the same for every day of a seed."""
    random = np.random.default_rng([seed, int.from_bytes(council.gss.encode()), 420])
    trades = random.choice(len(TRADES), max(40, int(SUPPLIERS * council.size)), p=SHARES)
    dice = random.random((len(trades), 5))
    return tuple(_supplier(number, TRADES[trade], dice[number]) for number, trade in enumerate(trades))


def some_supplier(england: England, council: Council, random: np.random.Generator) -> Supplier:
    """Return a supplier by chance, those early in the list far more often: a few get most of a council's money."""
    suppliers = draw_suppliers(england.seed, council)
    return suppliers[int(random.random() ** 2.5 * len(suppliers))]


def _supplier(number: int, trade: Trade, dice: np.ndarray) -> Supplier:
    is_person = bool(dice[0] < SOLE_TRADERS) and not trade.is_vcse
    ending = "" if trade.is_vcse else " Ltd"
    return Supplier(
        number=300_000 + 7 * number,
        name=f"{words.name(dice[1])} {trade.firm}{ending}",
        trade=trade,
        company=""
        if is_person or (trade.is_vcse and dice[2] < 0.5)
        else f"{int(1_000_000 + dice[3] * 12_000_000):08d}",
        charity=f"{int(1_000_000 + dice[4] * 200_000)}" if trade.is_vcse else "",
        is_person=is_person,
        is_small=bool(dice[2] < 0.6),
    )
