"""Spending as councils published it: each file is read in full, or refused in words."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.standards import standard

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDER, CARDS = DATA / "spending_over_500", DATA / "procurement_card"
REFUSED = {  # no header row; metadata of a table that isn't there
    *("hyndburn__April-25-CSV.csv", "hyndburn__Sept-25-CVS.csv"),
    "trafford__supplier_spend__csv-metadata.json",
}
CONTRACTS = "salford__2022-07.csv"  # a register of contracts that was filed under spending
TOTALS = {"csvs__pcc-2023-24.xlsx", "csvs__pcc-2024-25.xlsx"}  # their only amount is TOTAL, with VAT or without
DAMAGED = {"gateshead__2018-11.csv": 900}  # amounts that somebody's spreadsheet made into days

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def reports() -> Mapping[str, Report]:
    paths = sorted(FOLDER.glob("*/*"))
    if not paths:
        pytest.skip("no published spending beside the checkout")
    files = [PublishedFile(path.name, path.read_bytes(), None, date(2026, 6, 30)) for path in paths]
    return {report.file: report for report in check_files(files, standard("spending_over_500"))}


@pytest.fixture(scope="module")
def payments(reports: Mapping[str, Report]) -> Mapping[str, Report]:
    """Return the files that hold payments under a header."""
    return {name: report for name, report in reports.items() if name not in REFUSED | TOTALS | {CONTRACTS}}


def plain_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a file that have anything in them, read as simply as can be."""
    if path.suffix == ".xlsx":
        for sheet in load_workbook(path, data_only=True):
            yield from (
                ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
            )
        return
    text = re.sub(r"\r\n?", "\n", path.read_bytes().decode("latin-1"))
    yield from csv.reader(io.StringIO(text, newline=""))


def plain_sum(path: Path, column: str) -> tuple[int, Decimal]:
    """Return how many rows have an amount in `column`, and their sum; a sum under the rows is not one of them."""
    count, total, place = 0, Decimal(0), None
    for row in plain_rows(path):
        names = [re.sub(r"[^a-z]", "", cell.lower()) for cell in row]
        if re.sub(r"[^a-z]", "", column.lower()) in names and sum(map(bool, names)) > 3:
            place = names.index(re.sub(r"[^a-z]", "", column.lower()))
        elif place is not None and place < len(row) and sum(bool(cell.strip()) for cell in row) > 1:
            amount = re.sub(r"^(.*)-$", r"-\1", re.sub(r"[^\d.-]", "", row[place].replace("(", "-")))
            if re.fullmatch(r"-?\d*\.?\d+", amount):
                count, total = count + 1, total + Decimal(amount)
    return count, total


def path_of(name: str) -> Path:
    return next(FOLDER.glob(f"*/{name}"))


def test_what_has_no_header_is_refused_in_words(reports: Mapping[str, Report]) -> None:
    for name in REFUSED:
        (issue,) = reports[name].issues.to_pylist()
        assert (issue["code"], issue["severity"], reports[name].rows) == ("file-not-tabular", "critical", 0)


def test_a_register_of_contracts_is_no_spending_and_says_what_it_lacks(reports: Mapping[str, Report]) -> None:
    report = reports[CONTRACTS]
    critical = [row for row in report.issues.to_pylist() if row["severity"] == "critical"]
    missing = sorted(row["column"] for row in critical if row["code"] == "column-missing")
    assert (missing, report.rows, report.rows_usable) == (["Amount", "PaymentDate"], 360, 0)
    (mismatch,) = [row["message"] for row in critical if row["code"] == "standard-mismatch"]
    assert "13 of its 24 columns (54%) are those of “Contracts”" in mismatch


def test_an_amount_that_may_be_with_vat_counts_for_nothing_and_is_asked_for(reports: Mapping[str, Report]) -> None:
    for name in TOTALS:
        issues = [issue for issue in reports[name].issues.to_pylist() if issue["severity"] == "critical"]
        assert ("column-missing", "Amount") in {(issue["code"], issue["column"]) for issue in issues}
        assert reports[name].rows_usable == 0


def test_every_payment_of_every_other_file_counts(payments: Mapping[str, Report]) -> None:
    assert len(payments) > 60
    for name, report in payments.items():
        assert {"PaymentDate", "Amount", "BeneficiaryName"} <= set(report.columns), name
        assert report.rows - report.rows_usable == DAMAGED.get(name, 0), name
        print(f"{name:60} {report.rows:6} records")


def test_rows_and_sums_are_those_of_a_plain_reading(payments: Mapping[str, Report]) -> None:
    for name, report in payments.items():
        amounts = [amount for amount in report.table["Amount"].to_pylist() if amount is not None]
        count, total = plain_sum(path_of(name), report.columns["Amount"])
        damaged = DAMAGED.get(name, 0)
        assert (len(amounts), report.rows) == (report.rows - damaged, count + damaged), name
        assert abs(sum(amounts) - total) < Decimal("0.01"), name


def test_the_payments_of_a_month_are_in_months_near_it(payments: Mapping[str, Report]) -> None:
    for name, report in payments.items():
        days = sorted(day for day in report.table["PaymentDate"].to_pylist() if day)
        middle = days[len(days) // 10 : -len(days) // 10 or None]
        assert date(2010, 1, 1) < days[0], name
        assert (middle[-1] - middle[0]).days < 400, name


def test_lines_are_those_of_the_file(payments: Mapping[str, Report]) -> None:
    for name, report in payments.items():
        if name.startswith(("hyndburn", "leeds")):
            lines = re.split(r"\r\n|\r|\n", path_of(name).read_bytes().decode("latin-1"))
            place, last = report.table["source_line"].to_pylist()[-1], report.table["BeneficiaryName"].to_pylist()[-1]
            assert not last or last.isascii() is False or last.split('"')[0][:12] in lines[place - 1], name


def test_no_supplier_is_accused_and_withheld_names_are_no_faults(payments: Mapping[str, Report]) -> None:
    for name, report in payments.items():
        rows = report.issues.to_pylist()
        assert not [row for row in rows if row["code"] == "personal-data-found"], name
        assert not [row for row in rows if "REDACTED" in str(row["value"]).upper() and row["severity"] != "info"], name


def test_every_card_transaction_counts_and_they_add_up() -> None:
    paths = sorted(CARDS.glob("*.csv"))
    if not paths:
        pytest.skip("no published card transactions beside the checkout")
    files = [PublishedFile(path.name, path.read_bytes(), None, date(2026, 11, 22)) for path in paths]
    for path, report in zip(paths, check_files(files, standard("procurement_card")), strict=True):
        count, total = plain_sum(path, "Amount")
        assert (report.rows, report.rows_usable, report.issues.num_rows) == (count, count, 0)
        assert sum(report.table["Amount"].to_pylist()) == total


def test_a_register_of_contracts_is_read_as_one() -> None:
    if not (path := FOLDER / "lightly-cleaned" / CONTRACTS).exists():
        pytest.skip("no published contracts beside the checkout")
    (report,) = check_files(
        [PublishedFile(CONTRACTS, path.read_bytes(), None, date(2026, 6, 30))], standard("contracts")
    )
    rows = report.issues.to_pylist()
    left_out = {row["code"] for row in rows if row["severity"] == "critical"}
    assert report.columns["OrganisationalUnit"] == "Directorate Name"  # its first header follows a spoilt byte mark
    assert (report.rows, left_out) == (360, {"value-missing", "row-duplicated"})
    assert report.rows_usable > 320
