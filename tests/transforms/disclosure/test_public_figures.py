"""Disclosure control: no figure that is not shown can be worked out from what is, nor from what was."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.disclosure.audit import audit
from transforms.disclosure.primary_suppression import primary_suppressions
from transforms.disclosure.public_figures import PublicFigures, public_figures
from transforms.disclosure.published_table import Addition, FigureKey
from transforms.disclosure.rounding import rounded_to_base
from transforms.domain.disclosure_policy import CellSum, DisclosurePolicy
from transforms.returns import RETURNS, statutory_return

CELLS = ("HSC.dwellings", "HSC.euv_sh", "HSC.market_value")
TOTAL, FIRST, SECOND = CELLS[0], CELLS[1], CELLS[2]
POLICY = DisclosurePolicy(threshold=5, cells=CELLS, sums=(CellSum(TOTAL, (FIRST, SECOND)),))
RETURN = replace(statutory_return("housing_stock_check"), disclosure=POLICY)
ENGLAND, BODIES = "E92000001", ("E07000223", "E07000224", "E07000225")


def table(*rows: tuple[int, int]) -> dict[FigureKey, str]:
    """The figures of each body, two parts and their sum, and England's."""
    values: dict[FigureKey, int] = {}
    for body, (first, second) in zip(BODIES, rows, strict=False):
        values |= {(body, FIRST): first, (body, SECOND): second, (body, TOTAL): first + second}
    for cell in CELLS:
        values[ENGLAND, cell] = sum(value for (_, name), value in values.items() if name == cell)
    return {key: str(value) for key, value in values.items()}


def test_a_return_without_a_policy_shows_its_figures_as_they_are() -> None:
    values = table((1, 2), (3, 4))
    assert all(definition.disclosure is None for definition in RETURNS)
    figures = public_figures(statutory_return("planning_matters"), values)
    assert (figures.shown_values, figures.suppressed) == (values, frozenset())


def test_a_small_figure_is_hidden_and_with_it_what_it_could_be_worked_out_from() -> None:
    figures = public_figures(RETURN, table((3, 40), (20, 30), (50, 60)))
    assert (BODIES[0], FIRST) in figures.suppressed
    assert len(figures.suppressed) == 4  # another of its row, another of its column, and where these meet
    assert figures.disclosures == ()
    assert figures.shown_values.keys().isdisjoint(figures.suppressed)
    assert len(figures.shown_values) + len(figures.suppressed) == 12


def test_nothing_is_hidden_where_nothing_is_small_and_a_zero_is_not() -> None:
    assert public_figures(RETURN, table((0, 40), (20, 30))).suppressed == frozenset()


def test_the_threshold_itself_is_shown() -> None:
    assert primary_suppressions({(BODIES[0], FIRST): Decimal(5)}, POLICY) == frozenset()
    assert primary_suppressions({(BODIES[0], FIRST): Decimal(4)}, POLICY) == {(BODIES[0], FIRST)}


def test_cells_that_the_policy_is_not_about_stay_as_they_are() -> None:
    values = {(BODIES[0], "HSC.vacant_pct"): "1.5", (BODIES[0], FIRST): "9"}
    assert public_figures(RETURN, values).shown_values == values


@pytest.mark.parametrize(("value", "base", "rounded"), [(7, 5, 5), (8, 5, 10), (5, 10, 10), (-5, 10, -10), (7, 1, 7)])
def test_what_is_shown_is_rounded_half_up_to_the_base(value: int, base: int, rounded: int) -> None:
    assert rounded_to_base(Decimal(value), base) == rounded
    policy = replace(POLICY, threshold=0, rounding_base=base)
    figures = public_figures(replace(RETURN, disclosure=policy), {(BODIES[0], FIRST): str(value)})
    assert figures.shown_values == {(BODIES[0], FIRST): str(rounded)}


def test_what_an_earlier_version_showed_is_told_and_counts_as_known() -> None:
    values = table((3, 40), (20, 30), (50, 60))
    figures = public_figures(RETURN, values, earlier={(BODIES[0], FIRST): "3", (BODIES[1], FIRST): "99"})
    assert [(entry.key, entry.reason) for entry in figures.disclosures] == [
        ((BODIES[0], FIRST), "an earlier version shows it"),
    ]
    hidden = public_figures(RETURN, values)
    secondary = next(iter(hidden.suppressed - {(BODIES[0], FIRST)}))
    again = public_figures(RETURN, values, earlier={secondary: values[secondary]})
    assert not [entry for entry in again.disclosures if entry.key != secondary]
    assert is_safe(values, again, known={secondary})


