"""The infrastructure funding statement's page, written out one council at a time in plain Python.

What the engine is held against. Nothing here comes from the engine or its declarations; slowness is no object.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.transforms.returns.plain_kept_contributions import (
    AGREEMENTS,
    CONTRIBUTIONS,
    TRANSACTIONS,
    Files,
    Kept,
    Record,
    kept_agreements,
    kept_contributions,
    kept_transactions,
    snapshots_of,
    speaking,
    trimmed,
)

Cell = tuple[Decimal | None, str]
REGIMES = ("CIL", "S106")
REGIME = {
    "section-106": "S106", "deed-of-variation": "S106", "community-infrastructure-levy": "CIL", "section-278": "S278",
}  # fmt: skip
CIL, ADMINISTRATION, PARISH, MAYORAL = (
    "community-infrastructure-levy", "cil-administration-costs", "neighbourhood-community-infrastructure-levy",
    "mayoral-community-infrastructure-levy",
)  # fmt: skip
LEVY = (CIL, ADMINISTRATION, PARISH, MAYORAL)
PURPOSES = (
    *("affordable-housing", "bonds", ADMINISTRATION, "community-facilities", CIL, "digital-infrastructure"),
    *("economic-development", "education", "flood-and-water-management", "green-infrastructure", "health"),
    *("highways", "land", MAYORAL, "monitoring-fees", PARISH, "open-space-and-leisure", "other"),
    *("transport-and-travel", "unstated"),
)
GI = [one for one in PURPOSES if one not in (ADMINISTRATION, PARISH, MAYORAL)]
H1 = [one for one in PURPOSES if one not in (MAYORAL, "monitoring-fees")]
HELD = [one for one in PURPOSES if one != MAYORAL]
D3 = [one for one in PURPOSES if one not in ("affordable-housing", "education", *LEVY)]
FORM = [
    *("CIL.open.unallocated", "CIL.open.allocated"), *(f"CIL.{one}" for one in "abcdef"),
    *(f"CIL.gi.{one}" for one in GI), "CIL.gii", "CIL.giii", *(f"CIL.h.{one}" for one in HELD),
    *(f"CIL.{one}" for one in ("i_parish", "i_other", "j1", "j2", "k1", "k2", "l1", "l2", "l3", "l4")),
    *("S106.open.unallocated", "S106.open.allocated"), *(f"S106.{one}" for one in ("a", "b", "c", "d1", "d2")),
    *(f"S106.d3.{one}" for one in D3), "S106.e", "S106.f", *(f"S106.g.{one}" for one in HELD),
    *(f"S106.h1.{one}" for one in H1), *(f"S106.{one}" for one in ("h2", "h3", "i", "i_commuted")), "S278.a",
]  # fmt: skip
NEVER = {"CIL.gii", "CIL.i_other", *(f"CIL.{one}" for one in ("j1", "j2", "k1", "k2", "l3", "l4")), "S106.h2",
         "S106.i_commuted"}  # fmt: skip
LONDON, ENGLAND = "E61000001", "E92000001"
ORDER = ("no-data", "not-derivable", "declared", "inferred", "computed")


class Year:
    """A financial year by its first days: of itself and of the years around it."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.first, self.last = date(start, 4, 1), date(start + 1, 3, 31)

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


class Money:
    """A counted transaction."""

    def __init__(self, group: Any, status: str, amount: Decimal, day: date) -> None:
        self.group, self.status, self.amount, self.day = group, status, amount, day


