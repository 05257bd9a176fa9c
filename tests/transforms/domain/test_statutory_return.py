"""What a definition says of itself: the rules of its cells as formulas."""

from dataclasses import replace

import pytest

from transforms.domain.period import parse_period, quarter
from transforms.domain.statutory_return import StatutoryReturn, Switch
from transforms.returns import RETURNS, statutory_return
from transforms.returns.brownfield_register import RETURN as BROWNFIELD_REGISTER
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS


@pytest.mark.parametrize("definition", RETURNS, ids=lambda one: one.slug)
def test_every_rule_is_a_formula_and_no_two_cells_that_count_have_the_same(definition: StatutoryReturn) -> None:
    formulas = [cell.measure.formula() for cell in definition.cells]
    counts = [one for one in formulas if "where" in one or "over the periods" in one]
    assert counts
    assert len(set(counts)) == len(counts)
    assert not [one for one in formulas if "=(" in one or "column=" in one]


@pytest.mark.parametrize(
    ("definition", "cell", "said"),
    [
        (PLANNING_MATTERS, "PS1.end", "PS1.1 + PS1.2 − PS1.3 − PS1.4"),
        (
            PLANNING_MATTERS,
            "PS2.Q21.d",
            (
                "count of records where\n  has_row\n  and first ≤ decision_date ≤ last\n  and row = “Q21”"
                "\n  and is_timed\n  and not has_agreement\n  and 0 ≤ days ≤ 56"
            ),
        ),
        (BROWNFIELD_REGISTER, "BLR.ended.sites", "count of records where\n  is_ended"),
    ],
)
def test_a_rule_is_said_as_it_is_declared(definition: StatutoryReturn, cell: str, said: str) -> None:
    assert definition.cell(cell).measure.formula() == said


def editions() -> StatutoryReturn:
    """A return whose form changed twice."""
    oldest = replace(PLANNING_MATTERS, edition="1", first_period="", earlier=())
    middle = replace(PLANNING_MATTERS, edition="2", first_period="2024-Q3", earlier=(oldest,))
    return replace(PLANNING_MATTERS, edition="3", first_period="2026-Q1", earlier=(middle, oldest))


@pytest.mark.parametrize(
    ("period", "edition"),
    [("2019-Q1", "1"), ("2024-Q2", "1"), ("2024-Q3", "2"), ("2025-Q4", "2"), ("2026-Q1", "3"), ("2031-Q2", "3")],
)
def test_a_period_has_the_newest_edition_that_had_begun(period: str, edition: str) -> None:
    assert editions().for_period(parse_period(period)).edition == edition


def test_any_edition_can_be_named() -> None:
    assert editions().named_edition("1").edition == "1"
    with pytest.raises(LookupError, match="planning_matters has no edition “4”; its editions: 3, 2, 1"):
        editions().named_edition("4")


def test_a_switch_may_be_a_text_of_a_form_that_is_said_in_words() -> None:
    switch = Switch("address", "https://a.example/", "Where it is", pattern=r"https://\S+", form="an https address")
    assert switch.permitted("https://b.example/x") == "https://b.example/x"
    with pytest.raises(ValueError, match=r"address is an https address, not “b\.example”"):
        switch.permitted("b.example")


def test_an_assessment_year_is_said_to_be_one_and_other_periods_stay_as_they_are() -> None:
    performance, stock = statutory_return("planning_performance"), statutory_return("brownfield_register")
    assert performance.period_in_words("2025-09-30") == "year to 30 September 2025"
    assert stock.period_in_words("2025-09-30") == "30 September 2025"
    assert statutory_return("planning_matters").period_in_words(quarter(2025, 1)) == "January to March 2025"


def test_a_fact_can_be_told_by_a_cell() -> None:
    cell = statutory_return("planning_matters").cell("PS1.2")
    assert (cell.fact, cell.telling("planning-decisions").fact) == ("", "planning-decisions")
