"""The Transparency Code statement, as the specification's page says it: the worked example, and each rule by itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.transforms.returns.statements import assemble_statement, cells_of, request_for, sightings_of_statement
from transforms.assemble import trace
from transforms.domain.statutory_return import ENGLAND

PRESTON, LANCASHIRE, PEAK, CARDIFF = "E07000123", "E10000017", "E26000006", "W06000015"
SOMERSET, MENDIP = "E06000066", "E07000187"
SPENDING, CARD, CONTRACTS, LAND = "spending_over_500", "procurement_card", "contracts", "land_and_building_assets"
HOUSING, FRAUD, GRANTS, PAY = "social_housing_asset_value", "counter_fraud", "grants", "pay_multiples"
KNOWN = date(2026, 5, 31)
ON_TIME, LATE, PUBLISHED, PART, MISSING, NOT_LOOKED, NOT_DUE, NOT_APPLICABLE = map(str, range(1, 9))


def day(text: str) -> date:
    return date.fromisoformat(text)


def payments(*days: str) -> list[dict[str, Any]]:
    return [{"PaymentDate": day(one)} for one in days]


def effective(*days: str) -> list[dict[str, Any]]:
    return [{"EffectiveDate": day(one)} for one in days]


def cells(
    published: dict[str, Sequence[tuple[str, Sequence[dict[str, Any]]]]],
    unchanged: Sequence[tuple[str, str]] = (),
    *,
    gss: str = PRESTON,
    known: date = KNOWN,
    year: int = 2025,
    declared: Sequence[tuple[str, str, date | None, date | None]] = (),
) -> dict[str, str | None]:
    """The cells of an authority that published this, all of it as text."""
    files = {
        (gss, standard): [(day(fetched), True, rows) for fetched, rows in of_standard]
        for standard, of_standard in published.items()
    }
    attempts = [(gss, standard, day(asked), "unchanged") for standard, asked in unchanged]
    assembled = assemble_statement(files, attempts, declared, year, known, [gss])
    return {name: value for name, (value, _) in cells_of(assembled, gss).items()}


PRESTON_2025 = {
    SPENDING: [
        ("2025-07-20", payments("2025-04-01", "2025-05-12", "2025-06-30")),
        ("2025-10-20", payments("2025-07-01", "2025-08-01")),
        ("2025-11-12", payments("2025-07-01", "2025-08-01", "2025-09-30")),
        ("2026-02-06", payments("2025-10-01", "2025-11-01", "2025-12-31", "2026-01-02")),
    ],
    CONTRACTS: [(one, [{}]) for one in ("2025-07-10", "2025-11-05", "2026-02-01", "2026-04-10")],
    HOUSING: [("2025-04-20", effective("2025-04-01"))],
    PAY: [("2025-03-20", [{"Period": "2024/25"}])],
    "parking_account": [("2025-04-10", [{"Period": "2023/24"}])],
    LAND: [("2025-05-02", [{}])],
    "parking_spaces": [("2025-07-01", [{}])],
    GRANTS: [("2025-04-12", [{"awardDate": day("2024-06-01")}])],
    "senior_salary_counts": [("2025-04-12", [{"ApplicableDate": day("2025-03-31")}])],
    FRAUD: [("2025-04-12", effective("2025-03-31"))],
}
ASKED = [(SPENDING, "2026-02-03"), (SPENDING, "2026-05-06"), ("parking_account", "2025-06-30")]


def test_the_worked_example_of_preston() -> None:
    files = {
        (PRESTON, standard): [(day(fetched), True, rows) for fetched, rows in of_standard]
        for standard, of_standard in PRESTON_2025.items()
    }
    attempts = [(PRESTON, standard, day(asked), "unchanged") for standard, asked in ASKED]
    attempts.append((PRESTON, "trade_union_facility_time", day("2025-05-10"), "unreachable"))
    assembled = assemble_statement(files, attempts, [], 2025, None, [PRESTON])
    found = {name.removeprefix("LGT."): value for name, (value, _) in cells_of(assembled, PRESTON).items()}

    assert [found[f"spending.q{quarter}.state"] for quarter in range(1, 5)] == [ON_TIME, PUBLISHED, LATE, PART]
    assert (found["spending.q2.not_seen_on"], found["spending.q2.seen_on"]) == ("20251020", "20251112")
    assert (found["spending.q3.not_seen_on"], found["spending.q3.seen_on"]) == ("20260203", "20260206")
    assert (found["spending.q4.not_seen_on"], found["spending.q4.seen_on"]) == ("20260506", None)
    assert [found[f"spending.q{quarter}.records"] for quarter in range(1, 5)] == ["3", "3", "3", "1"]
    assert {found[f"procurement_card.q{quarter}.state"] for quarter in range(1, 5)} == {NOT_LOOKED}
    states = [found[f"contracts.q{quarter}.state"] for quarter in range(1, 5)]
    assert states == [ON_TIME, PUBLISHED, PUBLISHED, ON_TIME]
    assert found["housing_assets.state"] == found["pay_multiple.state"] == ON_TIME
    assert found["parking_account.state"] == MISSING
    assert found["land.state"] == found["parking_spaces.state"] == PUBLISHED
    assert found["facility_time.state"] == NOT_LOOKED
    assert found["grants.state"] == found["senior_salaries.state"] == found["counter_fraud.state"] == ON_TIME

    totals = ["due", "on_time", "late", "published", "part", "missing", "not_looked", "not_applicable"]
    assert [found[name] for name in totals] == ["21", "8", "1", "5", "1", "1", "5", "0"]
    rates = {row["indicator"]: row["value"] for row in assembled.indicators.to_pylist() if row["authority"] == PRESTON}
    assert (rates["on_time_pct"], rates["told_pct"]) == ("72.7", "52.4")
    listed = [
        (row["reason"], row["reference"], row["detail"])
        for row in assembled.exceptions.to_pylist()
        if row["reason"] != "not-looked"
    ]
    assert listed == [
        ("late", "spending.q3", "due=2026-01-31 not_seen=2026-02-03 seen=2026-02-06"),
        ("part", "spending.q4", "due=2026-04-30 not_seen=2026-05-06 seen="),
        ("missing", "parking_account", "due=2025-04-30 not_seen=2025-06-30 seen="),
    ]


def test_a_day_on_which_nobody_looked_is_never_late() -> None:
    found = cells({CONTRACTS: [("2025-09-01", [{}])], FRAUD: [("2025-12-01", effective("2025-03-31"))]})
    assert found["LGT.contracts.q1.state"] == PUBLISHED
    assert found["LGT.counter_fraud.state"] == PUBLISHED
    assert found["LGT.counter_fraud.not_seen_on"] is None


def test_what_was_lacking_only_before_it_was_due_is_not_late() -> None:
    rows = {SPENDING: [("2025-07-10", payments("2025-04-02")), ("2025-12-01", payments("2025-05-02", "2025-06-02"))]}
    found = cells(rows)
    assert found["LGT.spending.q1.state"] == PUBLISHED
    assert found["LGT.spending.q1.not_seen_on"] == "20250710"


@pytest.mark.parametrize(("strays", "state"), [(1, PART), (2, ON_TIME)])
def test_a_month_is_covered_by_a_tenth_of_the_fullest(strays: int, state: str) -> None:
    days = ["2025-04-02"] * 20 + ["2025-05-02"] * 20 + ["2025-06-02"] * strays
    found = cells({SPENDING: [("2025-07-10", payments(*days))]}, [(SPENDING, "2025-08-01")])
    assert found["LGT.spending.q1.state"] == state
    assert found["LGT.spending.q1.records"] == str(40 + strays)


def test_each_month_is_counted_in_the_snapshot_that_holds_the_most_of_it() -> None:
    rows = [
        ("2025-07-10", payments("2025-04-02", "2025-04-03", "2025-05-02", "2025-06-02")),
        ("2025-07-20", payments("2025-04-02", "2025-05-02", "2025-05-03", "2025-06-02")),
    ]
    found = cells({SPENDING: rows})
    assert found["LGT.spending.q1.records"] == "5"
    files = {(PRESTON, SPENDING): [(day(fetched), True, of_file) for fetched, of_file in rows]}
    request = request_for(2025, KNOWN, [PRESTON])
    traced = trace(request, sightings_of_statement(request, files), "LGT.spending.q1.records", PRESTON).records
    assert sorted((row["PaymentDate"], row["fetched"]) for row in traced.to_pylist()) == [
        ("2025-04-02", "2025-07-10"), ("2025-04-03", "2025-07-10"), ("2025-05-02", "2025-07-20"),
        ("2025-05-03", "2025-07-20"), ("2025-06-02", "2025-07-20"),  # of equals the later
    ]  # fmt: skip


def test_a_payment_dated_after_the_file_was_fetched_is_a_slip() -> None:
    found = cells({SPENDING: [("2025-07-10", payments("2025-04-02", "2025-05-02", "2025-07-30"))]})
    assert found["LGT.spending.q3.records"] is None
    assert found["LGT.spending.q2.state"] == NOT_LOOKED
    late = cells({CARD: [("2025-07-10", payments("2025-04-02", "2025-09-01"))]}, [(CARD, "2025-08-02")])
    assert late["LGT.procurement_card.q1.state"] == PART


def test_a_month_without_a_card_purchase_is_no_gap() -> None:
    rows = {CARD: [("2025-07-10", payments("2025-04-02")), ("2025-10-10", payments("2025-08-02"))]}
    found = cells(rows)
    assert found["LGT.procurement_card.q1.state"] == PUBLISHED
    assert found["LGT.procurement_card.q1.seen_on"] == "20251010"
    assert found["LGT.procurement_card.q1.records"] == "1"
    assert found["LGT.procurement_card.q2.state"] == NOT_LOOKED


def test_a_purchase_of_the_next_year_shows_that_the_last_quarter_is_there() -> None:
    rows = {CARD: [("2026-04-20", payments("2026-01-10", "2026-04-02"))]}
    assert cells(rows)["LGT.procurement_card.q4.state"] == ON_TIME


@pytest.mark.parametrize(
    ("standard", "row", "state"),
    [
        (FRAUD, {"EffectiveDate": date(2025, 4, 1)}, ON_TIME),  # the end of the year before
        (FRAUD, {"EffectiveDate": date(2025, 4, 2)}, NOT_LOOKED),  # later: ours may have been there
        (FRAUD, {"EffectiveDate": date(2024, 4, 1)}, NOT_LOOKED),  # earlier, and nobody looked after the due day
        (FRAUD, {"EffectiveDate": None}, ON_TIME),
        (GRANTS, {"awardDate": date(2025, 4, 1)}, NOT_LOOKED),  # an award is of its own day
        (GRANTS, {"awardDate": date(2024, 4, 1)}, ON_TIME),
        (PAY, {"Period": "2024-2025"}, ON_TIME),
        (PAY, {"Period": "2024/26", "EffectiveDate": date(2025, 3, 31)}, ON_TIME),  # no year can be read
        (PAY, {"Period": "2023/24", "EffectiveDate": date(2025, 3, 31)}, NOT_LOOKED),
    ],
)
def test_the_year_of_a_record(standard: str, row: dict[str, Any], state: str) -> None:
    name = {FRAUD: "counter_fraud", GRANTS: "grants", PAY: "pay_multiple"}[standard]
    assert cells({standard: [("2025-04-20", [row])]})[f"LGT.{name}.state"] == state


def test_records_that_say_no_year_are_ours_only_once_the_year_has_begun() -> None:
    found = cells({FRAUD: [("2025-03-31", [{}])]})
    assert found["LGT.counter_fraud.state"] == NOT_LOOKED
    assert cells({FRAUD: [("2025-04-01", [{}, {}])]})["LGT.counter_fraud.records"] == "2"


def test_of_several_years_only_the_records_of_ours_are_counted() -> None:
    found = cells({FRAUD: [("2025-04-20", effective("2023-03-31", "2024-03-31", "2025-03-31"))]})
    assert found["LGT.counter_fraud.records"] == "1"


def test_an_unchanged_answer_saw_the_file_before_it_and_nothing_else_did() -> None:
    files = {(PRESTON, CONTRACTS): [(day("2025-06-01"), True, [{}])]}
    for outcome, state in (("unchanged", ON_TIME), ("answered", NOT_LOOKED), ("refused", NOT_LOOKED)):
        attempts = [(PRESTON, CONTRACTS, day("2025-07-10"), outcome)]
        found = cells_of(assemble_statement(files, attempts, [], 2025, KNOWN, [PRESTON]), PRESTON)
        assert found["LGT.contracts.q1.state"] == (state, "computed")


def test_an_unchanged_answer_to_a_file_of_no_use_saw_nothing() -> None:
    rows = [("2025-05-01", [{}]), ("2025-06-01", [{"is_usable": False}])]
    assert cells({CONTRACTS: rows}, [(CONTRACTS, "2025-07-10")])["LGT.contracts.q1.state"] == NOT_LOOKED


@pytest.mark.parametrize(("is_open", "stars"), [((True, True), "3"), ((True, False), "2"), ((False,), "2")])
def test_the_stars_are_those_of_every_file_of_the_day(is_open: tuple[bool, ...], stars: str) -> None:
    files = {(PRESTON, LAND): [(day("2025-04-10"), one, [{}]) for one in is_open]}
    assembled = assemble_statement(files, [], [], 2025, KNOWN, [PRESTON])
    assert cells_of(assembled, PRESTON)["LGT.land.stars"] == (stars, "computed")


def test_what_is_not_due_yet_is_not_missing() -> None:
    found = cells({FRAUD: [("2025-04-10", effective("2024-03-31"))]}, known=day("2025-04-30"))
    assert found["LGT.counter_fraud.state"] == NOT_DUE
    assert found["LGT.counter_fraud.not_seen_on"] is None
    assert found["LGT.due"] == "0"
    later = cells({FRAUD: [("2025-04-10", effective("2024-03-31"))]}, known=day("2025-05-01"))
    assert later["LGT.counter_fraud.state"] == NOT_LOOKED
    assert later["LGT.counter_fraud.not_seen_on"] == "20250410"


def test_the_class_wins_even_where_such_a_file_is_published() -> None:
    found = cells({HOUSING: [("2025-04-20", effective("2025-03-31"))]}, gss=LANCASHIRE)
    assert found["LGT.housing_assets.state"] == NOT_APPLICABLE
    assert found["LGT.housing_assets.records"] is None
    assert found["LGT.housing_assets.stars"] is None
    assert found["LGT.due"] == "20"
    park = cells({CONTRACTS: [("2025-07-10", [{}])]}, gss=PEAK)
    owed = {name.split(".")[1] for name, value in park.items() if name.endswith("state") and value != NOT_APPLICABLE}
    assert {"housing_assets", "parking_account", "parking_spaces"}.isdisjoint(owed)
    assert (park["LGT.due"], park["LGT.not_applicable"]) == ("18", "3")


def test_a_body_that_the_code_is_not_for_owes_nothing() -> None:
    found = cells({CONTRACTS: [("2025-07-10", [{}])]}, gss=CARDIFF)
    assert {value for name, value in found.items() if name.endswith("state")} == {NOT_APPLICABLE}
    assert (found["LGT.due"], found["LGT.not_applicable"]) == ("0", "21")


def test_a_declaration_holds_on_the_due_day() -> None:
    declared = [(PRESTON, CONTRACTS, day("2025-08-01"), day("2025-10-31")), (PRESTON, HOUSING, None, None)]
    found = cells({CONTRACTS: [("2025-07-10", [{}])]}, declared=declared)
    states = [found[f"LGT.contracts.q{quarter}.state"] for quarter in range(1, 5)]
    assert states == [ON_TIME, NOT_APPLICABLE, NOT_LOOKED, NOT_LOOKED]
    assert found["LGT.housing_assets.state"] == NOT_APPLICABLE


def test_a_successor_owes_what_falls_due_from_its_first_day_but_no_year_before_it() -> None:
    rows = {CONTRACTS: [("2023-04-10", [{}])], FRAUD: [("2023-04-20", effective("2023-03-31"))]}
    of_its_quarter = cells(rows, gss=SOMERSET, year=2022)
    assert [of_its_quarter[f"LGT.contracts.q{quarter}.state"] for quarter in range(1, 5)] == ["8", "8", "8", "1"]
    of_the_year_before = cells(rows, gss=SOMERSET, year=2023)
    assert of_the_year_before["LGT.counter_fraud.state"] == NOT_APPLICABLE
    ended = cells({CONTRACTS: [("2022-07-10", [{}])]}, gss=MENDIP, year=2022)
    assert [ended[f"LGT.contracts.q{quarter}.state"] for quarter in range(1, 5)] == ["1", "6", "6", "8"]


def test_an_authority_without_a_usable_file_has_no_data_and_one_exception() -> None:
    files = {(PRESTON, CONTRACTS): [(day("2025-07-10"), True, [{"is_usable": False}])], (LANCASHIRE, LAND): []}
    attempts = [(PRESTON, CONTRACTS, day("2025-08-10"), "unchanged")]
    assembled = assemble_statement(files, attempts, [], 2025, KNOWN, [PRESTON])
    assert set(cells_of(assembled, PRESTON).values()) == {(None, "no-data")}
    assert [row["reason"] for row in assembled.exceptions.to_pylist()] == ["no-data"]
    assert {value for value, _ in cells_of(assembled, ENGLAND).values()} == {None}


def test_a_trace_of_a_state_shows_the_looks_that_decide_it() -> None:
    files = {
        (PRESTON, standard): [(day(fetched), True, rows) for fetched, rows in of_standard]
        for standard, of_standard in PRESTON_2025.items()
    }
    request = request_for(2025, KNOWN, [PRESTON])
    attempts = [(PRESTON, SPENDING, day("2026-02-03"), "unchanged")]
    inputs = sightings_of_statement(request, files, attempts)
    (row,) = trace(request, inputs, "LGT.spending.q3.state", PRESTON).records.to_pylist()
    assert (row["reference"], row["due"], row["not_seen"], row["seen"], row["state_in_words"]) == (
        "spending.q3", "2026-01-31", "2026-02-03", "2026-02-06", "late",
    )  # fmt: skip
    late = trace(request, inputs, "LGT.late", PRESTON).records.to_pylist()
    assert [one["reference"] for one in late] == ["spending.q3"]
