"""The cells, exceptions and duties of contract notices for one authority, counted from plain contracts and payments.

A cell is its value and its origin. `columns` say which fields an authority has a column for, by standard.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.transforms.returns.plain_contract_notices import (
    ACT,
    CLASSES,
    DUTIES,
    GROUPS,
    PAYMENTS_ACT,
    Contract,
    Payment,
    contracts_of,
    duties_of,
    payments_of,
    supplier_of,
)
from transforms.domain.period import Period

CONTRACTS, SPENDING = "contracts", "spending_over_500"
STATES = ("due", "evidenced", "overdue", "undecided")
NAMES = [
    *("CN.stock.contracts", "CN.stock.value", "CN.stock.suppliers", "CN.new.contracts", "CN.new.value"),
    *("CN.ended.contracts", "CN.sme.contracts", "CN.vcse.contracts"),
    *(f"CN.class.{name}.contracts" for name in CLASSES),
    *(f"CN.duty.{duty}.{state}" for duty in DUTIES for state in STATES),
    *(f"CN.pay.{group}.{unit}" for group in GROUPS for unit in ("payments", "net")),
    *("CN.pay.due.suppliers", "CN.pay.due.contracts", "CN.pay.all.payments", "CN.pay.all.net"),
]
WITHOUT_TOTAL = {"CN.stock.suppliers", "CN.pay.due.suppliers", "CN.pay.due.contracts"}
COUNTED = ("CN.stock.", "CN.new.", "CN.ended.", "CN.sme.", "CN.vcse.")
NUMBERS = ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber")
EVIDENCE = {
    "details": "OpenContractingID",
    "details_below": "OpenContractingID",
    "copy": "ContractDocumentURL",
    "kpi": "PerformanceInformationURL",
}
Cells = dict[str, tuple[Any, str]]


def needs(cell: str) -> list[tuple[str, tuple[str, ...]]]:
    """The fields without which a cell has no value: standard and alternatives."""
    _, part, name, *rest = cell.split(".")
    if part == "pay":
        if name == "all":
            return []
        found: list[tuple[str, tuple[str, ...]]] = [(SPENDING, ("ContractRef",))]
        return found + ([(SPENDING, (*NUMBERS, "BeneficiaryName"))] if rest == ["suppliers"] else [])
    fields: list[tuple[str, ...]] = [("ContractReference",)]
    fields += [("StartDate",)] if part != "ended" else []
    fields += [("EndDate",)] if part != "new" else []
    fields += [("ContractValue",)] if name == "value" or part in ("class", "duty") else []
    fields += [(*NUMBERS, "SupplierName")] if name == "suppliers" else []
    fields += {"sme": [("SMESupplier",)], "vcse": [("VCSESupplier",)]}.get(part, [])
    if part == "duty" and rest[0] in ("evidenced", "overdue") and name in EVIDENCE:
        fields.append((EVIDENCE[name],))
    return [(CONTRACTS, alternatives) for alternatives in fields]


def first_facts(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the first row of some that has a field says, field by field."""
    return {name: value for row in reversed(rows) for name, value in row.items() if value is not None}


def months_of(period: Period) -> list[str]:
    return [f"{period.first.year}-{period.first.month + place:02d}" for place in range(3)]


