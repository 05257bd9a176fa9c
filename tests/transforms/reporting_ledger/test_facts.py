"""Facts that are asked for more than once, and figures that contradict each other."""

from dataclasses import replace

from transforms.domain.facts import FACTS
from transforms.reporting_ledger.facts import FactFigure, contradictions, repeated_facts
from transforms.reporting_ledger.forms import form_content
from transforms.returns import RETURNS
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS
from transforms.standards import STANDARDS

FIGURE = FactFigure("planning-decisions", "planning_matters", "PS1.4", "E07000223", "2025-Q1", "12")


def test_every_fact_is_declared_and_asked_for_more_than_once() -> None:
    cells = {cell.fact for definition in RETURNS for cell in definition.cells if cell.fact}
    fields = {field.fact for one in STANDARDS for edition in one.editions for field in edition.fields if field.fact}
    assert cells | fields == FACTS.keys()
    assert [fact.name for fact in repeated_facts(RETURNS, STANDARDS)] == list(FACTS)


def test_a_fact_names_everybody_who_asks_for_it() -> None:
    fact = next(one for one in repeated_facts([PLANNING_MATTERS], STANDARDS) if one.name == "planning-decisions")
    assert [(source.slug, source.name) for source in fact.sources][:2] == [
        ("planning_matters", "PS1.4"),
        ("planning_matters", "PS2.TOT.a"),
    ]


def test_figures_of_two_returns_that_differ_contradict_each_other() -> None:
    other = replace(FIGURE, return_slug="county_matters", cell="CPS.total.a", value="13")
    [pair] = contradictions([FIGURE, other, replace(other, return_slug="third", value="12")])[:1]
    assert (pair.first, pair.second) == (FIGURE, other)
    assert len(contradictions([FIGURE, other, replace(other, return_slug="third", value="12")])) == 2


def test_the_same_figure_another_period_and_another_authority_contradict_nothing() -> None:
    others = [
        replace(FIGURE, return_slug="other", value="12.00"),
        replace(FIGURE, return_slug="other", period="2025-Q2", value="9"),
        replace(FIGURE, return_slug="other", authority="E07000224", value="9"),
    ]
    assert contradictions([FIGURE, *others]) == ()


def test_two_figures_of_one_return_may_contradict_each_other() -> None:
    published = FactFigure(
        "parking-surplus", "parking_account_check", "PKG.surplus.published", "E07000223", "2024-25", "5"
    )
    computed = replace(published, cell="PKG.surplus.computed", value="5.01")
    assert [(pair.first, pair.second) for pair in contradictions([published, computed])] == [(published, computed)]


def test_a_fact_of_a_quarter_and_of_a_year_says_why_these_are_not_compared() -> None:
    reasons = {fact.name: fact.not_compared for fact in repeated_facts(RETURNS, STANDARDS) if fact.not_compared}
    assert reasons == {
        "planning-decisions-major": "Figures of a quarter and of an assessment year are about different times, so they"
        " are not compared."
    }


def test_a_field_that_two_editions_have_is_named_once() -> None:
    for fact in repeated_facts(RETURNS, STANDARDS):
        names = [(source.slug, source.name) for source in fact.sources]
        assert len(names) == len(set(names)), fact.name


def test_a_form_says_what_would_fill_the_rest() -> None:
    content = form_content(PLANNING_MATTERS)
    assert content.cells == len(PLANNING_MATTERS.cells)
    assert content.cells - content.derivable == sum(len(one.cells) for one in content.gaps)
    enforcement = next(one for one in content.gaps if "enforcement" in one.reason)
    assert len(enforcement.cells) == 7
    assert enforcement.missing_data == "their enforcement notices and injunctions, each with its kind and date"