class Statement:
    """What one council's files say, as known on a day."""

    def __init__(
        self,
        gss: str,
        files: Mapping[str, Files],
        start: int,
        switches: Mapping[str, str],
        declared: Mapping[str, Decimal] | None = None,
    ) -> None:
        self.gss, self.year, self.switches, self.declared = gss, Year(start), switches, dict(declared or {})
        files = {table: [(day, [self.as_read(row) for row in rows]) for day, rows in files.get(table, ())]
                 for table in (AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS)}  # fmt: skip
        self.snapshots = {table: snapshots_of(table, found, switches) for table, found in files.items()}
        self.listed: list[tuple[str, str]] = []
        self.read_agreements(kept_agreements(self.snapshots[AGREEMENTS]))
        self.read_contributions(kept_contributions(self.snapshots[CONTRIBUTIONS]))
        self.read_transactions(kept_transactions(self.snapshots[TRANSACTIONS]))
        self.read_facts()

    def as_read(self, row: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(row)
        if self.gss == LONDON and found.get("contribution-purpose") == MAYORAL:
            found["contribution-purpose"] = CIL
        return found

    # ---- section 1 ---------------------------------------------------------------------------------------------------

    def reason(self, name: str, reference: Any, times: int = 1) -> None:
        self.listed += [(name, trimmed(reference))] * times

    def concerns(self, day: date | None, *, implausible: bool) -> bool:
        """Whether a list holds a row: dated up to E, undated or with an implausible date."""
        return day is None or implausible or day <= self.year.last

    def replaced(self, kept: Kept, day_of: Any) -> None:
        for record in kept.superseded:
            day, implausible = day_of(record)
            if self.concerns(day, implausible=implausible):
                self.reason("record-superseded", record.get("reference"), record.number)

    def read_agreements(self, kept: Kept) -> None:
        self.agreements: dict[str, list[Record]] = defaultdict(list)
        self.undated_agreements = set()
        self.replaced(kept, lambda one: (one.get("start-date"), not plausible(one, date(1974, 4, 1))))
        for one in kept.records:
            reference, day = trimmed(one.get("reference")), one.get("start-date")
            self.agreements[reference].append(one)
            if day is None:
                self.reason("date-missing", reference)
                self.undated_agreements.add(reference)
            elif not plausible(one, date(1974, 4, 1)):
                self.reason("date-implausible", reference)
        readable = {regime_of(one) for rows in self.agreements.values() for one in rows} - {None}
        self.only_regime = readable.pop() if len(readable) == 1 else None

    def linked(self, reference: str, purpose: str) -> tuple[str | None, bool, date | None, date | None]:
        """Of a contribution: its regime, whether that is inferred, when its agreement began, and as published."""
        rows = self.agreements.get(reference, [])
        regimes = {regime_of(one) for one in rows} - {None}
        if not regimes:
            regime = None if purpose in LEVY and self.only_regime == "S106" else self.only_regime
            return regime, True, *begun(rows)
        regime = regimes.pop() if len(regimes) == 1 else "CIL" if purpose in LEVY else "S106"
        return regime, False, *begun([one for one in rows if regime_of(one) == regime])

    def read_contributions(self, kept: Kept) -> None:
        self.contributions: list[dict[str, Any]] = []
        self.replaced(kept, self.day_of_contribution)
        for one in kept.records:
            purpose, link = one.get("contribution-purpose") or "unstated", trimmed(one.get("developer-agreement"))
            regime, inferred, day, published = self.linked(link, purpose)
            self.contributions.append({
                "reference": trimmed(one.get("reference")), "agreement": link, "purpose": purpose, "regime": regime,
                "inferred": inferred and regime is not None, "begun": day, "published": published,
                "amount": one.get("amount"), "units": one.get("units"), "number": one.number,
            })  # fmt: skip
        for one in self.contributions:
            self.judge_contribution(one)

    def day_of_contribution(self, one: Record) -> tuple[date | None, bool]:
        purpose = one.get("contribution-purpose") or "unstated"
        _, _, day, published = self.linked(trimmed(one.get("developer-agreement")), purpose)
        return published, day != published

    def judge_contribution(self, one: dict[str, Any]) -> None:
        deed = one["regime"] == "S106" and [
            row for row in self.agreements.get(one["agreement"], []) if row.get("developer-agreement-type") == DEED
        ]
        one["is_varied"] = bool(deed) and self.has_earlier(one, deed)
        one["reasons"] = set()
        if one["regime"] is None:
            one["reasons"].add("no-regime")
        if one["amount"] is None and one["units"] is None:
            one["reasons"].add("amount-missing")
        if one["inferred"] and one["agreement"] not in self.agreements:
            one["reasons"].add("date-missing")
        one["is_mayoral"] = one["purpose"] == MAYORAL
        if not self.concerns(one["published"], implausible=one["begun"] != one["published"]):
            one["reasons"] = set()
            return
        for name in sorted(one["reasons"]):
            self.reason(name, one["reference"], one["number"])
        if one["is_mayoral"]:
            self.reason("collected-for-another", one["reference"], one["number"])
        if deed:
            self.reason("deed-of-variation", one["reference"], one["number"])
        self.reason("row-repeated", one["reference"], one["number"] - 1)

    def has_earlier(self, contribution: Mapping[str, Any], deed: Sequence[Record]) -> bool:
        applications = {one.get("planning-application") for one in deed} - {None, ""}
        return any(
            reference != contribution["agreement"]
            and row.get("developer-agreement-type") in ("section-106", "community-infrastructure-levy")
            and row.get("planning-application") in applications
            and plausible(row, date(1974, 4, 1))
            and contribution["begun"] is not None
            and row.get("start-date") < contribution["begun"]
            for reference, rows in self.agreements.items()
            for row in rows
        )

    def group_of(self, link: str) -> tuple[str | None, bool, str]:
        """Of the group that transactions of one link make: its regime, whether that is inferred, its purpose."""
        own = [one for one in self.contributions if one["reference"] == link]
        if own:
            regimes = {one["regime"] for one in own} - {None}
            regime = regimes.pop() if len(regimes) == 1 else None
            inferred = regime is not None and all(one["inferred"] for one in own if one["regime"] == regime)
            return regime, inferred, agreed(own)
        if link in self.agreements:
            regimes = {regime_of(one) for one in self.agreements[link]} - {None}
            purpose = agreed([one for one in self.contributions if one["agreement"] == link])
            if regimes:
                return (regimes.pop() if len(regimes) == 1 else None), False, purpose
            return self.only_regime, self.only_regime is not None, purpose
        return self.only_regime, self.only_regime is not None, "unstated"

    def read_transactions(self, kept: Kept) -> None:
        self.transactions: list[dict[str, Any]] = []
        for name, one in kept.gone:
            if one.get("contribution-funding-status") != "secured" and self.concerns(
                one.get("start-date"), implausible=not plausible(one, date(1990, 1, 1))
            ):
                self.reason(name, one.get("reference"))
        not_secured = [one for one in kept.superseded if one.get("contribution-funding-status") != "secured"]
        self.replaced(
            Kept([], not_secured, []), lambda one: (one.get("start-date"), not plausible(one, date(1990, 1, 1)))
        )
        for one in kept.records:
            if one.get("contribution-funding-status") != "secured":
                self.judge_transaction(one)

    def judge_transaction(self, record: Record) -> None:
        status, amount, day = (record.get(name) for name in ("contribution-funding-status", "amount", "start-date"))
        link = trimmed(record.get("developer-agreement-contribution"))
        regime, inferred, purpose = self.group_of(link)
        reasons = set()
        if regime is None:
            reasons.add("no-regime")
        if status is None:
            reasons.add("status-unreadable")
        if amount is None:
            reasons.add("amount-missing")
        if day is None:
            reasons.add("date-missing")
        implausible = day is not None and not plausible(record, date(1990, 1, 1))
        if implausible:
            reasons.add("date-implausible")
        concerned = self.concerns(day, implausible=implausible)
        found = {
            "reference": trimmed(record.get("reference")), "group": link, "regime": regime, "inferred": inferred,
            "purpose": purpose, "status": status, "amount": amount, "day": day, "number": record.number,
            "reasons": reasons if concerned else set(), "counts": not reasons and purpose != MAYORAL,
            "is_mayoral": purpose == MAYORAL,
        }  # fmt: skip
        self.transactions.append(found)
        if concerned:
            for name in sorted(reasons):
                self.reason(name, found["reference"], record.number)
            self.reason("row-repeated", found["reference"], record.number - 1)

    # ---- sums --------------------------------------------------------------------------------------------------------

    def counted(self, regime: str) -> Iterator[dict[str, Any]]:
        return (one for one in self.transactions if one["counts"] and one["regime"] == regime)

    def groups(self, regime: str) -> dict[str, str]:
        return {one["group"]: one["purpose"] for one in self.counted(regime)}

    def total(self, regime: str, group: str | None, first: date, last: date, *statuses: str) -> Decimal:
        return sum(
            (one["amount"] * one["number"] for one in self.counted(regime)
             if group in (None, one["group"]) and first <= one["day"] <= last and one["status"] in statuses),
            Decimal(0),
        )  # fmt: skip

    def to(self, regime: str, group: str, last: date, name: str) -> Decimal:
        names = {
            "rec": ("received",), "ret": ("returned",), "spent": ("spent",), "trans": ("transferred",),
            "allocated": ("allocated",), "used": ("spent", "transferred"),
            "out": ("spent", "transferred", "returned"),
        }  # fmt: skip
        if name == "alloc":
            return max(self.to(regime, group, last, "allocated"), self.to(regime, group, last, "used"))
        return self.total(regime, group, date.min, last, *names[name])

    def stocks(self, regime: str, year: Year) -> dict[str, Any]:
        """Every figure of a regime that is made of groups, and of these the two that are split by purpose."""
        before = year.first - timedelta(days=1)
        names = ("unallocated", "allocated", "c", "d", "f", "l1", "l2", "i", "excess", "flow", "floored")
        found: dict[str, Any] = dict.fromkeys(names, Decimal(0))
        found["by"] = defaultdict(Decimal)
        for group, purpose in self.groups(regime).items():
            b = {name: self.to(regime, group, before, name) for name in ("rec", "ret", "alloc", "used", "out")}
            e = {name: self.to(regime, group, year.last, name) for name in ("rec", "ret", "alloc", "used", "out")}
            received = e["rec"] - b["rec"]
            moved = (e["alloc"] - b["alloc"]) - (e["used"] - b["used"])
            held = max(Decimal(0), e["alloc"] - e["used"])
            found["unallocated"] += max(Decimal(0), b["rec"] - b["ret"] - b["alloc"])
            found["allocated"] += max(Decimal(0), b["alloc"] - b["used"])
            found["c"] += max(Decimal(0), b["rec"] - e["ret"] - e["alloc"])
            found["d"] += max(Decimal(0), min(e["alloc"] - b["alloc"], b["rec"] - b["ret"] - b["alloc"]))
            found["f"] += held
            found["flow"] += moved
            found["l1"] += max(Decimal(0), min(received, received - max(Decimal(0), e["out"] - b["rec"])))
            found["l2"] += max(Decimal(0), b["rec"] - e["out"])
            found["i"] += max(Decimal(0), e["rec"] - e["out"])
            found["excess"] += max(Decimal(0), e["out"] - e["rec"])
            found["by"][purpose] += moved if self.switches["allocated_unspent_as"] == "flow" else held
        return found

    # ---- section 2 ---------------------------------------------------------------------------------------------------

    def read_facts(self) -> None:
        newest = {table: found[-1] if found else None for table, found in self.snapshots.items()}
        self.has_any = any(one.keys or one.is_header_alone for found in self.snapshots.values() for one in found)
        speaks = speaking(self.snapshots[TRANSACTIONS])
        last = newest[TRANSACTIONS]
        begun_in = any(
            one.get("start-date") in self.year and plausible(one, date(1974, 4, 1))
            for rows in self.agreements.values() for one in rows
        )  # fmt: skip
        seen_after = any(one.day > self.year.last for one in self.snapshots[AGREEMENTS])
        self.base = {
            "transactions": self.reach(newest, TRANSACTIONS, (AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS)),
            "contributions": self.reach(newest, CONTRIBUTIONS, (AGREEMENTS, CONTRIBUTIONS)),
        }
        unpublished = {
            "transactions": last is not None and self.year.start not in speaks and not last.is_header_alone,
            "contributions": not begun_in and not seen_after,
        }
        told = [kind for kind in self.base if self.base[kind] != "no-data" and unpublished[kind]]
        for kind in told:
            self.base[kind] = "not-derivable"
        if told:
            self.reason("year-not-published", "")
        self.is_unlinked = self.base["transactions"] != "no-data" and self.unlinked_share()
        if self.is_unlinked:
            self.reason("unlinked-share", "")
        self.ever = {
            regime_of(Record(record.row, 1, one.day))
            for one in self.snapshots[AGREEMENTS] for record in (*one.standing.values(), *one.replaced.values())
        } | {one["regime"] for one in self.transactions}  # fmt: skip

    def reach(self, newest: Mapping[str, Any], table: str, needed: Sequence[str]) -> str:
        if any(newest[one] is None for one in needed) or newest[table].day < self.year.first:
            return "no-data"
        return "computed" if newest[table].day > self.year.last else "inferred"

    def unlinked_share(self) -> bool:
        inside = [one for one in self.transactions if one["day"] in self.year and one["amount"] is not None]
        amounts = [(abs(one["amount"]) * one["number"], one["reasons"]) for one in inside]
        unlinked = sum(amount for amount, reasons in amounts if reasons & {"no-regime", "status-unreadable"})
        return 20 * unlinked > sum(amount for amount, _ in amounts)

    def is_linked(self, regime: str) -> bool:
        bad = {"no-regime", "status-unreadable", "amount-missing", "date-missing"}
        named = {one["agreement"] for one in self.contributions}
        if self.undated_agreements & named:
            return False
        rows = [(one, one["day"]) for one in self.transactions]
        rows += [(one, one["published"]) for one in self.contributions]
        for one, day in rows:
            if day in self.year or day is None:
                if one["reasons"] & bad or one["inferred"]:
                    return False
                if day is not None and one["regime"] == regime and one["number"] > 1:
                    return False
        return True

    def history(self, regime: str, year: Year) -> str:
        """“yes”, “nearly” or “no”."""
        for start in range(year.start - 5, year.start):
            if not any(one["day"] in Year(start) for one in self.counted(regime)):
                return "no"
        five = [one for one in self.counted(regime) if date(year.start - 5, 4, 1) <= one["day"] < year.first]
        if not any(one["status"] in ("spent", "transferred") for one in five):
            return "no"
        for one in self.transactions:
            if one["regime"] in (regime, None) and not one["is_mayoral"]:
                is_dated = one["day"] is not None and one["day"] <= year.last
                lacks = one["day"] is None or one["amount"] is None or one["status"] is None
                if (is_dated or one["day"] is None) and lacks:
                    return "no"
        excess = self.stocks(regime, year)["excess"]
        received = self.total(regime, None, date.min, year.last, "received")
        return "yes" if excess == 0 else "nearly" if 50 * excess <= received else "no"

    def opening(self, regime: str) -> tuple[Decimal, Decimal] | None:
        both = [self.declared.get(f"{regime}.open.{one}") for one in ("unallocated", "allocated")]
        return None if None in both else (both[0], both[1])  # type: ignore[return-value]

    # ---- section 3 ---------------------------------------------------------------------------------------------------

    def values(self, regime: str, year: Year) -> dict[str, Decimal]:
        """The figures of a regime by the rules of the table, whatever their origin."""
        stocks, first, last = self.stocks(regime, year), year.first, year.last

        def moved(*statuses: str, purpose: str | None = None) -> Decimal:
            groups = [one for one, its in self.groups(regime).items() if purpose in (None, its)]
            return sum((self.total(regime, one, first, last, *statuses) for one in groups), Decimal(0))

        held = stocks["flow"] if self.switches["allocated_unspent_as"] == "flow" else stocks["f"]
        found = {"open.unallocated": stocks["unallocated"], "open.allocated": stocks["allocated"],
                 "b": moved("received"), "c": stocks["c"]}  # fmt: skip
        if regime == "CIL":
            parish = moved("spent", "transferred", purpose=PARISH)
            is_in = self.switches["parish_share_is_expenditure"] == "yes"
            found |= {"d": stocks["d"], "e": moved("spent", "transferred") - (0 if is_in else parish), "f": held,
                      "giii": moved("spent", purpose=ADMINISTRATION), "l1": stocks["l1"], "l2": stocks["l2"],
                      "i_parish": moved("transferred", purpose=PARISH)}  # fmt: skip
            found |= {f"gi.{one}": moved("spent", purpose=one) for one in GI}
            found |= {f"h.{one}": stocks["by"][one] for one in HELD}
        else:
            found |= {"e": held, "f": moved("spent", "transferred"), "i": stocks["i"],
                      "h3": moved("spent", "transferred", purpose="monitoring-fees")}  # fmt: skip
            found |= {f"h1.{one}": moved("spent", "transferred", purpose=one) for one in H1}
            found |= {f"g.{one}": stocks["by"][one] for one in HELD}
        return {f"{regime}.{name}": value for name, value in found.items()}

    def promised(self) -> dict[str, Decimal]:
        """The cells of contributions."""
        found: dict[str, Decimal] = defaultdict(Decimal)
        for one in self.contributions:
            if one["begun"] not in self.year or one["regime"] is None or one["is_mayoral"] or one["is_varied"]:
                continue
            found[f"{one['regime']}.a"] += (one["amount"] or 0) * one["number"]
            if one["regime"] == "S106":
                of = {"affordable-housing": "d1", "education": "d2"}.get(one["purpose"], f"d3.{one['purpose']}")
                found[f"S106.{of}"] += (one["units"] or 0) * one["number"]
        return found

    def by_opening(self, regime: str) -> dict[str, Decimal]:
        unallocated, allocated = self.opening(regime)  # type: ignore[misc]
        first, last, nothing = self.year.first, self.year.last, Decimal(0)
        spent = self.total(regime, None, first, last, "spent", "transferred")
        returned = self.total(regime, None, first, last, "returned")
        received = self.total(regime, None, first, last, "received")
        before = first - timedelta(days=1)
        groups = self.groups(regime)
        alloc = sum(
            (self.to(regime, one, last, "alloc") - self.to(regime, one, before, "alloc") for one in groups), nothing
        )
        d = max(nothing, min(alloc, unallocated))
        out = spent + returned
        whole = max(nothing, unallocated + allocated + received - out)
        l1 = max(nothing, received - max(nothing, out - (unallocated + allocated)))
        found = {"c": max(nothing, unallocated - max(d, spent - allocated) - returned)}
        held = max(nothing, allocated + alloc - spent)
        found |= {"d": d, "f": held, "l1": l1, "l2": whole - l1} if regime == "CIL" else {"e": held, "i": whole}
        return {f"{regime}.{name}": value for name, value in found.items()}

    def kind(self, cell: str) -> str:
        """C, H, I, HI (from history, at best inferred), A, D (of contributions: computed, inferred) or N."""
        flow = self.switches["allocated_unspent_as"] == "flow"
        of, name = cell.split(".", 1)
        if cell in NEVER:
            return "N"
        if name == "a" or name == "d1":
            return "A"
        if of == "S106" and name.startswith("d"):
            return "D"
        if cell in ("CIL.f", "S106.e"):
            return "C" if flow else "H"
        if cell.startswith(("CIL.h.", "S106.g.")):
            return "I" if flow else "HI"
        if cell.startswith(("CIL.gi.", "S106.h1.")) or name == "i_parish":
            return "I"
        return "C" if name in ("b", "giii", "h3") or cell in ("CIL.e", "S106.f") else "H"

    def origin(self, cell: str) -> str:
        if not self.has_any:
            return "no-data"
        of, kind = cell.split(".", 1)[0], self.kind(cell)
        if kind == "N":
            return "not-derivable"
        base = self.base["contributions" if kind in "AD" else "transactions"]
        if base in ("no-data", "not-derivable"):
            return base
        if kind not in "AD" and (self.is_unlinked or of in self.negative):
            return "not-derivable"
        if of not in self.ever:
            is_nought = of == "CIL" and self.gss.startswith("E10")
            return "inferred" if is_nought else "not-derivable"
        at_best = "computed" if base == "computed" and self.is_linked(of) else "inferred"
        if kind in ("C", "A"):
            return at_best
        if kind in ("I", "D"):
            return "inferred"
        if self.histories[of] == "no":
            return "declared" if kind == "H" and self.opening(of) else "not-derivable"
        return at_best if kind == "H" and self.histories[of] == "yes" else "inferred"

    def cells(self) -> dict[str, Cell]:
        self.negative = {
            one for one in REGIMES if self.total(one, None, self.year.first, self.year.last, "received") < 0
        }
        self.histories = {one: self.history(one, self.year) for one in REGIMES}
        figures: dict[str, Decimal] = defaultdict(Decimal)
        for one in REGIMES:
            figures |= self.values(one, self.year)
        figures |= self.promised()
        found: dict[str, Cell] = {}
        for cell in FORM:
            origin = self.origin(cell)
            value = None if origin in ("no-data", "not-derivable") else figures[cell]
            if origin == "declared":
                value = self.by_opening(cell.split(".")[0]).get(cell, self.declared.get(cell))
            found[cell] = (value, origin)
        for cell, said in self.declared.items():
            found[cell] = self.filled(cell, found[cell], said)
        return found

    def filled(self, cell: str, has: Cell, said: Decimal) -> Cell:
        value, origin = has
        if value is None:
            return said, "declared"
        of = cell.split(".")[0]
        if ".open." in cell and self.opening(of) and self.histories[of] != "no" and of in self.ever:
            if abs(value - said) > 1:
                self.reason("opening-differs", cell)
        elif value != said:
            self.reason("declared-differs", cell)
        return value, origin

    # ---- section 4 ---------------------------------------------------------------------------------------------------

    def exceptions(self) -> Counter[tuple[str, str]]:
        cells = self.cells()
        if not self.has_any:
            self.reason("no-data", "")
        for one in sorted(self.negative):
            if self.base["transactions"] != "no-data":
                self.reason("negative-total", f"{one}.b")
        for one in REGIMES:
            for group in self.groups(one):
                received, out = (self.to(one, group, self.year.last, name) for name in ("rec", "out"))
                used, allocated = (self.to(one, group, self.year.last, name) for name in ("used", "allocated"))
                if out > received:
                    self.reason("spent-before-received", group)
                if used > allocated > 0:
                    self.reason("spent-beyond-allocated", group)
        (costs, _), (receipts, _) = cells["CIL.giii"], cells["CIL.b"]
        if costs is not None and receipts is not None and 20 * costs > receipts:
            self.reason("administration-above-5-pct", "CIL.giii")
        before = Year(self.year.start - 1)
        for one in REGIMES:
            if self.history(one, before) == "no":
                continue
            earlier = self.values(one, before)
            for name in ("b", "e", "f"):
                value, origin = cells[f"{one}.{name}"]
                was = earlier[f"{one}.{name}"]
                if origin in ("computed", "inferred") and abs(value - was) > max(abs(was) / 2, 100_000):  # type: ignore[operator]
                    self.reason("moved-against-last-year", f"{one}.{name}")
        return Counter(self.listed)


DEED = "deed-of-variation"


def regime_of(one: Record) -> str | None:
    return REGIME.get(one.get("developer-agreement-type"))


def plausible(one: Record, earliest: date) -> bool:
    day = one.get("start-date")
    return day is not None and earliest <= day <= one.fetched


def begun(rows: Sequence[Record]) -> tuple[date | None, date | None]:
    """When an agreement began, None where no plausible day says so; and the day as it is published."""
    good = [one.get("start-date") for one in rows if plausible(one, date(1974, 4, 1))]
    any_day = [one.get("start-date") for one in rows if one.get("start-date")]
    found = max(good, default=None)
    return found, found or max(any_day, default=None)


def agreed(contributions: Sequence[Mapping[str, Any]]) -> str:
    purposes = {one["purpose"] for one in contributions}
    return purposes.pop() if len(purposes) == 1 else "unstated"


def england(councils: Mapping[str, Mapping[str, Cell]]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for cell in FORM:
        members = [
            cells[cell] for gss, cells in councils.items() if not (cell.startswith("S106") and gss.startswith("E10"))
        ]
        valued = [one for one in members if one[0] is not None]
        if valued:
            weakest = min((origin for _, origin in valued), key=ORDER.index)
            found[cell] = (sum((value for value, _ in valued), Decimal(0)), weakest)  # type: ignore[misc]
        else:
            origins = {origin for _, origin in members}
            found[cell] = (None, "not-derivable" if "not-derivable" in origins else "no-data")
    return found