class Authority:
    """Everything that the page says of one authority."""

    def __init__(
        self,
        snapshots: Mapping[str, Sequence[tuple[date, Sequence[Mapping[str, Any]]]]],
        columns: Mapping[str, Collection[str]],
        period: Period,
        as_known: date | None = None,
        months: int = 6,
    ) -> None:
        known = {
            standard: [(day, rows) for day, rows in snapshots.get(standard, ()) if as_known is None or day <= as_known]
            for standard in (CONTRACTS, SPENDING)
        }
        fetched = [day for found in known.values() for day, _ in found]
        self.period, self.months, self.columns = period, months, columns
        self.as_known = as_known or (max(fetched) if fetched else None)
        usable = {
            standard: [
                (day, mine) for day, rows in found if (mine := [one for one in rows if one.get("is_usable", True)])
            ]
            for standard, found in known.items()
        }
        registers, self.spending = usable[CONTRACTS], usable[SPENDING]
        self.fetched, rows = max(registers, key=lambda one: one[0]) if registers else (None, [])
        latest = next((rows for day, rows in known[CONTRACTS] if day == self.fetched), [])
        self.without_reference = sum(not (row.get("ContractReference") or "").strip() for row in latest)
        self.contracts = contracts_of([row for row in rows if (row.get("ContractReference") or "").strip()], months)
        months_seen = {f"{row['PaymentDate']:%Y-%m}" for _, found in self.spending for row in found}
        self.missing = [month for month in months_of(period) if month not in months_seen]
        self.payments = [one for one in payments_of(self.spending, period) if one.size in ("large", "band")]
        self.duties = self._duties()
        self.cells = {name: self._cell(name) for name in NAMES}

    def current(self) -> list[Contract]:
        return [one for one in self.contracts if one.is_current(self.period.last)]

    def begun(self) -> list[Contract]:
        return [one for one in self.contracts if one.start and one.start in self.period]

    def ended(self) -> list[Contract]:
        return [one for one in self.contracts if one.end and one.end in self.period]

    def group(self, payment: Payment) -> str:
        return payment.group(self.contracts, self.months)

    def _duties(self) -> list[dict[str, Any]]:
        if self.as_known is None:
            return []
        return [duty for one in self.contracts for duty in duties_of(one, self.period, self.as_known)]

    def _value(self, cell: str) -> Any:
        _, part, name, *rest = cell.split(".")
        if part == "pay":
            group = [one for one in self.payments if name == "all" or self.group(one) == name]
            if rest == ["suppliers"]:
                named = [supplier_of(first_facts(payment.rows), "BeneficiaryName") for payment in group]
                return len({supplier for supplier in named if supplier})
            if rest == ["contracts"]:
                return len({one.contract for one in group})
            return len(group) if rest == ["payments"] else sum((one.n for one in group), Decimal(0))
        if part == "duty":
            states = [duty["state"] for duty in self.duties if duty["duty"] == name]
            return sum(state != "undecided" for state in states) if rest == ["due"] else states.count(rest[0])
        if part == "class":
            return sum(one.class_ == name for one in self.current())
        chosen = {"new": self.begun, "ended": self.ended}.get(part, self.current)()
        if part in ("sme", "vcse"):
            return sum(one.any_row_says(f"{part.upper()}Supplier") for one in chosen)
        if name == "suppliers":
            return len({key for one in chosen for row in one.rows if (key := supplier_of(row, "SupplierName"))})
        return len(chosen) if name == "contracts" else sum((one.value or Decimal(0) for one in chosen), Decimal(0))

    def _origin(self, cell: str) -> str:
        _, part, name, *_ = cell.split(".")
        if part == "pay":
            if not self.spending or self.missing:
                return "no-data"
            if name == "all":
                return "computed"
            if self.fetched is None or self.period.last < PAYMENTS_ACT:
                return "not-derivable"
            return "computed" if name == "unmatched" else "inferred"
        if self.fetched is None:
            return "no-data"
        if not cell.startswith(COUNTED):
            return "not-derivable" if self.period.last < ACT else "inferred"
        return "computed" if self.fetched > self.period.last else "inferred"

    def lacks(self, cell: str) -> list[str]:
        """The fields that a cell needs and nobody published, alternatives joined."""
        if self._origin(cell) == "no-data":
            return []
        return [
            "|".join(fields)
            for standard, fields in needs(cell)
            if not any(field in self.columns.get(standard, ()) for field in fields)
        ]

    def _cell(self, cell: str) -> tuple[Any, str]:
        origin = "not-derivable" if self.lacks(cell) else self._origin(cell)
        if origin in ("no-data", "not-derivable"):
            return None, origin
        value = self._value(cell)
        return (value.quantize(Decimal("0.01"), ROUND_HALF_UP) if isinstance(value, Decimal) else value), origin

    def has(self, *cells: str) -> bool:
        return any(self.cells[f"CN.{cell}"][0] is not None for cell in cells)

    def listed(self) -> list[tuple[str, str, str]]:
        """The exceptions: reason, reference, and the detail where the page says what it is."""
        found: list[tuple[str, str, str]] = []
        if self.has("stock.contracts", "new.contracts", "ended.contracts"):
            found += [("no-reference", "", "")] * self.without_reference
        concerned = [
            one for one in self.contracts if one in self.current() or one in self.begun() or one in self.ended()
        ]
        for one in concerned:
            if one.value is None and self.has("stock.value", "new.value"):
                found.append(("value-missing", one.reference, ""))
            if one.is_reversed and self.has("stock.contracts"):
                found.append(("dates-reversed", one.reference, ""))
            if one.class_ == "undecided" and self.has("class.undecided.contracts"):
                found.append(("class-undecided", one.reference, ""))
            if len(one.platform_ocids) < len(one.ocids) and self.has("duty.details.evidenced"):
                found.append(("ocid-foreign", one.reference, ""))
        nameless = sum(
            any(not row.get(a) and not row.get(b) for row in one.rows) for one in concerned for a, b in [NUMBERS]
        )
        if nameless and self.has("stock.suppliers"):
            found.append(("supplier-unidentified", "", str(nameless)))
        if self.has("pay.undecided.payments"):
            found += [("payment-undecided", one.number, "") for one in self.payments if self.group(one) == "undecided"]
        if self.has("pay.unmatched.payments"):
            unmatched = [one for one in self.payments if self.group(one) == "unmatched"]
            unmatched.sort(key=lambda one: (-one.n, one.day, one.number))
            found += [("unmatched-payment", one.number, "") for one in unmatched[:20]]
        if self.spending:
            found += [("month-missing", "", month) for month in self.missing]
        found += [("no-data", "", CONTRACTS)] if self.fetched is None else []
        found += [("no-data", "", SPENDING)] if not self.spending else []
        lacking: dict[str, int] = {}
        for cell in NAMES:
            for field in self.lacks(cell):
                lacking[field] = lacking.get(field, 0) + 1
        found += [("field-missing", "", f"field={field} cells={count}") for field, count in lacking.items()]
        return found

    def duty_rows(self) -> list[tuple[str, str, str, str, str]]:
        """The lines of the table of duties: contract, duty, notice, due, state; in its order."""
        rows = [duty for duty in self.duties if self.has(f"duty.{duty['duty']}.due")]
        if self.has("pay.due.payments"):
            groups = {self.group(one) for one in self.payments}
            due = self.period.last + timedelta(29)
            if groups & {"due", "undecided"}:
                state = "undecided" if "due" not in groups else "open" if self.as_known <= due else "overdue"
                rows.append({"contract": "", "duty": "payments", "notice": "", "due": due.isoformat(), "state": state})
        found = [tuple(row[name] for name in ("contract", "duty", "notice", "due", "state")) for row in rows]
        return sorted(found, key=lambda row: row[:2])


