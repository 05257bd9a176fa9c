"""An authority's part: what it confirms stays confirmed, what changes is asked again, and nothing else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.rounds.entries import GSS, HEADER, PART, ROUND, proposal, rows, trail
from transforms.returns import statutory_return
from transforms.rounds.cell_rows import CellFigure, split_rows, written_declaration
from transforms.rounds.machines import PART as PART_MACHINE
from transforms.rounds.machines import CellState, NotPermitted, PartState
from transforms.rounds.part import AcceptedValue, DeclaredValue, Part, follow_part

FIRST = rows(a=("1", "computed"), b=("2", "computed"), c=("", "not-derivable"))
SECOND = rows(a=("1", "computed"), b=("3", "computed"), c=("", "not-derivable"))
INFERRED = rows(a=("1", "inferred"), b=("2", "computed"), c=("", "not-derivable"))
NOTHING = rows(a=("", "no-data"), b=("", "no-data"), c=("", "no-data"))
ASSEMBLIES = {"1": FIRST, "2": SECOND, "3": INFERRED, "4": NOTHING}
DECLARED = ("declare-cell", PART, {"cell": "c", "value": "nil", "written": "0"})


def confirmation(*left_out: str) -> tuple[str, str, dict]:
    what = {
        "role": "head-of-planning",
        "cells_sha256": "",
        "except": [{"cell": name, "why": "Not ours"} for name in left_out],
    }
    return "confirm-cells", PART, what


def dispute(name: str, value: str | None = None) -> tuple[str, str, dict]:
    return "dispute-cells", PART, {"cells": [{"cell": name, "why": "Two are missing", "value": value}]}


def part(*acts: tuple[str, str, dict]) -> Part:
    return follow_part(GSS, ROUND, trail(acts), ASSEMBLIES.get)


def states(made: Part) -> dict[str, str]:
    return {cell.cell: cell.state.value for cell in made.cells}


def test_the_hash_is_that_of_the_rows_as_they_stand_in_the_file() -> None:
    own = f"planning_matters,{GSS},2025-Q1,a,1,computed\nplanning_matters,{GSS},2025-Q1,b,,no-data\n".encode()
    content = HEADER + own + b"planning_matters,E92000001,2025-Q1,a,1,computed\n"
    assert split_rows(content)[GSS].sha256 == hashlib.sha256(own).hexdigest()
    assert list(split_rows(content)) == [GSS, "E92000001"]


def test_nothing_is_proposed_before_an_assembly_and_without_data() -> None:
    assert part().state is PartState.NO_DATA
    assert part(proposal("4")).state is PartState.NO_DATA
    assert part(proposal("1")).state is PartState.PROPOSED
    assert follow_part("E07000224", ROUND, trail([proposal("1")]), lambda _: None).state is PartState.NO_DATA


def test_a_later_assembly_asks_again_for_the_changed_cells_only() -> None:
    confirmed = part(proposal("1"), confirmation())
    assert (confirmed.state, confirmed.changed) == (PartState.CONFIRMED, ())
    same = part(proposal("1"), confirmation(), proposal("1"))
    assert same.state is PartState.CONFIRMED
    lapsed = part(proposal("1"), confirmation(), proposal("2"))
    assert lapsed.state is PartState.LAPSED
    assert states(lapsed) == {"a": "confirmed", "b": "lapsed", "c": "confirmed"}
    [changed] = lapsed.changed
    assert (changed.cell, changed.value, changed.confirmed.value) == ("b", "3", "2")
    assert part(proposal("1"), confirmation(), proposal("2"), confirmation()).state is PartState.CONFIRMED
    back = part(proposal("1"), confirmation(), proposal("2"), proposal("1"))
    assert back.state is PartState.CONFIRMED


def test_another_origin_of_the_same_value_lapses_too() -> None:
    assert states(part(proposal("1"), confirmation(), proposal("3")))["a"] == "lapsed"


def test_cells_left_out_are_not_confirmed_and_say_why() -> None:
    made = part(proposal("1"), confirmation("b"))
    assert made.state is PartState.CONFIRMED
    assert states(made) == {"a": "confirmed", "b": "proposed", "c": "confirmed"}
    assert [cell.why for cell in made.cells] == ["", "Not ours", ""]
    assert states(part(proposal("1"), confirmation("b"), proposal("2"))) == states(made)


def test_a_dispute_holds_until_it_is_withdrawn_or_the_figure_changes() -> None:
    made = part(proposal("1"), dispute("b", "5"))
    assert made.state is PartState.DISPUTED
    assert [(cell.state, cell.declared) for cell in made.cells][1] == (CellState.DISPUTED, "5")
    still = part(proposal("1"), dispute("b"), confirmation())
    assert (still.state, states(still)["a"]) == (PartState.DISPUTED, "confirmed")
    withdrawn = part(proposal("1"), dispute("b"), ("withdraw-dispute", PART, {"cell": "b"}))
    assert withdrawn.state is PartState.PROPOSED
    assert part(proposal("1"), dispute("b"), proposal("3")).state is PartState.DISPUTED
    assert part(proposal("1"), dispute("b"), proposal("2")).state is PartState.PROPOSED


ACCEPTED = (dispute("b", "5"), ("propose-declared", PART, {"cell": "b"}), ("accept-declared", PART, {"cell": "b"}))


def test_a_disputed_value_that_two_people_accept_stands_in_place_of_the_figure() -> None:
    proposed = part(proposal("1"), *ACCEPTED[:2])
    assert (proposed.state, proposed.cells[1].acceptance_by) == (PartState.DISPUTED, "person/1")
    made = part(proposal("1"), *ACCEPTED)
    assert made.state is PartState.PROPOSED
    assert made.cells_sha256 == rows(a=("1", "computed"), b=("5", "declared"), c=("", "not-derivable")).sha256
    assert made.accepted["b"] == AcceptedValue("5", CellFigure("2", "computed"), "Two are missing", "person/1")
    assert (made.disputed_by, made.declared_by) == ({}, {})
    assert states(part(proposal("1"), confirmation(), *ACCEPTED))["b"] == "lapsed"
    assert part(proposal("1"), *ACCEPTED, confirmation()).state is PartState.CONFIRMED


def test_an_accepted_value_holds_as_long_as_the_figure_that_it_replaces() -> None:
    assert part(proposal("1"), *ACCEPTED, proposal("3")).cells[1].value == "5"  # another cell has changed
    mended = part(proposal("1"), *ACCEPTED, proposal("2"))
    assert (mended.cells[1].value, mended.cells[1].origin, dict(mended.accepted)) == ("3", "computed", {})
    again = part(proposal("1"), *ACCEPTED, dispute("b", "7"), *ACCEPTED[1:])
    assert (again.cells[1].value, again.accepted["b"].replaces) == ("7", CellFigure("2", "computed"))


def test_a_proposal_to_accept_ends_with_its_dispute() -> None:
    withdrawn = part(proposal("1"), *ACCEPTED[:2], ("withdraw-dispute", PART, {"cell": "b"}), dispute("b", "6"))
    assert withdrawn.cells[1].acceptance_by == ""
    assert part(proposal("1"), *ACCEPTED[:2], dispute("b", "6")).cells[1].acceptance_by == ""


def test_the_agreement_to_a_declared_value_ends_with_the_value() -> None:
    agreed = ("agree-declared", PART, {"cell": "c"})
    assert part(proposal("1"), DECLARED, agreed).cells[2].agreed_by == "person/1"
    assert part(proposal("1"), DECLARED, agreed, DECLARED).cells[2].agreed_by == ""
    assert part(proposal("1"), agreed).cells[2].agreed_by == ""


def test_declaring_fills_what_is_not_derived_and_never_overwrites() -> None:
    made = part(proposal("1"), DECLARED)
    cell = made.cells[2]
    assert (cell.value, cell.origin) == ("0", "declared")
    filled = rows(a=("1", "computed"), b=("2", "computed"), c=("0", "declared"))
    assert made.cells_sha256 == filled.sha256 != FIRST.sha256
    overwritten = part(proposal("1"), ("declare-cell", PART, {"cell": "b", "value": "9", "written": "9"}))
    assert overwritten.cells_sha256 == FIRST.sha256
    assert states(part(proposal("1"), confirmation(), DECLARED))["c"] == "lapsed"
    carried = follow_part(GSS, ROUND, trail([proposal("1")]), ASSEMBLIES.get, {"c": DeclaredValue("7", "person/9")})
    assert carried.cells[2].value == "7"
    assert carried.declared_by == {"c": "person/9"}
    assert overwritten.declared_by == {}


def test_cells_that_changed_since_a_hash_are_named() -> None:
    made = part(proposal("1"), proposal("2"))
    assert [cell.cell for cell in made.changed_since(FIRST.sha256)] == ["b"]
    assert [cell.cell for cell in made.changed_since("0" * 64)] == ["a", "b", "c"]
    lapsed = part(proposal("1"), confirmation(), proposal("2"))
    assert [cell.cell for cell in lapsed.changed_since("0" * 64)] == ["b"]


@pytest.mark.parametrize("value", ["", "many", "1e3", "١", "NaN", "1,000", "9" * 16, "- 1"])
def test_a_declaration_that_is_no_number_is_refused_in_words(value: str) -> None:
    with pytest.raises(ValueError, match="is not a number; write a number, or nil"):
        written_declaration(statutory_return("planning_matters"), "PS1.2", value)


def test_a_declared_value_is_written_as_the_cell_writes_its_values() -> None:
    planning, levy = statutory_return("planning_matters"), statutory_return("infrastructure_funding_statement")
    assert [written_declaration(planning, "PS1.2", value) for value in ("12", " NIL ", "-3")] == ["12", "0", "-3"]
    money = next(cell.name for cell in levy.cells if cell.measure.written_decimals == 2)
    assert written_declaration(levy, money, "12.5") == "12.50"


ACTS = st.sampled_from(
    [*map(proposal, ASSEMBLIES), confirmation(), confirmation("a"), dispute("a"), dispute("b", "4"), DECLARED,
     *ACCEPTED[1:], ("withdraw-dispute", PART, {"cell": "a"}), ("explain-check", PART, {"check": "moved"})]
)  # fmt: skip
ARROWS = {
    (transition.before or PartState.NO_DATA, transition.act, transition.after)
    for transition in PART_MACHINE.transitions
}


@given(st.lists(ACTS, max_size=12))
def test_any_sequence_of_acts_leaves_a_state_that_the_page_draws(acts: list[tuple[str, str, dict]]) -> None:
    taken: list[tuple[str, str, dict]] = []
    before = part()
    for act in acts:
        try:
            before.expect_possible(act[0])
        except NotPermitted:
            continue
        taken.append(act)
        after = part(*taken)
        assert after.state == before.state or (before.state, act[0], after.state) in ARROWS
        assert after.state is not PartState.CONFIRMED or not after.changed
        assert sum(after.counts.values()) == len(after.cells)
        before = after
    assert part(*taken) == before


def test_nothing_is_confirmed_or_disputed_without_data() -> None:
    with pytest.raises(NotPermitted, match="the part is no-data: confirming is not possible"):
        part(proposal("4")).expect_possible("confirm-cells")
    part(proposal("1")).expect_possible("confirm-cells")
