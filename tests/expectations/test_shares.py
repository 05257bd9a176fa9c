"""Rules on shares, withheld values and words of a list, on files that are wrong in one way each."""

from collections.abc import Callable

from tests.expectations.records import CASE
from transforms.domain.report import Report

Check = Callable[..., Report]


def cases(count: int, **changes: str) -> list[dict[str, str]]:
    return [CASE | {"CaseReference": f"A/{number}"} | changes for number in range(count)]


def found(report: Report, code: str) -> list[dict[str, object]]:
    return [row for row in report.issues.to_pylist() if row["code"] == code]


def outcome(report: Report, rule: str) -> tuple[str, int, int]:
    (one,) = (one for one in report.outcomes if one.rule == rule)
    return one.outcome, one.tested, one.failed


def test_a_column_that_most_records_leave_blank_is_one_warning(check: Check) -> None:
    blank = {"ClassificationURI": "", "ClassificationLabel": ""}
    report = check([*cases(15), *(one | {"CaseReference": f"B/{n}"} for n, one in enumerate(cases(5, **blank)))])
    (issue,) = found(report, "column-sparse")
    assert (issue["severity"], issue["line"], issue["column"]) == ("warning", None, "ClassificationURI")
    assert "5 of 20 records" in str(issue["message"])
    assert outcome(report, "ClassificationURI.covered") == ("failed", 20, 5)


def test_one_of_two_fields_that_say_the_same_is_enough(check: Check) -> None:
    report = check(cases(3, ClassificationURI=""))
    assert found(report, "column-sparse") == []
    assert outcome(report, "ClassificationURI.covered") == ("passed", 3, 0)


def test_records_that_are_left_out_are_not_asked_for_it(check: Check) -> None:
    left_out = cases(9, CaseReference="", ClassificationURI="", ClassificationLabel="")
    assert outcome(check([*cases(1), *left_out]), "ClassificationURI.covered") == ("passed", 1, 0)


def test_a_column_in_another_form_throughout_is_one_warning_beside_its_repairs(check: Check) -> None:
    report = check(cases(20, GroundArea="£1,410"))
    (issue,) = found(report, "column-often-repaired")
    assert (issue["severity"], issue["column"]) == ("warning", "GroundArea")
    assert len(found(report, "value-repaired")) == 20
    assert report.rows_usable == 20


def test_of_few_values_a_share_says_nothing(check: Check) -> None:
    assert found(check(cases(19, GroundArea="£1,410")), "column-often-repaired") == []


def test_a_word_of_the_list_for_another_address_is_found_and_one_of_ones_own_is_not(check: Check) -> None:
    report = check(
        [*cases(1, ServiceTypeLabel="Reserved matters"), *cases(1, CaseReference="B", ServiceTypeLabel="FUL")]
    )
    assert [(row["line"], row["column"], row["value"]) for row in found(report, "label-disagrees")] == [
        (2, "ServiceTypeLabel", "Reserved matters")
    ]


def test_several_words_are_held_against_several_addresses_in_turn(check: Check) -> None:
    base = "http://opendatacommunities.org/def/concept/planning/application/6000"
    both = {"ClassificationURI": f"{base}/6001|{base}/6014"}
    right, wrong = "Major dwellings|Q21", "Q21|Major dwellings"
    report = check(
        [*cases(1, **both, ClassificationLabel=right), *cases(1, CaseReference="B", **both, ClassificationLabel=wrong)]
    )
    assert [row["line"] for row in found(report, "label-disagrees")] == [3]


def test_a_withheld_name_is_blank_and_no_fault(check: Check) -> None:
    content = "PaymentDate,Amount,BeneficiaryName\n2025-03-31,512.00,REDACTED PERSONAL DATA\n2025-03-31,600,\n"
    report = check(content, "spending_over_500")
    assert [row["line"] for row in found(report, "value-missing") if row["column"] == "BeneficiaryName"] == [3]
    assert [row["line"] for row in found(report, "value-withheld")] == [2]
    assert report.table["BeneficiaryName"].to_pylist() == [None, None]


def test_an_amount_in_another_currency_says_so(check: Check) -> None:
    report = check("PaymentDate,Amount\n2025-03-31,€512.00\n2025-03-31,free\n", "spending_over_500")
    said = [str(row["message"]) for row in found(report, "number-unparseable")]
    assert "another currency" in said[0]
    assert "no figure" in said[1]
    assert report.rows_usable == 0
