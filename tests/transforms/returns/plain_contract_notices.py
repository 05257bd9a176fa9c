"""The contract notices page, written out one contract and one payment at a time: what the engine is held against.

A council's publications are its snapshots by standard: (day fetched, rows), each row a mapping of fields to values.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from transforms.domain.period import Period

Row = Mapping[str, Any]
PLATFORM = "ocds-h6vhtk-"
ACT, PAYMENTS_ACT = date(2025, 2, 24), date(2026, 4, 1)
THRESHOLDS = {  # in force from: goods and services, works, light touch
    date(2026, 1, 1): {"goods": 207_720, "services": 207_720, "works": 5_193_000, "light": 663_540},
    ACT: {"goods": 214_904, "services": 214_904, "works": 5_372_609, "light": 663_540},
}
CLASSES = ("above", "below", "undecided", "before_regime", "not_public")
DUTIES = ("details", "copy", "details_below", "termination", "kpi")
NOTICES = {"details": "UK7", "termination": "UK11", "kpi": "UK9"}
GROUPS = ("due", "undecided", "unmatched", "below_threshold", "before_regime")
LIGHT = ("80", "85", "791")  # of the codes that are drawn in the tests, those that the register has


def fold(text: str | None) -> str:
    return " ".join((text or "").split()).lower()


def later(day: date, months: int) -> date:
    """The day so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_begun(start: date, end: date) -> int:
    count = 0
    while later(start, count) <= end:
        count += 1
    return count


def category(cell: str) -> str | None:
    code = cell.strip().split("-")[0]
    if len(code) != 8 or not code.isdigit():
        return None
    if code.startswith(LIGHT):
        return "light"
    division = int(code[:2])
    if division == 45:
        return "works"
    if 1 <= division <= 44 or division == 48:
        return "goods"
    return "services" if 50 <= division <= 98 else None


class Contract:
    """The rows of one reference, title, first and last day."""

    def __init__(self, rows: Sequence[Row], months: int) -> None:
        self.rows, self.months = rows, months
        self.reference = rows[0]["ContractReference"].strip()
        self.start, self.end = rows[0].get("StartDate"), rows[0].get("EndDate")
        values = [row["ContractValue"] for row in rows if row.get("ContractValue") is not None]
        self.value = max(values) if values else None
        codes = [code for row in rows for code in (row.get("CPVCode") or "").split("|") if code.strip()]
        categories = {category(code) for code in codes}
        self.category = next(iter(categories)) if len(categories) == 1 else None

    def fact(self, name: str) -> Any:
        return next((row[name] for row in self.rows if row.get(name) is not None), None)

    def any_row_says(self, name: str) -> bool:
        return any(row.get(name) is True for row in self.rows)

    def is_current(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or self.end > day)

    @property
    def is_reversed(self) -> bool:
        return self.start is not None and self.end is not None and self.end < self.start

    @property
    def ocids(self) -> list[str]:
        return [row["OpenContractingID"] for row in self.rows if row.get("OpenContractingID")]

    @property
    def platform_ocids(self) -> list[str]:
        return [ocid for ocid in self.ocids if ocid.lower().startswith(PLATFORM)]

    @property
    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """What the value is for thresholds: at least, at most; None for not known."""
        if self.value is None:
            return None, None
        value = Fraction(self.value)
        if self.fact("FixedCost") is not False:
            return value, value
        if self.end is None or self.start is None:
            return value, None
        value = value * max(12, months_begun(self.start, self.end)) / 12
        return value, value

    @property
    def class_(self) -> str:
        if self.fact("ContractType") in ("Grant agreement", "Dynamic purchasing system"):
            return "not_public"
        if self.start is not None and self.start < ACT:
            return "before_regime"
        if self.start is None or self.is_reversed or self.start < later(ACT, self.months):
            return "undecided"
        limits = next(table for day, table in THRESHOLDS.items() if day <= self.start)
        chosen = [limits[self.category]] if self.category else list(limits.values())
        least, most = self.bounds
        if least is not None and least >= max(chosen):
            return "above"
        if most is not None and most * 12 / 10 < min(chosen):
            return "below"
        return "undecided"

    @property
    def over_five_million(self) -> bool | None:
        least, most = self.bounds
        if least is not None and least > 5_000_000:
            return True
        return False if most is not None and most * 12 / 10 <= 5_000_000 else None


def contracts_of(rows: Iterable[Row], months: int) -> list[Contract]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        title = fold(row.get("ContractTitle"))
        key = row["ContractReference"].strip(), title, row.get("StartDate"), row.get("EndDate")
        found.setdefault(key, []).append(row)
    return [Contract(mine, months) for mine in found.values()]


