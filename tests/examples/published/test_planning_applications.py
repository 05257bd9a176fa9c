import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from examples.england import Council, England
from examples.published.planning_applications import COLUMNS
from examples.published.planning_applications import publish as publish_cases

DAY = date(2026, 10, 5)
GUIDANCE = (
    {"Live", "Registered", "Decided", "Withdrawn", "Invalid", "Appeal", "Called in", "Referred to SoS", "Not ours"},
    {"", "Delegated", "Committee"},
)
SCHEMA = (
    {"Pending", "Decided", "Withdrawn", "Appealed"},
    {"", "Delegated powers", "Case officer", "Planning committee"},
)


def _records(england: England, council: Council, day: date = DAY) -> dict[str, dict[str, str]]:
    table = publish_cases(england, council, day)
    records = [dict(zip(table.header, row, strict=True)) for row in table.rows]
    return {record["CaseReference"]: record for record in records}


def _with(council: Council, **habits: object) -> Council:
    return replace(council, habits=replace(council.habits, **habits))  # type: ignore[arg-type]


@pytest.fixture
def council(england: England) -> Council:
    return max(england.councils, key=lambda one: one.size)


def test_a_file_has_the_36_columns_and_a_reference_once(england: England, council: Council) -> None:
    table = publish_cases(england, council, DAY)
    assert len(COLUMNS) == len(set(COLUMNS)) == 36
    assert table.header == COLUMNS
    assert {len(row) for row in table.rows} == {36}
    assert len(_records(england, council)) == len(table.rows)


def test_the_same_day_is_the_same_file(england: England, council: Council) -> None:
    assert publish_cases(england, council, DAY) == publish_cases(england, council, DAY)


@pytest.mark.parametrize(("vocabulary", "statuses", "kinds"), [("guidance", *GUIDANCE), ("schema", *SCHEMA)])
def test_a_system_knows_one_of_the_two_published_vocabularies(
    england: England, council: Council, vocabulary: str, statuses: set[str], kinds: set[str]
) -> None:
    records = _records(england, _with(council, vocabulary=vocabulary)).values()
    assert {record["Status"] for record in records} <= statuses
    assert {record["DecisionType"] for record in records} == kinds


def test_nothing_but_targets_and_consultations_lies_in_the_future(england: England, council: Council) -> None:
    for record in _records(england, council).values():
        for column in (
            "CaseDate",
            "DecisionDate",
            "DecisionNoticeDate",
            "AppealDecisionDate",
            "PublicConsultationStartDate",
        ):
            assert not record[column] or _day(record[column]) <= DAY, column


def test_cases_move_on_from_one_day_to_the_next(england: England, council: Council) -> None:
    before, after = _records(england, council), _records(england, council, DAY + timedelta(days=30))
    assert set(after) - set(before), "nobody applied"
    moved = Counter((before[one]["Status"], after[one]["Status"]) for one in set(before) & set(after))
    assert any(old != "Decided" and new == "Decided" for old, new in moved)
    assert not any(old == "Decided" and new != "Decided" for old, new in moved)


def test_a_decided_case_does_not_change_any_more(england: England, council: Council) -> None:
    before, after = _records(england, council), _records(england, council, DAY + timedelta(days=30))
    for reference, record in before.items():
        if record["DecisionNoticeDate"] and reference in after:
            for column in (
                "CaseDate",
                "Decision",
                "DecisionDate",
                "DecisionNoticeDate",
                "ClassificationURI",
                "CaseText",
            ):
                assert after[reference][column] == record[column]


def test_some_systems_drop_the_target_date_on_decision(england: England, council: Council) -> None:
    for keeps in (True, False):
        records = _records(england, _with(council, keeps_target_date=keeps)).values()
        assert any(one["DecisionTargetDate"] for one in records if one["Status"] == "Decided") is keeps
        assert any(one["DecisionTargetDate"] for one in records if one["Status"] in ("Live", "Pending"))


@pytest.mark.parametrize(
    ("style", "uris", "labels"),
    [("uri-and-label", True, True), ("uri", True, False), ("q-code", False, True), ("row-label", False, True)],
)
def test_development_types_are_said_in_the_councils_way(
    england: England, council: Council, style: str, uris: bool, labels: bool
) -> None:
    records = [
        one for one in _records(england, _with(council, classification=style)).values() if "HSE" in one["CaseReference"]
    ]
    assert records
    assert any(one["ClassificationURI"].endswith("/6014") for one in records) is uris
    assert any(re.search("Q21|householder", one["ClassificationLabel"]) for one in records) is labels


def test_the_last_quarter_is_in_every_file(england: England) -> None:
    for council in england.councils:
        decided = [
            _day(one["DecisionNoticeDate"]) for one in _records(england, council).values() if one["DecisionNoticeDate"]
        ]
        assert min(decided) <= DAY - timedelta(days=85)


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def test_who_decides_minerals_and_waste_publishes_county_matters_and_nobody_else(england: England) -> None:
    codes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    busy = replace(england, scale=1)
    for council in england.councils:
        records = _records(busy, _with(council, classification="q-code")).values()
        codes[council.authority.decides_minerals_and_waste].update(one["ClassificationLabel"] for one in records)
    assert codes[True].keys() >= {"Q42", "Q43", "Q60", "Q42|Q06"}
    assert not {code for code in codes[False] for matter in ("Q41", "Q42", "Q43", "Q60") if matter in code}
