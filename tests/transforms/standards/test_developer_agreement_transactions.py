from collections.abc import Callable

import pytest

from transforms.domain.report import Report
from transforms.domain.rules import RefersTo
from transforms.shared_fields.developer_contributions import FUNDING_STATUS
from transforms.standards.developer_agreement_transactions import DEVELOPER_AGREEMENT_TRANSACTIONS

(EDITION,) = DEVELOPER_AGREEMENT_TRANSACTIONS.editions
SLUG = "developer_agreement_transactions"
HEADER = "developer-agreement-transaction,developer-agreement-contribution,{},amount,units,entry-date,start-date\n"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def test_the_fields_are_those_of_the_specification_in_its_order() -> None:
    assert [field.name for field in EDITION.fields] == [
        *("reference", "developer-agreement-contribution", "contribution-funding-status", "amount", "units"),
        *("notes", "organisation", "entry-date", "start-date", "end-date"),
    ]


def test_the_statuses_are_five() -> None:
    assert [code.code for code in FUNDING_STATUS.codes] == [
        "secured",
        "received",
        "allocated",
        "transferred",
        "spent",
    ]


def test_a_transaction_belongs_to_a_contribution() -> None:
    assert RefersTo("developer-agreement-contribution", "developer_agreement_contributions", "reference") in (
        DEVELOPER_AGREEMENT_TRANSACTIONS.rules
    )


@pytest.mark.parametrize("column", ["contribution-funding-status", "contribution-funding-stage"])
def test_the_status_was_once_a_stage(check_text: Check, found_in: Found, column: str) -> None:
    report = check_text(SLUG, HEADER.format(column) + "T1,A/1-1,Secured ,500,,2020-12-01,2019-05-21\n")
    assert report.columns["contribution-funding-status"] == column
    assert report.table["contribution-funding-status"].to_pylist() == ["secured"]
    assert found_in(report) == []


def test_money_that_went_back_is_read_and_named_though_the_standard_has_no_code_for_it(
    check_text: Check, found_in: Found
) -> None:
    rows = "T1,A/1-1,Returned,500,,2020-12-01,2019-05-21\nT2,A/1-1,recieved,500,,2020-12-01,2019-05-21\n"
    report = check_text(SLUG, HEADER.format("contribution-funding-status") + rows)
    assert report.table["contribution-funding-status"].to_pylist() == ["returned", "received"]
    assert found_in(report) == []
    said = [row for row in report.issues.to_pylist() if row["code"] == "code-unlisted"]
    assert [(row["severity"], row["line"], row["value"]) for row in said] == [("info", 2, "Returned")]
    assert said[0]["message"].endswith("we read it as: paid back to the developer.")


@pytest.mark.parametrize(
    ("published", "code", "is_said"),
    [
        ("received:", "received", False),
        ("Spent: playground, phase 2", "spent", True),
        ("returned : unspent", "returned", True),
        ("secured:received", "secured", True),
    ],
)
def test_what_follows_a_colon_is_left_out_and_said(
    check_text: Check, found_in: Found, published: str, code: str, is_said: bool
) -> None:
    rows = f'T1,A/1-1,"{published}",500,,2020-12-01,2019-05-21\n'
    report = check_text(SLUG, HEADER.format("contribution-funding-status") + rows)
    assert report.table["contribution-funding-status"].to_pylist() == [code]
    assert found_in(report) == []
    repaired = [row["message"] for row in report.issues.to_pylist() if row["code"] == "value-repaired"]
    assert len(repaired) == is_said
    assert all("we left out what follows “:”" in message for message in repaired)


def test_a_word_of_no_list_stays_one_before_a_colon(check_text: Check, found_in: Found) -> None:
    rows = "T1,A/1-1,pending: spent,500,,2020-12-01,2019-05-21\n"
    report = check_text(SLUG, HEADER.format("contribution-funding-status") + rows)
    assert found_in(report) == [("code-unknown", 2, "contribution-funding-status", "pending: spent")]


def test_secured_is_money_that_is_due() -> None:
    (secured,) = [code for code in FUNDING_STATUS.codes if code.code == "secured"]
    assert "trigger was met" in secured.label
    assert "returned" not in {code.code for code in FUNDING_STATUS.codes}


@pytest.mark.parametrize(
    "other",
    [
        "A/1-2,received,500,1,2020-12-01,2019-05-21",
        "A/1-1,allocated,500,1,2020-12-01,2019-05-21",
        "A/1-1,received,700,1,2020-12-01,2019-05-21",
        "A/1-1,received,500,2,2020-12-01,2019-05-21",
        "A/1-1,received,500,1,2020-12-01,2019-05-22",
    ],
)
def test_every_transaction_that_one_reference_stands_for_counts(check_text: Check, found_in: Found, other: str) -> None:
    rows = f"T1,A/1-1,received,500,1,2020-12-01,2019-05-21\nT1,{other}\n"
    report = check_text(SLUG, HEADER.format("contribution-funding-status") + rows)
    assert found_in(report) == [("reference-repeated", 3, "developer-agreement-transaction", "T1")]
    assert report.rows_usable == 2


def test_equal_instalments_of_one_day_all_stay(check_text: Check, found_in: Found) -> None:
    rows = "T1,A/1-1,received,500,,2020-12-01,2019-05-21\n" * 3
    report = check_text(SLUG, HEADER.format("contribution-funding-status") + rows)
    assert (found_in(report), report.rows_usable) == ([], 3)


def test_other_words_for_the_columns_are_known(check_text: Check) -> None:
    header = (
        "Developer Agreement Transactions(1),developer-agreement-contribution,Contribution-funding Status,amount (£)"
    )
    report = check_text(SLUG, f"{header},units (non-financial contribution ),Created,Start Date\n")
    assert set(report.columns) >= {"reference", "contribution-funding-status", "amount", "units", "start-date"}
