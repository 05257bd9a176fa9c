from collections import Counter
from datetime import date

from examples.england import Council, England
from examples.published.contracts import COLUMNS, publish
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards import standard

DAY = date(2026, 9, 20)


def references(england: England, council: Council, day: date = DAY) -> Counter[str]:
    return Counter(row[COLUMNS.index("ContractReference")] for row in publish(england, council, day).rows)


def test_contracts_come_and_go_and_keep_their_references(england: England) -> None:
    council = england.councils[0]
    now, later = (set(references(england, council, day)) for day in (DAY, date(2027, 9, 20)))
    assert now & later
    assert now - later
    assert later - now


def test_a_framework_has_a_row_for_each_of_its_suppliers(england: England) -> None:
    rows = [row for council in england.councils for row in references(england, council).values()]
    assert set(rows) <= {1, 2, 3}  # two may also be lots
    assert 0.01 < sum(row > 1 for row in rows) / len(rows) < 0.2


def test_nothing_is_wrong_with_a_file(england: England) -> None:
    files = [
        PublishedFile(f"{council.gss}.csv", write_csv(publish(england, council, DAY)), council.gss, DAY)
        for council in england.councils
    ]
    for report in check_files(files, standard("contracts")):
        assert report.rows_usable == report.rows > 5
        amiss = {row["code"] for row in report.issues.to_pylist() if row["severity"] != "info"}
        assert amiss <= {"reference-repeated"}  # lots


def test_there_are_contracts_of_every_class_with_and_without_evidence(england: England) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for one in england.councils for row in publish(england, one, DAY).rows]
    kinds = {row["ContractType"] for row in rows}
    assert {"Framework agreement", "Grant agreement", "Dynamic purchasing system", "Single award contract"} <= kinds
    assert {row["OpenContractingID"][:12] == "ocds-h6vhtk-" for row in rows} == {True, False}
    large = [row for row in rows if float(row["ContractValue"]) > 5_000_000]
    assert any(row["ContractDocumentURL"] for row in large)
    assert "" in {row["CPVCode"] for row in rows}
    assert any(row["EndDate"].endswith("/2026") and row["EndDate"][3:5] in ("04", "05", "06") for row in rows)
