"""Draw the developer agreements of one council with all that came of them: three published tables, one life.

Source: MHCLG developer contributions data; shares of kinds and purposes after the files published in 2020 and 2021.
Known:  every year has its own random numbers, so that a later day adds agreements and transactions and changes none.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from examples import words
from examples.england import Council, England

FIRST_YEAR = 2019  # of the regulations that asked for the data
YEARLY = 40  # agreements of the average authority
SECTION_106, LEVY, SECTION_278 = "section-106", "community-infrastructure-levy", "section-278"
KINDS, KIND_ODDS = (SECTION_106, LEVY, SECTION_278), (0.72, 0.23, 0.05)
PURPOSES = {
    "affordable-housing": 0.2,
    "open-space-and-leisure": 0.18,
    "education": 0.14,
    "transport-and-travel": 0.12,
    "monitoring-fees": 0.12,
    "highways": 0.07,
    "community-facilities": 0.07,
    "green-infrastructure": 0.05,
    "health": 0.03,
    "flood-and-water-management": 0.01,
    "other": 0.01,
}
LEVY_SHARES = (  # what regulations 59, 59A and 61 make of a levy
    (LEVY, 0.80, "spent"),
    ("neighbourhood-community-infrastructure-levy", 0.15, "transferred"),
    ("cil-administration-costs", 0.05, "spent"),
)
IN_UNITS = 0.75  # of affordable housing is homes, not money
PAID, SET_ASIDE, USED = 0.7, 0.75, 0.65  # of what was secured, paid, set aside
ORGANISATION_CLASSES = {
    "national-park": "national-park-authority",
    "development-corporation": "development-corporation",
}
Random = np.random.Generator


@dataclass(frozen=True)
class Transaction:
    """What happened to a contribution on one day."""

    reference: str
    status: str
    pence: int | None
    units: int | None
    day: date


@dataclass(frozen=True)
class Contribution:
    """An obligation of money or of units, with what came of it in the order in which it happened."""

    reference: str
    purpose: str
    pence: int | None
    units: int | None
    transactions: tuple[Transaction, ...]


@dataclass(frozen=True)
class Agreement:
    """A developer agreement or a demand notice."""

    reference: str
    name: str
    kind: str
    application: str
    start: date
    contributions: tuple[Contribution, ...]


def draw_agreements(england: England, council: Council, day: date) -> list[Agreement]:
    """Return the agreements made up to `day`, with the transactions up to then."""
    agreements = []
    for year in range(FIRST_YEAR, day.year + 1):
        random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), FIRST_YEAR, year])
        number = int(random.poisson(YEARLY * council.size * england.scale)) + (year == FIRST_YEAR)
        drawn = [_agreement(random, council, year, position) for position in range(number)]
        agreements += [_up_to(agreement, day) for agreement in drawn if agreement.start <= day]
    return agreements


def organisation(council: Council) -> str:
    """Return the council as the platform names it, such as local-authority:BST."""
    prefix = ORGANISATION_CLASSES.get(council.authority.authority_class, "local-authority")
    return f"{prefix}:{council.authority.code}"


def money(pence: int | None) -> str:
    """Return pounds and pence as published, blank where there are none."""
    return "" if pence is None else f"{pence / 100:.2f}"


def count(units: int | None) -> str:
    """Return a number of units as published, blank where there are none."""
    return "" if units is None else str(units)


def _agreement(random: Random, council: Council, year: int, position: int) -> Agreement:
    kind = str(random.choice(KINDS, p=KIND_ODDS))
    start = date(year, 1, 1) + timedelta(days=int(random.integers(0, 365)))
    application = f"{(year - 1) % 100:02d}/{position * 7 + int(random.integers(1, 8)):05d}/FUL"
    reference = f"{application}-{'CIL' if kind == LEVY else 'S278' if kind == SECTION_278 else 'da'}"
    drawn = _levy(random, reference, start) if kind == LEVY else _obligations(random, reference, start, kind)
    town = words.town(council.gss, council.authority.name)
    return Agreement(reference, words.plot(random.random(8), town), kind, application, start, drawn)


def _levy(random: Random, reference: str, start: date) -> tuple[Contribution, ...]:
    """Return the three parts of a demand notice, which are paid on one day."""
    whole = int(np.exp(random.normal(14.4, 1.1)))
    paid = start + timedelta(days=int(random.integers(10, 240))) if random.random() < PAID else None
    return tuple(
        _contribution(random, f"{reference}/{part + 1}", purpose, int(whole * share), None, start, paid, use)
        for part, (purpose, share, use) in enumerate(LEVY_SHARES)
    )


def _obligations(random: Random, reference: str, start: date, kind: str) -> tuple[Contribution, ...]:
    names, odds = list(PURPOSES), np.array(list(PURPOSES.values()))
    number = 1 if kind == SECTION_278 else 1 + int(random.poisson(1.6))
    drawn = []
    for part in range(number):
        purpose = "highways" if kind == SECTION_278 else str(random.choice(names, p=odds / odds.sum()))
        in_units = purpose == "affordable-housing" and random.random() < IN_UNITS
        units = 1 + int(random.poisson(9)) if in_units else None
        pence = None if in_units else int(np.exp(random.normal(11 if purpose == "monitoring-fees" else 14.5, 1.0)))
        paid = start + timedelta(days=int(random.integers(60, 1100))) if random.random() < PAID else None
        drawn.append(_contribution(random, f"{reference}/{part + 1}", purpose, pence, units, start, paid, "spent"))
    return tuple(drawn)


def _contribution(
    random: Random,
    reference: str,
    purpose: str,
    pence: int | None,
    units: int | None,
    start: date,
    paid: date | None,
    use: str,
) -> Contribution:
    """Return a contribution with its whole life: secured, received, allocated, then spent or transferred."""
    steps = [("secured", start, pence, units)]
    waits, is_set_aside, is_used = random.integers(20, 500, 2), random.random() < SET_ASIDE, random.random() < USED
    if paid is not None and pence is not None:  # homes are built, not paid
        steps.append(("received", paid, pence, units))
        if is_set_aside:
            allocated = paid + timedelta(days=int(waits[0]))
            steps.append(("allocated", allocated, pence, None))
            if is_used:
                part = pence if random.random() < 0.7 else pence * 6 // 10
                steps.append((use, allocated + timedelta(days=int(waits[1])), part, None))
    transactions = tuple(
        Transaction(f"{reference}/T{number}", status, amount, homes, day)
        for number, (status, day, amount, homes) in enumerate(steps, start=1)
    )
    return Contribution(reference, purpose, pence, units, transactions)


def _up_to(agreement: Agreement, day: date) -> Agreement:
    """Return the agreement as it was known on `day`."""
    return Agreement(
        agreement.reference,
        agreement.name,
        agreement.kind,
        agreement.application,
        agreement.start,
        tuple(
            Contribution(
                contribution.reference,
                contribution.purpose,
                contribution.pence,
                contribution.units,
                tuple(transaction for transaction in contribution.transactions if transaction.day <= day),
            )
            for contribution in agreement.contributions
        ),
    )
