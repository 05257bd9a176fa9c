"""How a cell comes by its value, in words that say all of its rule."""

import pytest

from transforms.domain.conditions import (
    AFTER_LAST,
    FIRST,
    Before,
    Between,
    Blank,
    Condition,
    During,
    Is,
    NotBefore,
    Switched,
)
from transforms.domain.measures import BelowThreshold, Derived, Difference, NotCollected, SumOf, SumOverPeriods
from transforms.domain.period import quarter
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.derivations import derivation, origin_in_words
from transforms.returns import RETURNS
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

Q1 = quarter(2025, 1)
WORDS = PLANNING_MATTERS.words.columns
EDITIONS = [edition for definition in RETURNS for edition in definition.editions]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (During("decision_date"), "the day of the decision is from 1 January 2025 to 31 March 2025"),
        (During("decision_date", 1), "the day of the decision is from 1 January 2024 to 31 March 2024"),
        (Before("valid_date", FIRST), "the valid date is before 1 January 2025"),
        (NotBefore("EndDate", AFTER_LAST), "the EndDate is 1 April 2025 or later"),
        (Blank("left_date"), "there is no day on which it left without a decision"),
        (~Blank("PermissionDate"), "there is a PermissionDate"),
        (Is("decision", ("Approve", "Split")), "the decision is “Approve” or “Split”"),
        (~Is("Part2", ("yes",)), "the Part2 is not “yes”"),
        (Between("days", 0, 56), "the days from the valid date to the decision are from 0 to 56"),
        (Between("days", 365), "the days from the valid date to the decision are 365 or more"),
        (Blank("row") | Switched("infer_agreements", "on"),
         ("either there is no row of the form that the kind of development belongs to, "
          "or the choice “infer agreements” is “on”")),
    ],
)  # fmt: skip
def test_a_condition_is_said_as_a_clause(condition: Condition, words: str) -> None:
    assert condition.in_words(PLANNING_MATTERS.words.columns, Q1) == words


def test_a_choice_that_decides_is_said_in_its_own_words() -> None:
    said = derivation(PLANNING_MATTERS, PLANNING_MATTERS.cell("PS2.Q21.d"), Q1).origin
    assert said == (
        "Whether a late target date is read as an agreement is a choice:"
        " it is inferred where the choice is “on”, and computed where the choice is “off”."
    )


def test_days_are_named_by_the_period_where_it_is_not_known() -> None:
    assert During("valid_date").in_words(WORDS) == "the valid date is in the period"
    assert Before("valid_date", AFTER_LAST).in_words(WORDS) == "the valid date is before the day after the period"


@pytest.mark.parametrize("definition", RETURNS, ids=lambda one: one.slug)
def test_every_cell_of_every_return_says_how_it_is_derived(definition: StatutoryReturn) -> None:
    said = {cell.name: derivation(definition, cell, Q1) for cell in definition.cells}
    for cell in definition.cells:
        one = said[cell.name]
        match cell.measure:
            case SumOf() | Difference():
                assert (*one.plus, *one.minus) == cell.measure.parts
            case SumOverPeriods() | BelowThreshold() | Derived():
                assert one.lead
            case NotCollected(reason):
                assert reason in one.lead
            case _:
                assert one.conditions
                assert one.fields
    leaves = [(one.lead, one.conditions) for one in said.values() if one.conditions]
    assert len(set(leaves)) == len(leaves)


@pytest.mark.parametrize("definition", EDITIONS, ids=lambda definition: f"{definition.slug} {definition.edition}")
def test_how_well_every_cell_is_known_is_a_sentence(definition: StatutoryReturn) -> None:
    for cell in definition.cells:
        words = origin_in_words(definition, cell)
        assert words[0].isupper(), cell.name
        assert words.endswith("."), cell.name


def test_a_cell_made_of_others_is_as_well_known_as_they_are() -> None:
    words = origin_in_words(PLANNING_MATTERS, PLANNING_MATTERS.cell("PS1.end"))
    assert words == "It is only as well known as the least known cell that it is made of."


def test_every_derived_column_that_a_rule_reads_has_words() -> None:
    for definition in RETURNS:
        fields = {name for reads in definition.reads for name in reads.columns}
        derived = set(definition.sources) - fields
        assert derived <= {*definition.words.columns.nouns, *definition.words.columns.sentences}
