"""What says something of a living person is masked everywhere, and nothing else is."""

from collections.abc import Callable

from tests.expectations.records import CASE
from transforms.domain.report import Report

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]


def test_personal_data_is_masked_everywhere(check: Check) -> None:
    report = check([CASE | {"CaseText": "Ring Jo on 07700 900123", "DecisionDate": "jo.bloggs@example.com"}])
    assert report.rows_usable == 0
    said = str(report.issues.to_pylist()) + str(report.table.to_pylist())
    assert "07700" not in said
    assert "bloggs" not in said
    assert report.issues["code"].to_pylist().count("personal-data-found") == 2


def test_a_shared_mailbox_is_nobodys_personal_data(found: Found) -> None:
    assert found([CASE | {"CaseText": "Comments to planning@example.gov.uk or 01273 263000"}]) == []


def test_an_agent_is_in_the_place_that_the_standard_has_for_one(found: Found) -> None:
    assert found([CASE | {"Agent": "agent@example.com"}]) == []
