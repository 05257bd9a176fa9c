from collections import Counter
from dataclasses import replace
from datetime import date

from examples.england import Council, England
from examples.published.contracts import COLUMNS as CONTRACT_COLUMNS
from examples.published.contracts import publish as publish_contracts
from examples.published.spending_over_500 import COLUMNS, publish
from examples.quarters import quarters_online
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.registers import authority
from transforms.standards import standard

DAY = date(2026, 9, 20)
KEEPS, IN_WINTER, NO_MARCH = "E07000228", "E07000086", "E07000075"  # by how they publish
REFERENCE = CONTRACT_COLUMNS.index("ContractReference")


def records(england: England, council: Council, day: date = DAY) -> list[dict[str, str]]:
    table = publish(england, council, day)
    return [dict(zip(COLUMNS, row, strict=True)) for row in table.rows]


def of_last_quarter(england: England) -> list[Council]:
    """The councils that have only the last quarter online."""
    return [council for council in england.councils if len(quarters_online(council.gss, DAY)) == 1]


def test_a_file_is_of_the_quarter_before_and_in_the_order_of_payment(england: England) -> None:
    for council in of_last_quarter(england)[:3]:
        found = records(england, council)
        days = [
            date(int(one["PaymentDate"][6:]), int(one["PaymentDate"][3:5]), int(one["PaymentDate"][:2]))
            for one in found
        ]
        assert days == sorted(days)
        assert date(2026, 4, 1) <= days[0] <= days[-1] <= date(2026, 6, 30)
        assert {one["EffectiveDate"] for one in found} == {"30/06/2026"}


def test_some_councils_keep_years_online_some_only_in_winter_and_some_without_each_march(england: England) -> None:
    months = {
        (council.gss, day): {one["PaymentDate"][3:] for one in records(england, council, day)}
        for council in (replace(england.councils[0], authority=authority(gss)) for gss in (KEEPS, IN_WINTER, NO_MARCH))
        for day in (DAY, date(2027, 1, 5))
    }
    assert {"04/2024", "03/2026", "06/2026"} <= months[KEEPS, DAY]
    assert months[IN_WINTER, DAY] == {"04/2026", "05/2026", "06/2026"}
    assert {"04/2024", "03/2026", "12/2026"} <= months[IN_WINTER, date(2027, 1, 5)]
    assert {"02/2026", "04/2026"} <= months[NO_MARCH, DAY]
    assert not {"03/2025", "03/2026"} & months[NO_MARCH, DAY]


def test_another_quarter_is_another_file(england: England) -> None:
    council = england.councils[0]
    assert records(england, council) == records(england, council, date(2026, 7, 1))
    assert records(england, council) != records(england, council, date(2026, 12, 20))


def test_a_council_of_usual_size_makes_some_thousands_of_payments(england: England) -> None:
    whole = replace(england, scale=1.0)
    council = replace(of_last_quarter(england)[0], size=1.0)
    found = records(whole, council)
    assert 2_500 < len(found) < 3_500
    amounts = [float(one["Amount"]) for one in found]
    assert 0.01 < sum(amount < 0 for amount in amounts) / len(found) < 0.06
    assert all(amount > 500 for amount in amounts if amount > 0)
    withheld = Counter(one["BeneficiaryName"] for one in found if one["BeneficiaryName"].startswith("REDACTED"))
    assert set(withheld) == {"REDACTED PERSONAL DATA", "REDACTED COMMERCIAL CONFIDENTIALITY"}
    assert 0.02 < sum(withheld.values()) / len(found) < 0.25


def test_names_and_titles_are_the_same_columns_and_nothing_is_wrong_with_either(england: England) -> None:
    files = [
        PublishedFile(f"{words}{council.gss}.csv", write_csv(publish(england, spoken, DAY)), council.gss, DAY)
        for council in england.councils[:3]
        for words in ("schema", "guidance")
        for spoken in [replace(council, habits=replace(council.habits, vocabulary=words))]
    ]
    for report in check_files(files, standard("spending_over_500")):
        assert list(report.columns) == COLUMNS
        assert report.rows_usable == report.rows > 20
        assert not troubles(report)


def troubles(report: Report) -> list[dict[str, object]]:
    return [row for row in report.issues.to_pylist() if row["severity"] != "info"]


def test_payments_name_contracts_of_the_register_and_others(england: England) -> None:
    for council in england.councils[:3]:
        register = {row[REFERENCE] for row in publish_contracts(england, council, DAY).rows}
        named = {one["ContractRef"] for one in records(england, council)}
        assert named & register
        assert "" in named
    everybody = [one["ContractRef"] for council in england.councils for one in records(england, council)]
    assert any(one.startswith("C30") for one in everybody)


def test_some_payments_have_several_lines(england: England) -> None:
    numbers = [Counter(one["TransactionNumber"] for one in records(england, council)) for council in england.councils]
    assert {count for one in numbers for count in one.values()} == {1, 2}
