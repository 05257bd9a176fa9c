import csv
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.domain.report import Report
from transforms.domain.rules import RefersTo
from transforms.shared_fields.developer_contributions import AGREEMENT_TYPE, FUNDING_STATUS
from transforms.standardise.parse_codes import parse_codes
from transforms.standards.developer_agreement_contributions import DEVELOPER_AGREEMENT_CONTRIBUTIONS, PURPOSE

(EDITION,) = DEVELOPER_AGREEMENT_CONTRIBUTIONS.editions
SLUG = "developer_agreement_contributions"
HEADER = (
    "developer-agreement-contribution,developer-agreement,contribution-purpose,amount,units,entry-date,start-date\n"
)
CORRECTIONS = Path(__file__).parents[4] / "shared/data/corrections-others-needed/config-2026/pipeline"
ENDED = {"open-space": "open-space-and-leisure", "transport": "transport-and-travel"}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def test_the_fields_are_those_of_the_specification_in_its_order() -> None:
    assert [field.name for field in EDITION.fields] == [
        *("reference", "developer-agreement", "contribution-purpose", "amount", "units"),
        *("notes", "organisation", "entry-date", "start-date", "end-date"),
    ]


def test_the_purposes_are_the_nineteen_that_are_active() -> None:
    assert [code.code for code in PURPOSE.codes] == [
        *("affordable-housing", "bonds", "cil-administration-costs", "community-facilities"),
        *("community-infrastructure-levy", "digital-infrastructure", "economic-development", "education"),
        *("flood-and-water-management", "green-infrastructure", "health", "highways", "land"),
        *("mayoral-community-infrastructure-levy", "monitoring-fees"),
        *("neighbourhood-community-infrastructure-levy", "open-space-and-leisure", "other", "transport-and-travel"),
    ]


def test_a_contribution_belongs_to_an_agreement() -> None:
    assert RefersTo("developer-agreement", "developer_agreements", "reference") in (
        DEVELOPER_AGREEMENT_CONTRIBUTIONS.rules
    )


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("Affordable Housing", "affordable-housing"),
        ("CIL", "community-infrastructure-levy"),
        ("flood", "flood-and-water-management"),
        ("open-space", "open-space-and-leisure"),
        ("transport", "transport-and-travel"),
        ("Tramway Interpretation", None),
    ],
)
def test_ended_purposes_and_free_words_are_read_where_they_mean_one(
    check_text: Check, published: str, read: str | None
) -> None:
    report = check_text(SLUG, HEADER + f"A/1-1,A/1,{published},500,,2020-12-01,2019-05-21\n")
    assert report.table["contribution-purpose"].to_pylist() == [read]
    assert report.rows_usable == 1


def test_a_contribution_is_of_money_or_of_units(check_text: Check, found_in: Found) -> None:
    rows = (
        'A/1-1,A/1,education,"£1,357,075.00",,2020-12-01,2019-05-21\nA/1-2,A/1,affordable-housing,,12,2020-12-01,2019\n'
    )
    report = check_text(SLUG, HEADER + rows)
    assert [float(amount) if amount else None for amount in report.table["amount"].to_pylist()] == [1357075, None]
    assert report.table["units"].to_pylist() == [None, 12]
    assert found_in(report) == []


@pytest.mark.parametrize(
    "other",
    [
        "A/1-db,other,100,1,2020-12-01,2019-05-21",
        "A/1-da,health,100,1,2020-12-01,2019-05-21",
        "A/1-da,something else,100,1,2020-12-01,2019-05-21",
        "A/1-da,other,200,1,2020-12-01,2019-05-21",
        "A/1-da,other,,1,2020-12-01,2019-05-21",
        "A/1-da,other,100,2,2020-12-01,2019-05-21",
        "A/1-da,other,100,1,2020-12-01,2019-05-22",
    ],
)
def test_every_sum_that_one_reference_stands_for_counts(check_text: Check, found_in: Found, other: str) -> None:
    report = check_text(SLUG, HEADER + f"A/1,A/1-da,other,100,1,2020-12-01,2019-05-21\nA/1,{other}\n")
    assert ("reference-repeated", 3, "developer-agreement-contribution", "A/1") in found_in(report)
    assert report.rows_usable == 2


def test_equal_sums_of_one_reference_all_stay(check_text: Check, found_in: Found) -> None:
    rows = "A/1,A/1-da,other,100,,2020-12-01,2019-05-21\n" * 2 + "A/1,A/1-da,other,100,,2021-12-01,2019-05-21\n"
    report = check_text(SLUG, HEADER + rows)
    assert (found_in(report), report.rows_usable) == ([], 3)


def test_what_is_no_sum_at_all_is_flagged_and_costs_no_row(check_text: Check, found_in: Found) -> None:
    rows = "A/1,A,other,calculation at reserved matters,,2020-12-01,2019-05-21\nA/2,A,other,-180,,2020-12-01,2019\n"
    report = check_text(SLUG, HEADER + rows)
    assert found_in(report) == [
        ("number-unparseable", 2, "amount", "calculation at reserved matters"),
        ("value-out-of-range", 3, "amount", "-180"),
    ]
    assert report.rows_usable == 2


@pytest.mark.real_data
def test_words_that_another_collector_had_to_correct_are_read_as_it_reads_them() -> None:
    path = CORRECTIONS / "developer-contributions" / "patch.csv"
    if not path.exists():
        pytest.skip("no corrections of another collector beside the checkout")
    lists = {
        "developer-agreement-type": AGREEMENT_TYPE,
        "contribution-purpose": PURPOSE,
        "contribution-funding-status": FUNDING_STATUS,
    }
    with path.open(encoding="utf-8", newline="") as file:
        patches = [row for row in csv.DictReader(file) if row["field"] in lists and row["value"]]
    wanted = {
        (row["field"], row["pattern"].casefold()): ENDED.get(row["value"], row["value"])
        for row in patches
        if not re.search(r"[*?|$^\\]", row["pattern"])
        and row["value"] != "deed-of-variation"  # no type of the standard's
    }
    assert len(wanted) > 40
    read = {pair: parse_codes(pa.array([pair[1]]), lists[pair[0]]).values[0].as_py() for pair in wanted}
    assert read == wanted
