"""Drawn councils that publish developer contributions well and badly, the page's rare cases at high rates."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.transforms.returns.plain_infrastructure_funding_statement import (
    CIL,
    FORM,
    LONDON,
    MAYORAL,
    PARISH,
    PURPOSES,
)
from tests.transforms.returns.plain_kept_contributions import AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS

Rows = list[dict[str, Any]]
START = 2025
FETCHES = [date(*day) for day in (
    (2019, 6, 1), (2024, 5, 1), (2025, 3, 31), (2025, 6, 1), (2025, 12, 31), (2026, 3, 31), (2026, 4, 1), (2026, 6, 1),
    (2026, 12, 1),
)]  # fmt: skip
TYPES = ("section-106", "section-106", "community-infrastructure-levy", "community-infrastructure-levy",
         "section-278", "deed-of-variation", None)  # fmt: skip
STATUSES = ("received", "received", "received", "allocated", "allocated", "spent", "spent", "transferred", "returned",
            "secured")  # fmt: skip
EDGES = [date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1), date(2025, 3, 31), date(2024, 3, 31)]


class Council:
    """One council: its truth, and the files that tell of it."""

    def __init__(self, random: Random, gss: str) -> None:
        self.random, self.gss = random, gss
        self.noise = random.choice([0, 0, 0.01, 0.1, 0.3])
        self.regimes = random.choice(
            [
                *(TYPES, TYPES, ("section-106",), ("community-infrastructure-levy",), ("section-106", None)),
                ("section-106", "community-infrastructure-levy"),
            ]
        )
        self.has_history = random.random() < 0.6
        self.signs = random.choice([1, 1, 1, 1, 1, 1, 1, 1, 1, -1])
        self.agreements = [self.agreement(number) for number in range(random.randint(1, 7))]
        self.contributions = [self.contribution(number) for number in range(random.randint(1, 9))]
        self.transactions = [self.transaction(number) for number in range(random.randint(0, 25))]
        if self.has_history:
            self.add_history()

    def maybe(self, share: float = 1.0) -> bool:
        return self.random.random() < self.noise * share

    def day(self) -> date | None:
        random = self.random
        if self.maybe(0.5):
            return random.choice([None, None, date(1899, 12, 30), date(1973, 1, 1), date(1989, 5, 1), date(2031, 1, 1)])
        if random.random() < 0.3:
            return random.choice(EDGES)
        return date(2018, 4, 1) + timedelta(days=random.randint(0, 3200))

    def amount(self) -> Decimal | None:
        random = self.random
        if self.maybe(0.5):
            return random.choice([None, Decimal(0), Decimal("-500.25"), Decimal("-90000")])
        if random.random() < 0.02:
            return Decimal(7_000_000)
        sizes = ["100", "100", "250.50", "1000", "40000", "300000", "0.005", "33.333"]
        return Decimal(random.choice(sizes))

    def reference(self, text: str) -> str:
        return self.random.choice([f" {text}", f"{text}  ", text.lower()]) if self.maybe(0.3) else text

    def agreement(self, number: int) -> dict[str, Any]:
        row = {
            "reference": self.reference(f"A{number}"),
            "developer-agreement-type": self.random.choice(self.regimes),
            "planning-application": self.random.choice([None, "P1", "P1", "P2"]),
            "start-date": self.day(),
        }
        return row | self.dates()

    def dates(self) -> dict[str, Any]:
        return {
            "entry-date": self.random.choice([None, date(2025, 1, 1), date(2026, 1, 1)]) if self.maybe() else None,
            "end-date": date(2025, 6, 1) if self.maybe(0.4) else None,
        }

    def contribution(self, number: int) -> dict[str, Any]:
        random = self.random
        agreement = random.choice(self.agreements)
        levy = agreement["developer-agreement-type"] == "community-infrastructure-levy"
        purposes = (
            [CIL, CIL, "cil-administration-costs", PARISH]
            if levy
            else ["education", "affordable-housing", "other", "monitoring-fees"]
        )
        purpose = random.choice(purposes)
        if self.maybe() or random.random() < 0.15:
            purpose = random.choice([*PURPOSES, None, None, MAYORAL, MAYORAL, PARISH])
        link = agreement["reference"] if not self.maybe() else random.choice([None, "", "A99", "a0"])
        return {
            "reference": self.reference(f"C{number}"),
            "developer-agreement": link,
            "contribution-purpose": None if purpose == "unstated" else purpose,
            "amount": self.amount() if random.random() < 0.8 else None,
            "units": Decimal(random.randint(0, 40)) if random.random() < 0.4 else None,
            "start-date": self.day() if self.maybe() else None,
        } | self.dates()

    def transaction(self, number: int) -> dict[str, Any]:
        random = self.random
        link: Any = random.choice(self.contributions)["reference"]
        if random.random() < 0.05 or self.maybe():
            link = random.choice([*(one["reference"] for one in self.agreements), None, "C99"])
        return {
            "reference": self.reference(f"T{number}"),
            "developer-agreement-contribution": link,
            "contribution-funding-status": random.choice(STATUSES) if not self.maybe(0.5) else None,
            "amount": (self.amount() or Decimal(0)) * self.signs if not self.maybe(0.5) else None,
            "units": Decimal(3) if self.maybe() else None,
            "start-date": self.day(),
        } | self.dates()

    def add_history(self) -> None:
        """Money that came and went in each of six years and more, of each regime; and receipts before all else."""
        kinds = {one["developer-agreement-type"] for one in self.agreements} - {None}
        for kind in sorted(kinds):
            code = kind[:9]
            self.agreements.append({"reference": f"H{code}", "developer-agreement-type": kind,
                                    "start-date": date(2015, 4, 1)})  # fmt: skip
            self.contributions.append({"reference": f"HC{code}", "developer-agreement": f"H{code}",
                                       "contribution-purpose": "other", "amount": Decimal(10)})  # fmt: skip
            for year in range(2018, 2026):
                for status in ("received", "spent"):
                    self.transactions.append({
                        "reference": f"HT{code}{year}{status}", "developer-agreement-contribution": f"HC{code}",
                        "contribution-funding-status": status, "amount": Decimal(1), "start-date": date(year, 5, 1),
                    })  # fmt: skip
        if self.random.random() < 0.8:
            for number, one in enumerate(self.contributions):
                self.transactions.append({
                    "reference": f"B{number}", "developer-agreement-contribution": one["reference"],
                    "contribution-funding-status": "received", "amount": Decimal(2_000_000),
                    "start-date": date(2018, 6, 1),
                })  # fmt: skip

    def files(self) -> dict[str, list[tuple[date, Rows]]]:
        random = self.random
        tables = {AGREEMENTS: self.agreements, CONTRIBUTIONS: self.contributions, TRANSACTIONS: self.transactions}
        if random.random() < 0.02:
            return {}
        fetches = sorted(random.sample(FETCHES, random.randint(1, 4)))
        if random.random() < 0.7:
            fetches = sorted({*fetches, random.choice(FETCHES[-3:])})
        style = random.choice(["whole", "whole", "years", "lossy"])
        found: dict[str, list[tuple[date, Rows]]] = {}
        for table, rows in tables.items():
            if random.random() < 0.02:
                continue
            found[table] = []
            for day in fetches if random.random() < 0.8 else fetches[-1:]:
                for _ in range(random.choice([1, 1, 1, 1, 2])):
                    found[table].append((day, self.file(style, table, rows, day)))
        return found

    def file(self, style: str, table: str, rows: Rows, day: date) -> Rows:
        random = self.random
        if random.random() < 0.02:
            return []
        if random.random() < 0.02:
            return [row | {"is_usable": False} for row in rows[:2]]
        held = list(rows)
        if style == "years" and table == TRANSACTIONS:
            year = day.year if day.month >= 4 else day.year - 1
            held = [one for one in held if one.get("start-date") is None or
                    date(year - 1, 4, 1) <= one["start-date"] < date(year + 1, 4, 1)]  # fmt: skip
        if style == "lossy":
            held = [one for one in held if random.random() < 0.8]
        written = []
        for row in held:
            one = dict(row)
            if self.maybe(0.3):
                changed = random.choice(["amount", "start-date", "end-date", "entry-date"])
                one[changed] = self.amount() if changed == "amount" else self.day()
            if self.maybe(0.1):
                one["is_usable"] = False
            written += [one] * (random.choice([2, 3]) if self.maybe(0.4) else 1)
            if self.maybe(0.3) and table == AGREEMENTS:
                written.append(
                    one | {"developer-agreement-type": random.choice(self.regimes), "start-date": self.day()}
                )
            if self.maybe(0.3):
                changed = {"start-date": self.day(), "amount": self.amount()} if random.random() < 0.6 else {}
                written.append(one | changed | {"end-date": date(2025, 1, 1)})
        if self.maybe(0.5):
            random.shuffle(written)
        return written

    def declared(self) -> dict[str, Decimal]:
        random = self.random
        found = {}
        for regime in ("CIL", "S106"):
            if random.random() < 0.4:
                found[f"{regime}.open.unallocated"] = Decimal(random.choice([0, 5000, 1_000_000]))
            if random.random() < 0.4:
                found[f"{regime}.open.allocated"] = Decimal(random.choice([0, 300, 70_000]))
        for cell in random.sample(FORM, random.choice([0, 0, 3])):
            found.setdefault(cell, Decimal(random.choice([0, 12])))
        return found


def councils(seed: int, number: int) -> Sequence[Council]:
    """Some councils, districts and counties and the Greater London Authority among them."""
    random = Random(seed)
    codes = [f"E0700{place:04d}" for place in range(number - number // 6 - 1)]
    codes += [f"E1000{place:04d}" for place in range(number // 6)] + [LONDON]
    return [Council(random, gss) for gss in codes]
