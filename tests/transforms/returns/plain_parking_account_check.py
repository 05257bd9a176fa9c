"""The parking account check, row by row: a plain reading of section 1 of the page."""

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.transforms.returns.plain_years import File, Row, financial_year_of, rows_of, year_as_at

LINES = ("fees", "other", "income", "staff", "running", "spending", "net")
NAMES = (
    *(f"PKG.{line}.{column}" for line in ("61", "62") for column in LINES),
    *(f"PKG.surplus.{name}" for name in ("published", "computed", "used")),
    *(f"PKG.spaces.{name}" for name in ("free", "charged", "total")),
)
CHARGES = (
    *("OnStreetIncomeMeters", "OnStreetIncomeResidentPermits", "OnStreetIncomeBusinessPermits"),
    *("OnStreetIncomeOtherNonPCN", "OnStreetIncomeOther"),
    *("OnStreetIncomeParking", "OnStreetIncomePermit", "OnStreetIncomeBlueBadge"),
)
RUNNING = ("ExpenditureContractors", "ExpenditureEquipment", "ExpenditureTribunal", "ExpenditureOther")
USES = (
    *(
        f"SurplusSpent{use}"
        for use in (
            *("ParkingFacilities", "PublicTransport", "HighwayImprovements", "RoadMaintenance"),
            *("MayorsStrategy", "Environment"),
        )
    ),
    *(
        f"OnStreetSurplusDeficitSpend{use}"
        for use in (
            *("OffStreetParking", "ParkAndRide", "SupportedBus", "ConcessionaryFares", "CommunityTransport"),
            *("Shopmobility", "SchoolCrossing", "HighwayMaintenance", "TransportPlanning", "Other"),
        )
    ),
)
Cells = dict[str, tuple[Decimal | None, str]]


def added(row: Row, *names: str) -> Decimal | None:
    """What is there of some figures, added up; None where nothing is."""
    there = [row[name] for name in names if row.get(name) is not None]
    return sum(there, Decimal(0)) if there else None


def minus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def account(row: Row, pcn_as: str) -> dict[str, Decimal | None]:
    """Every figure that one row of an account gives."""
    as_fees = pcn_as == "fees"
    figures = {}
    for line, charges, pcn in (
        ("61", CHARGES, "OnStreetIncomePCN"),
        ("62", ("OffStreetIncomeParking", "OffStreetIncomeOther"), "OffStreetIncomePCN"),
    ):
        figures[f"PKG.{line}.fees"] = added(row, *charges, *((pcn,) if as_fees else ()))
        figures[f"PKG.{line}.other"] = (None if row.get(pcn) is None else Decimal(0)) if as_fees else row.get(pcn)
    capital = row.get("OnStreetCostsCapital") or Decimal(0)
    figures["PKG.61.income"] = row.get("OnStreetIncomeTotal")
    figures["PKG.61.staff"] = row.get("ExpenditureInHouseStaff")
    figures["PKG.61.running"] = added(row, *RUNNING)
    spending = added(row, "ExpenditureInHouseStaff", *RUNNING)
    costs = row.get("OnStreetCostsTotal")
    figures["PKG.61.spending"] = spending if costs is None else costs - capital
    figures["PKG.62.income"] = row.get("OffStreetIncomeTotal")
    figures["PKG.62.staff"] = figures["PKG.62.running"] = None
    figures["PKG.62.spending"] = row.get("OffStreetCostsTotal")
    for line in ("61", "62"):
        figures[f"PKG.{line}.net"] = minus(figures[f"PKG.{line}.spending"], figures[f"PKG.{line}.income"])
    figures["PKG.surplus.published"] = added(row, "SurplusDeficit", "OnStreetSurplusDeficit")
    guided = minus(row.get("OnStreetIncomeTotal"), spending)
    if guided is not None:
        guided += row.get("OffStreetIncomePCN") or Decimal(0)
    figures["PKG.surplus.computed"] = minus(row.get("OnStreetIncomeTotal"), costs) if costs is not None else guided
    figures["PKG.surplus.used"] = added(row, *USES)
    return figures


def spaces(rows: Sequence[Row]) -> dict[str, Decimal | None]:
    """Free, charged and all spaces: those of the row of totals, or those of every place."""
    totals = [row for row in rows if row.get("ParkingSpaces") is None]
    if totals:
        last = totals[-1]
        names = {"free": "FreeSpaces", "charged": "ChargedSpaces", "total": "MarkedSpaces"}
        return {f"PKG.spaces.{cell}": last.get(name) for cell, name in names.items()}

    def of(flag: str) -> Decimal | None:
        known = [row for row in rows if row.get(flag) is not None]
        return sum((row["ParkingSpaces"] for row in known if row[flag]), Decimal(0)) if known else None

    whole = sum((row["ParkingSpaces"] for row in rows), Decimal(0)) if rows else None
    return {
        "PKG.spaces.free": of("FreeParking"),
        "PKG.spaces.charged": of("ChargeableParking"),
        "PKG.spaces.total": whole,
    }