def england(authorities: Sequence[Cells]) -> Cells:
    order = ["no-data", "not-derivable", "inferred", "computed"]
    cells: Cells = {}
    for name in NAMES:
        held = [cells[name] for cells in authorities if cells[name][0] is not None]
        if name in WITHOUT_TOTAL:
            cells[name] = None, "not-derivable"
        elif held:
            cells[name] = sum(value for value, _ in held), min((origin for _, origin in held), key=order.index)
        else:
            origins = {cells[name][1] for cells in authorities}
            cells[name] = None, "not-derivable" if "not-derivable" in origins else "no-data"
    return cells


def indicators(cells: Cells) -> list[str | None]:
    """Payments matched, duties evidenced, contracts of small suppliers; per cent with one decimal."""

    def value(name: str) -> Any:
        return cells[f"CN.{name}"][0]

    due, evidenced = ([value(f"duty.{duty}.{state}") for duty in DUTIES] for state in ("due", "evidenced"))
    unmatched, all_of = value("pay.unmatched.payments"), value("pay.all.payments")
    pairs = [
        (None if unmatched is None or all_of is None else all_of - unmatched, all_of),
        (None if None in evidenced else sum(evidenced), None if None in due else sum(due)),
        (value("sme.contracts"), value("stock.contracts")),
    ]
    return [
        None
        if part is None or not whole
        else str((Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))
        for part, whole in pairs
    ]
