from collections import Counter
from datetime import date

import pytest

from examples.england import Council, England, found_england
from examples.odd_licences import ODDITIES, oddity
from examples.published import publish
from examples.published.premises_licences import COLUMNS
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.registers import planning_authorities
from transforms.standards.premises_licences import PREMISES_LICENCES
from transforms.standards.premises_licences.code_lists import STARTED

DAY = date(2026, 10, 5)


def licences(england: England, council: Council, day: date = DAY) -> list[dict[str, str]]:
    table = publish(england, council, "premises_licences", day)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def test_the_columns_are_the_standards_in_its_order() -> None:
    assert [field.name for field in PREMISES_LICENCES.editions[0].fields] == COLUMNS


def test_every_file_is_as_the_standard_wants_it(england: England) -> None:
    files = [
        PublishedFile("file.csv", write_csv(publish(england, council, "premises_licences", DAY)), council.gss, DAY)
        for council in england.councils
    ]
    for report in check_files(files, PREMISES_LICENCES):
        assert report.rows_usable == report.rows > 1
        odd = {row["code"] for row in report.issues.to_pylist() if row["severity"] != "info"}
        # the fifth of October, alone in its column; and what some councils' habits are
        assert odd <= {"date-ambiguous", "code-unknown", "dates-out-of-order", "value-missing"}


def test_an_open_case_has_no_licence_yet(england: England) -> None:
    meant = [council for council in england.councils if oddity(council) not in ("current in force", "own words")]
    every = [one for council in meant for one in licences(england, council)]
    still = [one for one in every if one["StatusLabel"] in ("New", "Current")]
    assert {bool(one["CaseReference"]) for one in still} == {True, False}  # both are usual
    assert all(bool(one["CaseReference"]) is bool(one["CaseDate"]) for one in every)
    assert not [one for one in still if one["LicenceStartDate"] or one["DecisionDate"]]
    assert all(one["LicenceStartDate"] for one in every if one["StatusLabel"] in STARTED)


def test_most_licences_are_in_force_and_some_sell_no_alcohol(england: England) -> None:
    every = [one for council in england.councils for one in licences(england, council)]
    services = Counter(one["ServiceTypeLabel"] for one in every)
    assert services["Premises licence"] > services["Temporary event notice"] > services["Club premises certificate"] > 0
    statuses = Counter(one["StatusLabel"] for one in every)
    assert statuses["Issued"] > 0.75 * len(every)
    assert {"Surrendered", "Expired"} < set(statuses)
    assert 0.1 < sum(one["AlcoholSupply"] == "No" for one in every) / len(every) < 0.25


def test_a_licence_is_given_up_in_time_and_leaves_the_file(england: England) -> None:
    council = max(england.councils, key=lambda one: one.size)
    then = {one["CaseReference"]: one["StatusLabel"] for one in licences(england, council, date(2020, 10, 5))}
    now = {one["CaseReference"]: one["StatusLabel"] for one in licences(england, council)}
    assert [case for case in then if then[case] == "Issued" and now.get(case) == "Surrendered"]
    assert [case for case in then if case.startswith("PREM") and case not in now]


def test_every_habit_that_the_return_speaks_of_is_some_councils() -> None:
    habits = Counter(oddity(council) for council in found_england(planning_authorities(DAY)).councils)
    assert set(habits) == {*ODDITIES, ""}
    assert habits[""] > 0.35 * habits.total()


@pytest.mark.parametrize("habit", ODDITIES)
def test_a_habit_changes_some_rows_and_leaves_the_columns(england: England, habit: str) -> None:
    rows = licences(england, next(council for council in england.councils if not oddity(council)))
    changed = ODDITIES[habit](rows)
    assert changed != rows
    assert len(changed) >= len(rows)
    assert {tuple(row) for row in changed} == {tuple(COLUMNS)}