def duties_of(contract: Contract, period: Period, as_known: date) -> list[dict[str, Any]]:
    """The duties of one contract, each with its state."""
    start, end, kind = contract.start, contract.end, contract.class_
    if kind not in ("above", "undecided", "below"):
        return []
    found = []

    def owe(duty: str, due: date | None, certain: bool, evidence: Any) -> None:
        state = "evidenced" if evidence else "open" if due is None or as_known <= due else "overdue"
        found.append(
            {
                "contract": contract.reference,
                "duty": duty,
                "notice": NOTICES.get(duty, ""),
                "due": due.isoformat() if due else "",
                "state": state if certain else "undecided",
            }
        )

    is_certain, light = kind == "above", contract.category == "light"
    if kind == "below":
        least, most = contract.bounds
        if start in period and most * 12 / 10 >= 30_000:
            owe("details_below", None, least >= 30_000, contract.platform_ocids)
        return found
    if start is not None and start in period:
        owe("details", start + timedelta(119 if light else 29), is_certain, contract.platform_ocids)
        if contract.over_five_million is not False:
            certain = is_certain and contract.over_five_million is True
            owe("copy", start + timedelta(179 if light else 89), certain, contract.fact("ContractDocumentURL"))
    if end is not None and end in period:
        extension = contract.fact("LastExtensionDate")
        owe("termination", end + timedelta(29), is_certain and not (extension and extension > end), None)
    if start is not None and contract.over_five_million is not False and not light:
        years = period.first.year - start.year
        day = later(start, 12 * years)
        is_framework = contract.fact("ContractType") == "Framework agreement"
        if years > 0 and day in period and contract.is_current(day) and not is_framework:
            certain = is_certain and contract.over_five_million is True and contract.category is not None
            owe("kpi", day, certain, contract.fact("PerformanceInformationURL"))
    return found


class Payment:
    """The rows of one payment."""

    def __init__(self, rows: Sequence[Row]) -> None:
        first = rows[0]
        self.rows, self.day = rows, first["PaymentDate"]
        self.number, self.contract = first.get("TransactionNumber") or "", first.get("ContractRef")
        self.n = sum((row["Amount"] for row in rows), Decimal(0))
        vats = [row.get("IrrecoverableVATAmount") or Decimal(0) for row in rows]
        self.v = sum(vats) if all(vat > 0 for vat in vats) else None

    @property
    def size(self) -> str:
        if self.n <= 0:
            return "credit"
        if self.v is not None:
            return "large" if self.n + self.v > 30_000 else "small"
        return "large" if self.n > 30_000 else "band" if self.n > 25_000 else "small"

    def group(self, register: Sequence[Contract], months: int) -> str:
        held = [one for one in register if one.reference == self.contract]
        if self.contract is None or not held:
            return "unmatched"
        classes = {one.class_ for one in held}
        kind = next(iter(classes)) if len(classes) == 1 else "undecided"
        if kind in ("not_public", "below"):
            return "below_threshold"
        limit = later(PAYMENTS_ACT, months)
        before = [one.class_ == "before_regime" or (one.start is not None and one.start < limit) for one in held]
        if any(before):
            return "before_regime" if all(before) else "undecided"
        return "undecided" if kind == "undecided" or self.size == "band" else "due"


def payments_of(snapshots: Sequence[tuple[date, Sequence[Row]]], period: Period) -> list[Payment]:
    """The payments of a quarter, each as the page counts it."""
    numbered: dict[Any, list[Row]] = {}
    alike: dict[Any, tuple[Row, int]] = {}
    for _, rows in sorted(snapshots, key=lambda one: one[0]):
        mine: dict[Any, list[Row]] = {}
        counts: Counter[Any] = Counter()
        for row in rows:
            if row.get("VCSEGrant") is True or row["PaymentDate"] not in period:
                continue
            if row.get("TransactionNumber"):
                name = fold(row.get("BeneficiaryName"))
                key = row["TransactionNumber"], name, row["PaymentDate"], row.get("ContractRef")
                mine.setdefault(key, []).append(row)
                continue
            told = {name: value for name, value in row.items() if value is not None}
            key = tuple(sorted((name, told[name]) for name in told if name not in ("EffectiveDate", "is_usable")))
            counts[key] += 1
            alike[key] = row, max(counts[key], alike.get(key, (row, 0))[1])
        numbered |= mine
    singles = [Payment([row]) for row, count in alike.values() for _ in range(count)]
    return [*map(Payment, numbered.values()), *singles]


def supplier_of(row: Row, name: str) -> tuple[str, str] | None:
    if company := row.get("CompaniesHouseRegistrationNumber"):
        return "company", company.upper().zfill(8) if company.isdigit() else company.upper()
    if charity := row.get("CharityCommissionNumber"):
        return "charity", charity.upper()
    return ("name", fold(row[name])) if row.get(name) else None
