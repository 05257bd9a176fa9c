"""Imputation, by hand: the last confirmed value × the growth of the class, only where nothing is known."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.domain.imputed_cell import ImputedCell
from transforms.release_package.cells import AuthorityCells, CellRow
from transforms.release_package.imputed_figures import EarlierRelease, imputed_cells
from transforms.returns import statutory_return

RETURN = statutory_return("planning_matters")
RECEIVED, NOT_IMPUTED = "PS1.2", "PS1.1"
A, B, C, D, ENGLAND = "E07000223", "E07000224", "E07000225", "E06000014", "E92000001"
CLASSES = {A: "district", B: "district", C: "district", D: "unitary"}


def cells(**values: str) -> list[AuthorityCells]:
    """The cells of each authority: a number as given, blank for no data; England is what they add up to."""
    places = {"a": A, "b": B, "c": C, "d": D}
    total = sum(Decimal(value) for value in values.values() if value)
    rows = {places[name]: value for name, value in values.items()} | {ENGLAND: str(total)}
    return [
        AuthorityCells(
            gss,
            tuple(CellRow(gss, cell, value, "computed" if value else "no-data") for cell in (RECEIVED, NOT_IMPUTED)),
            "",
        )
        for gss, value in rows.items()
    ]


def earlier(period: str = "2025-Q4", confirmed: str = "abcd", **values: str) -> EarlierRelease:
    places = {"a": A, "b": B, "c": C, "d": D}
    known = {(places[name], cell): value for name, value in values.items() for cell in (RECEIVED, NOT_IMPUTED)}
    return EarlierRelease(period, known, frozenset(places[name] for name in confirmed))


def imputed(now: list[AuthorityCells], *before: EarlierRelease) -> dict[str, ImputedCell]:
    return {figure.authority: figure for figure in imputed_cells(RETURN, now, before, CLASSES)}


def test_the_last_confirmed_value_grows_as_its_class_did_and_the_total_is_given_without_and_with_it() -> None:
    figures = imputed(cells(a="", b="110", c="130", d="900"), earlier(a="50", b="100", c="100", d="100"))
    assert (figures[A].value, figures[A].imputed) == ("", "60")  # 50 × (110 + 130) ÷ (100 + 100)
    assert "50 of 2025-Q4, confirmed, × 1.2000, the growth over 2 of its class" in figures[A].method
    assert (figures[ENGLAND].value, figures[ENGLAND].imputed) == ("1140", "1200")
    assert {figure.cell for figure in figures.values()} == {RECEIVED}


def test_an_authority_with_data_gets_nothing() -> None:
    assert imputed(cells(a="0", b="110", c="1", d="1"), earlier(a="50", b="100", c="100", d="1")) == {}


def test_an_older_value_counts_where_the_newer_was_not_confirmed_and_half_is_rounded_up() -> None:
    figures = imputed(
        cells(a="", b="3", c="", d="1"),
        earlier("2025-Q4", "bcd", a="999", b="9"),
        earlier("2025-Q3", "abcd", a="5", b="2", d="1"),
    )
    assert figures[A].imputed == "8"  # 5 × 3 ÷ 2 = 7.5
    assert C not in figures


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (cells(a="", b="1", c="1", d="1"), earlier(b="1", c="1")),  # it has no earlier value
        (cells(a="", b="1", c="1", d="1"), earlier(confirmed="bcd", a="5", b="1")),  # nobody confirmed it
        (cells(a="", b="", c="", d="1"), earlier(a="5", b="1", d="1")),  # nobody else of its class is there now
        (cells(a="", b="1", c="1", d="1"), earlier(a="5", d="1")),  # or was then
        (cells(a="", b="1", c="1", d="1"), earlier(a="5", b="0", c="0")),  # or had anything
    ],
)
def test_there_is_no_figure_where_there_is_nothing_to_make_it_of(
    now: list[AuthorityCells], before: EarlierRelease
) -> None:
    assert imputed(now, before) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["", "0", "3", "70"]), min_size=4, max_size=4), st.data())
def test_no_reported_value_is_ever_imputed_and_totals_add_up(now: list[str], data: st.DataObject) -> None:
    before = data.draw(st.lists(st.sampled_from(["", "0", "5", "60"]), min_size=4, max_size=4))
    current = cells(**dict(zip("abcd", now, strict=True)))
    figures = imputed(current, earlier(**{name: value for name, value in zip("abcd", before, strict=True) if value}))
    total = figures.pop(ENGLAND, None)
    values = {group.authority: group.rows[0].value for group in current}
    assert all(values[gss] == "" for gss in figures)
    if total is not None:
        assert Decimal(total.imputed) == Decimal(values[ENGLAND]) + sum(Decimal(f.imputed) for f in figures.values())
