"""The order in which to fix findings: by what it would change in the returns, not by how often it was found."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.domain.statutory_return import StatutoryReturn
from transforms.priorities import FixPriority, fix_priorities
from transforms.render.report_words.reasons_to_fix import NO_FIELD, why
from transforms.returns import RETURNS
from transforms.standards import standard

DAY = date(2026, 4, 30)
CASE = {
    "ExtractDate": "2026-04-01",
    "CaseReference": "",
    "CaseURL": "https://example.gov.uk/1",
    "CaseDate": "2026-01-05",
    "DecisionTargetDate": "2026-03-02",
    "DecisionDate": "2026-02-20",
    "Decision": "Approve",
    "Status": "Decided",
}
PAYMENT = {"PaymentDate": "31/03/2026", "BeneficiaryName": "Road Works Ltd", "Amount": "600.00", "Purpose": "Repairs"}


def checked(
    slug: str, rows: Sequence[Mapping[str, str]], returns: Sequence[StatutoryReturn] = RETURNS
) -> tuple[Report, tuple[FixPriority, ...]]:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    declared = standard(slug)
    report = check_files([PublishedFile("a.csv", text.getvalue().encode(), None, DAY)], declared)[0]
    edition = declared.edition(report.edition)
    return report, fix_priorities(report, edition, [one for one in returns if slug in one.standards])


def cases(**spoilt: Mapping[int, str]) -> list[dict[str, str]]:
    rows = [CASE | {"CaseReference": f"26/{number}"} for number in range(1, 7)]
    for column, values in spoilt.items():
        for row, value in values.items():
            rows[row][column] = value
    return rows


def order(found: Sequence[FixPriority], severity: str) -> list[tuple[str, str | None]]:
    return [(one.code, one.column) for one in found if one.severity == severity and one.located]


def test_what_feeds_many_cells_comes_before_what_is_more_frequent_and_feeds_none() -> None:
    rows = cases(CaseURL=dict.fromkeys(range(5), "none such"), DecisionDate={5: "30/02/2026"})
    _, found = checked("planning_applications", rows)
    assert order(found, "warning") == [("date-unparseable", "DecisionDate"), ("value-malformed", "CaseURL")]


def test_what_leaves_records_out_comes_before_what_is_flagged() -> None:
    rows = cases(CaseReference={0: ""}, DecisionDate=dict.fromkeys(range(1, 6), "soon"))
    _, found = checked("planning_applications", rows)
    first = next(one for one in found if one.located)
    assert (first.code, first.severity, first.records) == ("value-missing", "critical", 1)
    assert first.dependent_cells[0].is_whole


def test_a_missing_column_concerns_every_record_and_the_cells_that_it_would_feed() -> None:
    sites = [
        {"SiteReference": f"B{number}", "Hectares": "1.5", "PlanningStatus": "permissioned"} for number in range(3)
    ]
    report, found = checked("brownfield_land", sites)
    missing = next(one for one in found if (one.code, one.column) == ("column-missing", "OwnershipStatus"))
    assert (missing.is_about_all, missing.records) == (True, report.rows)
    assert {"BLR.owned_public.sites", "BLR.owned_unknown.hectares"} <= {*missing.dependent_cells[0].cells}


def test_money_is_ranked_by_amount_and_not_by_count() -> None:
    rows = [PAYMENT] * 9
    rows = [row | {"PaymentDate": "soon"} if place < 3 else row for place, row in enumerate(rows)]
    rows[8] = rows[8] | {"Amount": "1,000,000.10", "PaymentDate": ""}
    _, found = checked("spending_over_500", rows, returns=())
    critical = [one for one in found if one.severity == "critical"]
    assert [(one.code, one.records, one.amount) for one in critical] == [
        ("value-missing", 1, Decimal("1000000.10")),
        ("date-unparseable", 3, Decimal("1800")),
    ]


def test_an_amount_that_cannot_be_read_weighs_as_much_as_the_usual_one() -> None:
    rows = [PAYMENT | {"Amount": "9000"}] * 4 + [PAYMENT | {"Amount": "see invoice"}, PAYMENT | {"PaymentDate": "soon"}]
    _, found = checked("spending_over_500", rows)
    critical = [one for one in found if one.severity == "critical"]
    assert [(one.code, one.amount) for one in critical] == [
        ("number-unparseable", None),
        ("date-unparseable", Decimal("600")),
    ]


def test_two_findings_on_one_record_are_one_record() -> None:
    rows = cases(CaseDate={0: "2026-03-01"}, DecisionDate={0: "2026-02-01"})
    _, found = checked("planning_applications", rows)
    late = next(one for one in found if one.code == "dates-out-of-order")
    assert late.records == 1


def test_nothing_found_is_nothing_to_fix() -> None:
    report, _ = checked("planning_applications", cases())
    empty = Report(**{**report.__dict__, "issues": report.issues.slice(0, 0)})
    assert fix_priorities(empty, standard("planning_applications").editions[-1], RETURNS) == ()


def test_personal_data_in_a_column_of_no_field_concerns_no_record() -> None:
    rows = [row | {"Officer comments": ""} for row in cases()]
    rows[2]["Officer comments"] = "jo.invented@example.com"
    report, found = checked("planning_applications", rows)
    personal = next(one for one in found if one.code == "personal-data-found")
    assert (personal.is_unread, personal.records, personal.dependent_cells) == (True, 0, ())
    assert report.rows_usable == report.rows
    assert why(personal, is_read=True) == NO_FIELD


def test_a_second_column_of_a_fields_name_concerns_no_record_either() -> None:
    rows = cases()
    header, content = ",".join([*rows[0], "CaseText", "CaseText"]), [*rows[0].values(), "x", "jo.invented@example.com"]
    file = PublishedFile("a.csv", f"{header}\n{','.join(content)}\n".encode(), None, DAY)
    report = check_files([file], standard("planning_applications"))[0]
    found = fix_priorities(report, standard("planning_applications").editions[-1], RETURNS)
    assert report.rows_usable == 1
    assert next(one.records for one in found if one.code == "personal-data-found") == 0


def test_records_that_cannot_be_read_are_missing_and_no_other() -> None:
    content = b'{"SiteReference": "A"}\n{"SiteReference": \n{"SiteReference": "B"}\n'
    report = check_files([PublishedFile("a.json", content, None, DAY)], standard("brownfield_land"))[0]
    edition = standard("brownfield_land").editions[-1]
    found = fix_priorities(report, edition, [one for one in RETURNS if "brownfield_land" in one.standards])
    unreadable = next(one for one in found if one.code == "record-unreadable")
    assert why(unreadable, is_read=True) == (
        "What is published there can't be read, so it is missing from every figure of BLR."
    )
