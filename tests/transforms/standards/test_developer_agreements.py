import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standardise.match_columns import match_columns
from transforms.standards import standard
from transforms.standards.developer_agreements import DEVELOPER_AGREEMENTS

(EDITION,) = DEVELOPER_AGREEMENTS.editions
EARLY = "developer-agreement,organisation,entry-date,start-date,end-date,planning-application,document-url,{}\n"
CORRECTIONS = Path(__file__).parents[4] / "shared/data/corrections-others-needed/config-2026/pipeline"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def test_the_fields_are_those_of_the_specification_in_its_order() -> None:
    assert [field.name for field in EDITION.fields] == [
        *("reference", "name", "developer-agreement-type", "planning-application", "document-url"),
        *("notes", "organisation", "entry-date", "start-date", "end-date"),
    ]


def test_an_agreement_is_known_by_its_reference_and_the_latest_entry_counts() -> None:
    assert DEVELOPER_AGREEMENTS.key == ("reference",)
    assert DEVELOPER_AGREEMENTS.latest_by == "entry-date"
    assert [field.name for field in EDITION.essential] == ["reference"]


def test_what_the_levy_or_the_obligation_is_and_when_it_began_must_be_said() -> None:
    musts = {field.name for field in EDITION.fields if field.requirement is Requirement.MUST}
    assert musts == {"reference", "developer-agreement-type", "start-date"}


def test_the_early_guidance_called_the_reference_by_the_name_of_the_table(check_text: Check, found_in: Found) -> None:
    header = EARLY.format("developer-agreement-classification")
    rows = "A/1-da,local-authority-eng:BST,2020-12-01,2019-05-21,,A/1,https://council.example/a1,{}\n"
    report = check_text("developer_agreements", header + rows.format("s106"))
    assert report.columns["reference"] == "developer-agreement"
    assert report.table["developer-agreement-type"].to_pylist() == ["section-106"]
    assert found_in(report) == []


def test_types_are_read_in_the_words_that_councils_use_and_others_are_not_guessed(check_text: Check) -> None:
    words = [
        "S106",
        "Section 106 Agreement",
        "Unilateral Undertaking",
        "CIL",
        "s278",
        "Deed of Variation",
        "Memorandum",
    ]
    rows = "".join(f"{i},,2020-12-01,2019-05-21,,A/{i},,{word}\n" for i, word in enumerate(words))
    report = check_text("developer_agreements", EARLY.format("developer-agreement-type") + rows)
    assert report.table["developer-agreement-type"].to_pylist() == [
        *(["section-106"] * 3),
        *("community-infrastructure-levy", "section-278", "deed-of-variation", None),
    ]
    assert "code-unlisted" in report.issues["code"].to_pylist()  # a deed is no type of the standard's list


@pytest.mark.parametrize(
    "other",
    ["A/1,,2020-12-01,2019-05-22,,,,s106", "A/1,,2020-12-01,2019-05-21,,,,CIL", "A/1,,2020-12-01,2019-05-21,,,,deed"],
)
def test_agreements_that_differ_in_type_or_day_are_agreements_of_their_own(
    check_text: Check, found_in: Found, other: str
) -> None:
    rows = f"A/1,,2020-12-01,2019-05-21,,,,s106\n{other}\n"
    report = check_text("developer_agreements", EARLY.format("developer-agreement-type") + rows)
    assert ("reference-repeated", 3, "developer-agreement", "A/1") in found_in(report)
    assert report.rows_usable == 2


def test_equal_agreements_are_one_the_latest_written(check_text: Check, found_in: Found) -> None:
    rows = "A/1,,2020-12-02,2019-05-21,,,,s106\nA/1,,2020-12-01,2019-05-21,,,,Section 106 Agreement\n"
    report = check_text("developer_agreements", EARLY.format("developer-agreement-type") + rows)
    assert found_in(report) == [("row-duplicated", 3, "developer-agreement", "A/1")]


def test_an_agreement_does_not_end_before_it_begins(check_text: Check, found_in: Found) -> None:
    rows = "A/1,,2020-12-01,2019-05-21,2019-05-20,,,s106\nA/2,,2020-12-01,2019,2019,,,s106\n"
    report = check_text("developer_agreements", EARLY.format("developer-agreement-type") + rows)
    assert found_in(report) == [("dates-out-of-order", 2, "end-date", "2019-05-20")]


def test_a_countys_column_of_site_names_is_the_name(check_text: Check) -> None:
    report = check_text(
        "developer_agreements",
        "Site Name,developer-agreement,entry-date,start-date,developer-agreement-type\n"
        "Alder Lane,A/1,07/05/2020,25/02/2020,S106\n",
    )
    assert report.columns["name"] == "Site Name"
    assert report.rows_usable == 1


@pytest.mark.real_data
def test_headings_that_another_collector_had_to_correct_are_matched_as_it_matches_them() -> None:
    path = CORRECTIONS / "developer-contributions" / "column.csv"
    if not path.exists():
        pytest.skip("no corrections of another collector beside the checkout")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["dataset"].startswith("developer-agreement")]
    tables = {one.slug.rstrip("s").replace("_", "-"): one for one in map(standard, TABLES)}
    checked = [row for row in rows if row["dataset"] in tables and row["field"] != "IGNORE"]
    assert len(checked) > 25
    for row in checked:
        field = "reference" if row["field"] == row["dataset"] else row["field"]
        found = match_columns([row["column"]], tables[row["dataset"]], lambda _: True).positions
        assert list(found) == [field], row


TABLES = ("developer_agreements", "developer_agreement_contributions", "developer_agreement_transactions")