def test_the_audit_works_out_what_is_left_over_and_what_has_no_room() -> None:
    total, parts = (ENGLAND, FIRST), tuple((body, FIRST) for body in BODIES)
    values = {total: Decimal(12), **dict(zip(parts, map(Decimal, (3, 4, 5)), strict=True))}
    [left_over] = audit(values, [parts[0]], [Addition(total, parts)])
    assert (left_over.key, left_over.value, left_over.reason) == (parts[0], 3, "what adds up leaves nothing else")
    tight = {total: Decimal(8), **dict(zip(parts, map(Decimal, (4, 4, 0)), strict=True))}
    below = dict.fromkeys(parts[:2], 5)
    found = audit(tight, parts[:2], [Addition(total, parts)], below=below)
    assert {entry.key for entry in found} == {*parts[:2]}  # each at most 4, together 8
    assert {entry.reason for entry in found} == {"no other value lies between its bounds"}


def test_two_sums_together_give_away_what_neither_does_alone() -> None:
    a, b, c, d, first, second, third = ((name, FIRST) for name in "abcdefg")
    values = {a: 1, b: 2, c: 3, d: 9, first: 3, second: 5, third: 4}
    sums = [Addition(first, (a, b)), Addition(second, (b, c)), Addition(third, (a, c))]
    found = audit({key: Decimal(value) for key, value in values.items()}, [a, b, c], sums)
    assert [(entry.key, entry.value) for entry in found] == [(a, 1), (b, 2), (c, 3)]


def is_safe(
    values: Mapping[FigureKey, str], figures: PublicFigures, known: frozenset[FigureKey] | set[FigureKey] = frozenset()
) -> bool:
    """Whether each figure that is not shown could be another one, by solving the sums over the rationals, plainly."""
    import numpy as np

    unknown = sorted(figures.suppressed - {*known})
    if not unknown:
        return True
    sums = [((ENGLAND, cell), [(body, cell) for body in BODIES if (body, cell) in values]) for cell in CELLS]
    sums += [((body, TOTAL), [(body, FIRST), (body, SECOND)]) for body in (*BODIES, ENGLAND) if (body, TOTAL) in values]
    rows = [[(key in parts) - (key == total) for key in unknown] for total, parts in sums]
    matrix = np.array(rows, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    return all(
        np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(unknown))[key]])) > rank for key in range(len(unknown))
    )


SMALL = st.integers(0, 12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=3))
def test_nothing_hidden_can_be_solved_for(rows: list[tuple[int, int]]) -> None:
    values = table(*rows)
    figures = public_figures(RETURN, values)
    assert {key for key, value in values.items() if 0 < int(value) < 5} <= figures.suppressed
    assert all(figures.shown_values[key] == values[key] for key in figures.shown_values)
    exposed = {entry.key for entry in figures.disclosures}
    assert is_safe(values, replace(figures, suppressed=figures.suppressed - exposed))
    assert not exposed or figures.suppressed >= exposed


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_no_table_of_whole_numbers_singles_out_a_hidden_figure_of_one_sum(column: list[int]) -> None:
    """By brute force: of all tables that agree with what is shown, two differ in each hidden figure."""
    bodies = [f"E0700022{number}" for number in range(len(column))]
    values = {(body, FIRST): str(value) for body, value in zip(bodies, column, strict=True)}
    values[ENGLAND, FIRST] = str(sum(column))
    policy = DisclosurePolicy(threshold=5, cells=(FIRST,))
    figures = public_figures(replace(RETURN, disclosure=policy), values)
    small = {key for key, value in values.items() if 0 < int(value) < 5}
    hidden = sorted(figures.suppressed)
    possible: dict[FigureKey, set[int]] = {key: set() for key in hidden}
    for guess in product(*(range(1, 5) if key in small else range(30) for key in hidden)):
        tried = {key: int(value) for key, value in values.items()} | dict(zip(hidden, guess, strict=True))
        if sum(tried[body, FIRST] for body in bodies) == tried[ENGLAND, FIRST]:
            for key, value in zip(hidden, guess, strict=True):
                possible[key].add(value)
    exposed = {entry.key for entry in figures.disclosures}
    assert {key for key, values_left in possible.items() if len(values_left) == 1} <= exposed
