from datetime import date

from examples.england import England
from examples.published.procurement_card import COLUMNS, publish
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards import standard

DAY = date(2026, 9, 20)


def test_transactions_are_small_and_some_are_refunds(england: England) -> None:
    table = publish(england, england.councils[0], DAY)
    amounts = sorted(float(row[COLUMNS.index("Amount")]) for row in table.rows)
    assert amounts[0] < 0 < amounts[len(amounts) // 2] < 100
    assert all(len(row[COLUMNS.index("BeneficiaryName")]) <= 25 for row in table.rows)


def test_another_quarter_is_another_file(england: England) -> None:
    council = england.councils[0]
    assert publish(england, council, DAY) == publish(england, council, date(2026, 7, 1))
    assert publish(england, council, DAY) != publish(england, council, date(2026, 12, 20))


def test_nothing_is_wrong_with_a_file(england: England) -> None:
    files = [
        PublishedFile(f"{council.gss}.csv", write_csv(publish(england, council, DAY)), council.gss, DAY)
        for council in england.councils
    ]
    for report in check_files(files, standard("procurement_card")):
        assert report.rows_usable == report.rows > 20
        assert not [row for row in report.issues.to_pylist() if row["severity"] != "info"]
