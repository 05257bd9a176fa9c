"""The revenue outturn check: what its page says, and what a plain reading gives of any payments."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from expectations.check_return import check_return
from tests.transforms.returns import plain_revenue_outturn_check as plain
from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import assemble, inputs_of, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.department_figures import DepartmentFigures, read_department
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.revenue_outturn_check import RETURN as OUTTURN
from transforms.returns.revenue_outturn_check.services import UNMAPPED, service_of

ADUR = "E07000223"
YEAR = financial_year(2024)
FETCHED = [date(2024, 3, 1), date(2024, 7, 1), date(2024, 12, 1), date(2025, 3, 31), date(2025, 5, 1), date(2026, 1, 1)]
Files = dict[str, list[tuple[date, list[dict[str, Any]]]]]


def made(files: Files, department: DepartmentFigures | None = None) -> AssembledReturn:
    request = ReturnRequest(OUTTURN, YEAR, tuple(files), department=department or DepartmentFigures())
    return check_return(assemble(request, inputs_of(request, by_standard(snapshots_of(files)))))


def snapshots_of(files: Files) -> list[SnapshotTable]:
    return [snapshot(OUTTURN, gss, day, rows, "2015") for gss, given in files.items() for day, rows in given if rows]


def cells_of(assembled: AssembledReturn) -> dict[str, dict[str, tuple[str | None, str]]]:
    cells: dict[str, dict[str, tuple[str | None, str]]] = {}
    for row in assembled.cells.to_pylist():
        cells.setdefault(row["authority"], {})[row["cell"]] = (row["value"], row["origin"])
    return cells


def drawn_payment(chosen: random.Random) -> dict[str, Any]:
    day = date(2024, 3, 25) + timedelta(days=chosen.choice([0, 7, 8, 20, chosen.randrange(380)]))
    row = {
        "PaymentDate": day,
        "Amount": Decimal(chosen.choice([chosen.randrange(-50_000, 900_000), 50_000])) / 100,
        "ServiceCategoryLabel": chosen.choice([None, "Fleet", *plain.SERVICES]),
        "BeneficiaryName": chosen.choice(["Invented Ltd", "Another Ltd"]),
        "TransactionNumber": chosen.choice([None, None, f"T{chosen.randrange(6)}"]),
    }
    return {name: value for name, value in row.items() if value is not None}


def drawn_files(seed: int, authorities: int) -> Files:
    """Files that repeat earlier payments as often as they add new ones."""
    chosen = random.Random(seed)
    files: Files = {}
    for number in range(authorities):
        published: list[tuple[date, list[dict[str, Any]]]] = []
        rows: list[dict[str, Any]] = []
        for day in sorted(chosen.sample(FETCHED, chosen.choice([0, 1, 2, 3, 4]))):
            earlier = [row for row in rows if chosen.random() < 0.7]
            rows = [*earlier, *(drawn_payment(chosen) for _ in range(chosen.choice([1, 3, 8])))]
            rows += [row for row in rows if chosen.random() < 0.1]
            published.append((day, list(rows)))
        files[f"E07{number:06d}"] = published
    return files


def test_every_cell_and_exception_is_what_a_plain_reading_gives() -> None:
    files = drawn_files(3, 1500)
    chosen = random.Random(4)
    running = {
        gss: {service: Decimal(chosen.randrange(1000)) for service in ("housing", "cultural", "central")}
        for gss in files
    }
    held = DepartmentFigures(
        {
            (gss, f"ROC.{service}.running_expenses"): expenses
            for gss, services in running.items()
            for service, expenses in services.items()
        }
    )
    assembled = made(files, held)
    got = cells_of(assembled)
    expected = {gss: plain.authority_cells(given, YEAR.first, YEAR.last) for gss, given in files.items()}
    for gss, (cells, _) in expected.items():
        assert got[gss] == {
            name: (None if value is None else str(value), origin) for name, (value, origin) in cells.items()
        }, gss
    rows = assembled.exceptions.to_pylist()
    above = sorted((row["authority"], row["reference"]) for row in rows if row["reason"] == "above-outturn")
    assert above == sorted(
        (gss, f"ROC.{service}.net")
        for gss, (cells, _) in expected.items()
        for service in plain.above_outturn(cells, running[gss])
    )
    others = [(row["authority"], row["reason"], row["reference"], row["detail"]) for row in rows]
    assert sorted(one for one in others if one[1] != "above-outturn") == sorted(
        (gss, *exception) for gss, (_, exceptions) in expected.items() for exception in exceptions
    )
    total = sum((cells["ROC.total.net"][0] or Decimal(0) for cells, _ in expected.values()), Decimal(0))
    assert got[ENGLAND]["ROC.total.net"][0] == str(total)
    assert got[ENGLAND]["ROC.months"][0] is None


def test_services_and_what_fits_none_add_up_to_all_spending() -> None:
    for cells in cells_of(made(drawn_files(5, 300))).values():
        if cells["ROC.total.net"][0] is not None:
            parts = [cells[f"ROC.{name}.net"][0] for name in plain.NAMES[1:]]
            assert sum(Decimal(part or 0) for part in parts) == Decimal(cells["ROC.total.net"][0])


def test_the_order_of_rows_makes_no_difference() -> None:
    files = drawn_files(6, 200)
    shuffled = {
        gss: [(day, random.Random(1).sample(rows, len(rows))) for day, rows in given] for gss, given in files.items()
    }
    assert made(files).cells.equals(made(shuffled).cells)


def test_the_records_traced_add_up_to_the_cell() -> None:
    files = drawn_files(7, 12)
    request = ReturnRequest(OUTTURN, YEAR, tuple(files))
    inputs = inputs_of(request, by_standard(snapshots_of(files)))
    for row in made(files).cells.to_pylist():
        if row["cell"].endswith(".net") and row["value"] is not None and row["authority"] != ENGLAND:
            amounts = trace(request, inputs, row["cell"], row["authority"]).records.column("Amount").to_pylist()
            assert sum(Decimal(amount) for amount in amounts) == Decimal(row["value"])


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Adult Social Care (101)", "adult_social_care"),
        ("ADULT SOCIAL CARE", "adult_social_care"),
        ("Children’s and Education Services", "children_and_education"),
        ("Environmental & Regulatory  Services", "environmental_and_regulatory"),
        ("Central services to the public", "central"),
        ("Housing Services (HRA)", "housing_revenue_account"),
        ("Housing services (GFRA only)", "housing"),
        ("Police", UNMAPPED),
        ("", UNMAPPED),
    ],
)
def test_a_published_label_stands_for_a_division(label: str, service: str) -> None:
    assert service_of(label) == service


def test_running_expenses_may_be_exceeded_by_ten_per_cent() -> None:
    row = {"PaymentDate": date(2024, 5, 1), "Amount": Decimal("1100.00"), "ServiceCategoryLabel": "Public Health"}
    files: Files = {ADUR: [(date(2025, 5, 1), [row])]}
    for expenses, exceptions in (("1000", []), ("999.99", ["published=1100 department=999.99"])):
        text = (
            f"authority,period,line,value,unit\n{ADUR},2024-25,ROC.public_health.running_expenses,{expenses},pounds\n"
        )
        held = read_department(text.encode(), OUTTURN.department_lines, {ADUR}, "2024-25")
        assembled = made(files, held)
        listed = [row for row in assembled.exceptions.to_pylist() if row["reason"] == "above-outturn"]
        assert [one["detail"] for one in listed] == exceptions
        assert not assembled.checks_failed
    assert replace(OUTTURN, kind="return").kind_in_words == ""
    assert OUTTURN.kind_in_words.endswith("not a return")


def test_without_a_column_of_services_only_what_needs_them_is_blank() -> None:
    row = {"PaymentDate": date(2024, 5, 1), "Amount": Decimal(700)}
    fields = frozenset({"PaymentDate", "Amount", "BeneficiaryName"})
    file = snapshot(OUTTURN, ADUR, date(2025, 5, 1), [row], "2015", fields=fields)
    request = ReturnRequest(OUTTURN, YEAR, (ADUR,))
    cells = cells_of(assemble(request, inputs_of(request, by_standard([file]))))[ADUR]
    assert cells["ROC.total.net"] == ("700.00", "computed")
    assert cells["ROC.unmapped.net"] == (None, "not-derivable")
    assert cells["ROC.largest_month_share_pct"] == ("100.0", "computed")