def spaces_of_year(files: Sequence[File], authority: str, year: int) -> tuple[list[Row], bool]:
    """Places of the latest list, whatever day they say; else the totals of the year."""
    days = sorted({fetched for fetched, rows in files if rows}, reverse=True)
    for day in days[:1]:
        latest = [row for fetched, rows in files if fetched == day for row in rows]
        own = [row for row in latest if row.get("organisation_gss") in (None, authority)]
        if any(row.get("ParkingSpaces") is not None for row in own):
            return [row for row in own if row.get("ParkingSpaces") is not None], True
    totals = [(day, [row for row in rows if row.get("ParkingSpaces") is None]) for day, rows in files]
    rows, is_assumed, _ = rows_of(totals, authority, year, year_as_at("EffectiveDate"))
    return rows, is_assumed


def published_cells(pcn_as: str) -> Collection[str]:
    """The cells that are one published figure."""
    one = {"PKG.61.income", "PKG.61.staff", "PKG.62.income", "PKG.62.spending", "PKG.surplus.published"}
    return one | ({"PKG.61.other", "PKG.62.other"} if pcn_as == "other" else set())


def authority_cells(
    accounts: Sequence[File], lists: Sequence[File], authority: str, year: int, pcn_as: str = "other"
) -> tuple[Cells, list[tuple[str, str]]]:
    """The cells of one authority, and its exceptions by reason and reference."""
    rows, is_assumed, _ = rows_of(accounts, authority, year, financial_year_of)
    figures: dict[str, Any] = account(rows[-1], pcn_as) if rows else {}
    last_rows, _, _ = rows_of(accounts, authority, year - 1, financial_year_of)
    before = account(last_rows[-1], pcn_as) if last_rows else {}
    places, is_list = spaces_of_year(lists, authority, year)
    figures |= spaces(places) if places else {}
    cells: Cells = {}
    for name in NAMES:
        is_space = name.startswith("PKG.spaces")
        if not (places if is_space else rows):
            cells[name] = (None, "no-data")
        elif figures[name] is None:
            cells[name] = (None, "not-derivable")
        else:
            unit = Decimal(1) if is_space else Decimal("0.01")
            surely = not is_list if is_space else name in published_cells(pcn_as) and not is_assumed
            cells[name] = (figures[name].quantize(unit, ROUND_HALF_UP), "computed" if surely else "inferred")
    return cells, [*without(rows, places), *differences(figures), *moved(figures, before)]


def without(rows: Sequence[Row], places: Sequence[Row]) -> list[tuple[str, str]]:
    return [("no-data", "")] * (not rows) + [("no-data", "")] * (not places)


def differences(figures: Mapping[str, Decimal | None]) -> list[tuple[str, str]]:
    published, computed, used = (figures.get(f"PKG.surplus.{name}") for name in ("published", "computed", "used"))
    free, charged, total = (figures.get(f"PKG.spaces.{name}") for name in ("free", "charged", "total"))
    found = []
    if published is not None and computed is not None and abs(published - computed) > 1:
        found.append(("surplus-differs", ""))
    surplus = computed if published is None else published
    if surplus is not None and surplus < 0 and (used or 0) > 0:
        found.append(("deficit-used", ""))
    if free is not None and charged is not None and total is not None and free + charged != total:
        found.append(("spaces-differ", ""))
    return found


def moved(now: Mapping[str, Decimal | None], before: Mapping[str, Decimal | None]) -> list[tuple[str, str]]:
    found = []
    for name in NAMES[: 2 * len(LINES)]:
        new, old = now.get(name), before.get(name)
        if new is not None and old is not None:
            change = abs(new - old)
            if change > 1_500_000 and change * 100 > 15 * abs(old):
                found.append(("moved-against-last-year", name))
    return found


def form(cells: Cells, line: str) -> dict[str, int | None]:
    """A line of the form in whole £ thousand: parts rounded half up first, sums made of the rounded parts."""

    def part(column: str) -> int | None:
        value = cells[f"PKG.{line}.{column}"][0]
        return None if value is None else int((value / 1000).quantize(Decimal(1), ROUND_HALF_UP))

    def whole(column: str, *parts: str) -> int | None:
        rounded = [part(name) for name in parts]
        return part(column) if None in rounded else sum(number or 0 for number in rounded)

    spending, income = whole("spending", "staff", "running"), whole("income", "fees", "other")
    net = None if spending is None or income is None else spending - income
    return {
        "C1": part("staff"), "C2": part("running"), "C3": spending,
        "C4": part("fees"), "C5": part("other"), "C6": income, "C7": net,
    }  # fmt: skip
