"""The checks on an assembled return: what passes, what fails, and what a rule says nothing of."""

from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest

from expectations.check_return import check_return, rules_of
from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.domain.return_checks import FigureAtMost, Steady
from transforms.returns.brownfield_register import RETURN as BROWNFIELD_REGISTER
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR, DARTMOOR = "E07000223", "E26000001"
QUARTER = parse_period("2025-Q1")


def cases(
    number: int, decided: date, codes: str | None = "Q21", start: int = 0, **fields: object
) -> list[dict[str, object]]:
    """A number of decisions made on one day."""
    return [
        {
            "CaseReference": f"{decided}/{codes}/{start + n}",
            "CaseDate": decided - timedelta(days=30),
            "ClassificationLabel": codes,
            "Decision": "Approve",
            "DecisionDate": decided,
            **fields,
        }
        for n in range(number)
    ]


def assembled(rows: list[dict[str, object]], authority: str = ADUR, **switches: str) -> AssembledReturn:
    found = snapshot(PLANNING_MATTERS, authority, date(2025, 4, 5), rows)
    return assemble(PLANNING_MATTERS, [found], [authority], QUARTER, None, switches)


def failed(assembled: AssembledReturn) -> tuple[list[str], bool]:
    """The checks that fail, without the balance and the cases."""
    checked = check_return(assembled)
    rules = {rule.code for rule in rules_of(assembled.definition)}
    return [row["reason"] for row in checked.exceptions.to_pylist() if row["reason"] in rules], checked.checks_failed


def tampered(assembled: AssembledReturn, **figures: int) -> AssembledReturn:
    """The return with some exact figures replaced."""
    table = assembled.figures
    for name, value in figures.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array([value], table.schema.field(name).type))
    return replace(assembled, figures=table)


def test_a_check_that_names_a_cell_is_an_exception_of_its_own() -> None:
    one, other = (
        FigureAtMost("few", "Few", "too-many", False, "", cell, "PS1.3", reference=cell) for cell in ("PS1.2", "PS1.4")
    )
    made = assembled(cases(3, date(2025, 2, 1)))
    checked = check_return(replace(made, definition=replace(made.definition, checks=(one, other))))
    listed = [row["reference"] for row in checked.exceptions.to_pylist() if row["reason"] == "too-many"]
    assert listed == ["PS1.2", "PS1.4"]


NOW, THEN = date(2025, 2, 1), date(2024, 2, 1)


@pytest.fixture(scope="module")
def good() -> AssembledReturn:
    return assembled(cases(5, NOW))


def test_a_check_that_shows_figures_is_an_exception_for_each_of_them() -> None:
    steady = [
        Steady(
            "steady",
            "It has not moved",
            "moved",
            False,
            "",
            cell,
            "PS1.3",
            25,
            2,
            shows=((f"cell={cell} now", cell), ("before", "PS1.3")),
        )
        for cell in ("PS1.2", "PS1.4")
    ]
    made = assembled(cases(30, date(2025, 2, 1)))
    checked = check_return(replace(made, definition=replace(made.definition, checks=tuple(steady))))
    details = [row["detail"] for row in checked.exceptions.to_pylist() if row["reason"] == "moved"]
    assert details == ["cell=PS1.2 now=30 before=0", "cell=PS1.4 now=30 before=0"]


def test_a_good_return_fails_nothing(good: AssembledReturn) -> None:
    assert failed(good) == ([], False)


@pytest.mark.parametrize(
    "figures",
    [
        {"PS2.Q21.a": 6},
        {"PS2.Q21.d": 4},
        {"PS2.Q21.k": 1},
        {"PS2.Q21.j": 6, "PS2.Q21.d": -1},
        {"PS2.Q07.e1": 1},
        {"PS1.4a": 6},
    ],
)
def test_an_identity_that_does_not_hold_fails_the_return(good: AssembledReturn, figures: dict[str, int]) -> None:
    assert failed(tampered(good, **figures)) == (["identity-broken"], True)


def test_a_negative_stock_is_a_warning(good: AssembledReturn) -> None:
    assert failed(tampered(good, **{"PS1.end": -1})) == (["negative-cell"], False)


def test_a_principal_council_decides_householder_applications() -> None:
    assert failed(assembled(cases(5, NOW, "Q13"))) == (["no-householder-decisions"], False)
    assert failed(assembled(cases(5, NOW, "Q13"), DARTMOOR)) == ([], False)


def test_a_row_that_moved_by_more_than_half_and_more_than_ten_is_reported() -> None:
    def moved(now: int, then: int) -> list[str]:
        return failed(assembled(cases(now, NOW) + cases(then, THEN)))[0]

    assert moved(22, 11) == ["moved-against-last-year"]
    assert moved(21, 11) == []  # by ten
    assert moved(33, 22) == []  # by half
    assert moved(34, 22) == ["moved-against-last-year"]
    assert moved(12, 0) == []  # the snapshots do not reach so far


def test_more_unclassified_decisions_than_the_switch_permits_fail_the_return() -> None:
    rows = cases(49, NOW) + cases(1, NOW, codes=None)
    assert failed(assembled(rows)) == ([], False)  # exactly two in a hundred
    assert failed(assembled(rows, unclassified_limit_pct="1")) == (["unclassified-share"], True)


def test_nothing_is_said_of_an_authority_without_data() -> None:
    checked = check_return(assemble(PLANNING_MATTERS, [], [ADUR], QUARTER))
    assert [row["reason"] for row in checked.exceptions.to_pylist()] == ["no-data"]
    assert not checked.checks_failed


def test_with_agreements_switched_off_the_bands_still_add_up() -> None:
    assert failed(assembled(cases(5, NOW, DecisionTargetDate=date(2025, 6, 1)), infer_agreements="off")) == ([], False)


def test_the_breakdowns_of_a_register_add_up_before_rounding() -> None:
    site = {"SiteReference": "S1", "PlanningStatus": "permissioned", "MinNetDwellings": 5}
    found = snapshot(BROWNFIELD_REGISTER, ADUR, date(2026, 1, 5), [site], "2026")
    register = assemble(BROWNFIELD_REGISTER, [found], [ADUR], parse_period("2025-12-31"))
    assert failed(register) == ([], False)
    for cell in ("BLR.permissioned.hectares", "BLR.owned_mixed.hectares", "BLR.full.hectares"):
        assert failed(tampered(register, **{cell: 1})) == (["identity-broken"], True)


def test_the_published_figures_of_adur_and_england_hold() -> None:
    """Source: MHCLG live tables, July to September 2024."""
    published = {"PS1.1": 108, "PS1.2": 70, "PS1.3": 4, "PS1.4": 88, "PS1.end": 86, "PS1.4a": 73, "PS1.7": 41}
    assert published["PS1.end"] == published["PS1.1"] + published["PS1.2"] - published["PS1.3"] - published["PS1.4"]
    rows = cases(79, NOW) + cases(9, NOW, start=79, Decision="Refuse")
    adur = assembled([row | {"DecisionType": "Delegated" if n < 73 else "Committee"} for n, row in enumerate(rows)])
    figures = {row["indicator"]: row["value"] for row in adur.indicators.to_pylist() if row["authority"] == ADUR}
    assert figures["delegated_pct"] == "83.0"  # published as 82.95
    assert failed(tampered(adur, **{name: published[name] for name in ("PS1.1", "PS1.2", "PS1.3", "PS1.end")})) == (
        [],
        False,
    )


def test_only_two_reasons_fail_a_return() -> None:
    assert PLANNING_MATTERS.failing_reasons == {"identity-broken", "unclassified-share"}
