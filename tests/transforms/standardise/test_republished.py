"""What several files of one council come to: each month once, nothing lost, everything said."""

import hashlib
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.domain.file_set import FileSet, MissingFile, SetFile
from transforms.reading.file_sets import pack
from transforms.registers import authority
from transforms.standardise import read_published, standardise
from transforms.standardise.standardised import Standardised
from transforms.standards import standard

HEADER = ("Payment date", "Supplier name", "Net amount", "Purpose")
SPENDING = standard("spending_over_500")
NOW = date(2026, 4, 20)
Row = tuple[str, str, str, str]


def payments(month: int, count: int = 5, year: int = 2025) -> list[Row]:
    return [
        (f"{year}-{month:02d}-{day + 1:02d}", f"Supplier {day}", f"{600 + day}.00", "Repairs") for day in range(count)
    ]


def written(rows: list[Row], header: tuple[str, ...] = HEADER, delimiter: str = ",") -> bytes:
    order = [HEADER.index(name) for name in header if name in HEADER]
    lines = [delimiter.join(header), *(delimiter.join(row[place] for place in order) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def together(
    *files: tuple[str, bytes],
    missing: tuple[MissingFile, ...] = (),
    unlisted: str = "",
    slug: str = "spending_over_500",
) -> Standardised:
    """Files from the oldest to the newest, read as one table."""
    hashes = [hashlib.sha256(content).hexdigest() for _, content in files]
    described = [
        SetFile(name, f"https://a.gov.uk/{place}/{name}", sha256, date(2025, 5, 1), name != unlisted)
        for place, ((name, _), sha256) in enumerate(zip(files, hashes, strict=True))
    ]
    contents = {file.sha256: content for file, (_, content) in zip(described, files, strict=True)}
    packed = pack(FileSet(tuple(described), missing), contents)
    declared = standard(slug)
    return standardise(read_published(packed, "set.zip", declared), declared, authority("E07000223"), NOW)


def amounts(table: Standardised) -> list[Decimal]:
    return sorted(value for value in table.table["Amount"].to_pylist())


def said(table: Standardised, *codes: str) -> list[tuple[str, int, str]]:
    wanted = codes or ("month-published-again", "month-in-two-files", "record-in-another-file")
    return [
        (each.code, each.count, str(each.facts.get("file", each.values and each.values[0])))
        for each in table.findings
        if each.code in wanted
    ]


def test_twelve_months_are_one_table() -> None:
    months = [(f"{month:02d}.csv", written(payments(month))) for month in range(1, 13)]
    table = together(*months)
    assert table.table.num_rows == 60
    assert said(table) == []


def test_a_month_that_is_published_again_replaces_that_month() -> None:
    again = payments(2)
    again[0] = (again[0][0], again[0][1], "9999.00", "Corrected")
    table = together(
        ("jan.csv", written(payments(1))), ("feb.csv", written(payments(2))), ("feb-v2.csv", written(again))
    )
    assert table.table.num_rows == 10
    assert Decimal("9999.00") in amounts(table)
    assert amounts(table).count(Decimal("600.00")) == 1
    assert said(table) == [("month-published-again", 5, "feb.csv")]


def test_a_file_that_repeats_a_month_of_another_counts_it_once() -> None:
    quarter = payments(1) + payments(2) + payments(3)
    table = together(("jan.csv", written(payments(1))), ("q1.csv", written(quarter)))
    assert table.table.num_rows == 15
    assert said(table) == [("month-published-again", 5, "jan.csv")]


def test_an_older_file_of_the_year_keeps_the_months_that_are_not_published_again() -> None:
    year = [row for month in range(1, 13) for row in payments(month)]
    table = together(("2025.csv", written(year)), ("june again.csv", written(payments(6, 6))))
    assert table.table.num_rows == 61
    assert said(table) == [("month-published-again", 5, "2025.csv")]


def test_two_parts_of_one_month_both_count_and_we_ask() -> None:
    adults = payments(4)
    children = [(day, f"Home {supplier}", f"7{amount}", purpose) for day, supplier, amount, purpose in payments(4)]
    table = together(("adults.csv", written(adults)), ("children.csv", written(children)))
    assert table.table.num_rows == 10
    assert said(table) == [("month-in-two-files", 1, "adults.csv")]


def test_a_late_payment_does_not_make_a_file_one_of_its_month() -> None:
    late = ("2025-01-30", "Late Ltd", "5000.00", "Fees")
    table = together(("jan.csv", written(payments(1, 25))), ("feb.csv", written([late, *payments(2, 25)])))
    assert table.table.num_rows == 51
    assert said(table) == []


def test_a_record_in_two_files_counts_once_and_two_alike_in_one_file_twice() -> None:
    stray = payments(1, 25)[0]
    twin = [("2025-02-03", "Twin Ltd", "800.00", "Fees")] * 2
    table = together(("jan.csv", written(payments(1, 25))), ("feb.csv", written([stray, *payments(2, 25), *twin])))
    assert table.table.num_rows == 52
    assert [code for code, _, _ in said(table)] == ["record-in-another-file"]
    assert amounts(table).count(Decimal("800.00")) == 2


def test_columns_in_another_order_and_under_other_names_are_one_table() -> None:
    turned = written(payments(2), ("Net amount", "Purpose", "Payment date", "Supplier name"))
    renamed = written(payments(3)).replace(b"Payment date,Supplier name", b"Date paid,Beneficiary name")
    table = together(("jan.csv", written(payments(1))), ("feb.csv", turned), ("mar.csv", renamed))
    assert table.table.num_rows == 15
    assert table.table["PaymentDate"].null_count == table.table["BeneficiaryName"].null_count == 0
    assert sum(amounts(table)) == 3 * sum(Decimal(row[2]) for row in payments(1))


def test_lines_are_counted_on_from_file_to_file_and_each_beginning_is_named() -> None:
    table = together(("jan.csv", written(payments(1, 3))), ("feb.csv", b"Title\r\n\r\n" + written(payments(2, 2))))
    begins = next(finding for finding in table.findings if finding.code == "files-joined")
    assert (list(begins.lines), list(begins.values)) == ([1, 5], ["jan.csv", "feb.csv"])
    assert list(table.lines) == [2, 3, 4, 8, 9]


def test_a_file_that_cannot_be_read_costs_only_its_own_records() -> None:
    guide = written([("Adults", "Repairs", "", "")], ("Directorate", "What it does", "", ""))
    table = together(("jan.csv", written(payments(1))), ("feb.csv", b"%PDF-1.4 no table"), ("guide.csv", guide))
    assert table.table.num_rows == 5
    assert [value for _, _, value in said(table, "listed-file-unreadable")] == ["feb.csv", "guide.csv"]


def test_a_set_without_a_readable_file_is_refused_as_its_file_would_be() -> None:
    table = together(("feb.csv", b"%PDF-1.4 no table"))
    assert table.table.num_rows == 0
    assert "file-not-tabular" in [finding.code for finding in table.findings]


def test_what_could_not_be_fetched_or_is_listed_no_more_is_said() -> None:
    missing = (MissingFile("https://a.gov.uk/mar.csv", "answered 404", has_copy=False),)
    table = together(
        ("jan.csv", written(payments(1))), ("feb.csv", written(payments(2))), missing=missing, unlisted="jan.csv"
    )
    assert said(table, "listed-file-missing", "listed-file-withdrawn") == [
        ("listed-file-missing", 1, "https://a.gov.uk/mar.csv"),
        ("listed-file-withdrawn", 1, "jan.csv"),
    ]


AGREEMENTS = "organisation,reference,developer-agreement-type,planning-application,start-date,entry-date\r\n"


def agreements(*rows: str) -> bytes:
    return (AGREEMENTS + "".join(f"local-authority-eng:ADU,{row}\r\n" for row in rows)).encode()


def test_a_newer_file_replaces_records_by_their_key_and_keeps_the_others() -> None:
    first = agreements("A1,section-106,P/1,2024-01-01,2024-06-01", "A2,section-106,P/2,2024-02-01,2024-06-01")
    second = agreements("A2,section-106,P/2,2024-02-01,2025-06-01", "A3,section-106,P/3,2025-02-01,2025-06-01")
    table = together(("2024.csv", first), ("2025.csv", second), slug="developer_agreements")
    assert sorted(table.table["reference"].to_pylist()) == ["A1", "A2", "A3"]
    assert said(table) == [("record-in-another-file", 1, "2025.csv")]


def test_numbers_that_begin_anew_each_year_are_records_of_their_own() -> None:
    first = agreements("1,section-106,P/1,2024-01-01,2024-06-01", "2,section-106,P/2,2024-02-01,2024-06-01")
    second = agreements("1,section-106,P/8,2025-01-01,2025-06-01", "2,section-106,P/9,2025-02-01,2025-06-01")
    table = together(("2024.csv", first), ("2025.csv", second), slug="developer_agreements")
    assert sorted(table.table["planning-application"].to_pylist()) == ["P/1", "P/2", "P/8", "P/9"]


@pytest.mark.parametrize("slug", ["spending_over_500", "procurement_card", "developer_agreements"])
def test_the_month_field_of_a_standard_in_parts_is_a_field_of_every_edition(slug: str) -> None:
    declared = standard(slug)
    assert declared.comes_in_parts
    assert declared.month_of is None or all(declared.month_of in [f.name for f in e.fields] for e in declared.editions)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 4)), min_size=1, max_size=8))
def test_whatever_is_repeated_every_payment_counts_exactly_once(months: list[tuple[int, int]]) -> None:
    """A law: of files that each hold the first few payments of a month, the longest of each month counts."""
    files = [(f"{place}.csv", written(payments(month, count))) for place, (month, count) in enumerate(months)]
    newest = dict(months)
    expected = Counter(newest)
    days = together(*files).table["PaymentDate"].to_pylist()
    assert Counter(day.month for day in days) == expected
