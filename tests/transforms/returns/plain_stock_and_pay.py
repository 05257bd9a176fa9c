"""The housing stock check and the pay check, row by row: a plain reading of sections 3 and 5 of the page."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from tests.transforms.returns.plain_years import File, Row, rows_of, year_as_at

Cells = dict[str, tuple[Decimal | None, str]]
HOUSING = ("HSC.dwellings", "HSC.vacant_pct", "HSC.euv_sh", "HSC.market_value")
PAY = (
    *(f"PAY.multiple.{name}" for name in ("highest", "median", "published", "computed")),
    *("PAY.senior.employees", "PAY.senior.posts"),
)


def added(rows: Sequence[Row], name: str) -> Decimal | None:
    values = [row[name] for row in rows if row.get(name) is not None]
    return sum(values, Decimal(0)) if values else None


def written(value: Decimal | None, unit: str, surely: str) -> tuple[Decimal | None, str]:
    return (None, "not-derivable") if value is None else (value.quantize(Decimal(unit), ROUND_HALF_UP), surely)


def stock(files: Sequence[File], authority: str, year: int) -> tuple[Cells, list[tuple[str, str]]]:
    rows, is_assumed, _ = rows_of(files, authority, year, year_as_at("EffectiveDate"))
    if not rows:
        return dict.fromkeys(HOUSING, (None, "no-data")), [("no-data", "")]
    surely = "inferred" if is_assumed else "computed"
    stating = [row for row in rows if row.get("VacantPercentage") is not None]
    homes = sum((row.get("TotalDwellings") or Decimal(0) for row in stating), Decimal(0))
    vacant = sum((row.get("TotalDwellings") or Decimal(0)) * row["VacantPercentage"] for row in stating)
    return {
        "HSC.dwellings": written(added(rows, "TotalDwellings"), "1", surely),
        "HSC.vacant_pct": written(vacant / homes if homes else None, "0.1", surely),
        "HSC.euv_sh": written(added(rows, "EUVSHTotal"), "0.01", surely),
        "HSC.market_value": written(added(rows, "MarketValueTotal"), "0.01", surely),
    }, []


def last(rows: Sequence[Row], name: str, factor: str) -> Decimal | None:
    """The last figure of a year's row, or of a factor's row."""
    found = None
    for row in rows:
        if row.get(name) is not None:
            found = row[name]
        elif row.get("PayMultipleFactor") == factor and row.get("RemunerationValue") is not None:
            found = row["RemunerationValue"]
    return found


def pay(
    multiples: Sequence[File], salaries: Sequence[File], authority: str, year: int
) -> tuple[Cells, list[tuple[str, str]]]:
    rows, is_assumed, _ = rows_of(multiples, authority, year, year_as_at("EffectiveDate"))
    bands, bands_assumed, _ = rows_of(salaries, authority, year, year_as_at("ApplicableDate"))
    cells: Cells = dict.fromkeys(PAY, (None, "no-data"))
    cells["PAY.senior.posts"] = (None, "not-derivable")
    exceptions = [("no-data", "")] * ((not rows) + (not bands))
    if rows:
        surely = "inferred" if is_assumed else "computed"
        highest, median = last(rows, "HighestSalary", "Highest"), last(rows, "MedianSalary", "Median")
        comparable = [
            row["Ratio"]
            for row in rows
            if row.get("Ratio") is not None
            and row.get("PayMultipleFactor") in (None, "Median")
            and row.get("ModelCalculation") not in ("3", "4")
        ]
        published = comparable[-1] if comparable else None
        multiple = None
        if highest is not None and median:
            multiple = (highest / median).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for name, value in (("highest", highest), ("median", median), ("published", published), ("computed", multiple)):
            cells[f"PAY.multiple.{name}"] = written(value, "0.01", surely)
        if published is not None and multiple is not None and abs(published - multiple) > Decimal("0.06"):
            exceptions.append(("multiple-differs", ""))
    if bands:
        surely = "inferred" if bands_assumed else "computed"
        cells["PAY.senior.employees"] = written(added(bands, "EmployeeCount"), "1", surely)
    return cells, exceptions
