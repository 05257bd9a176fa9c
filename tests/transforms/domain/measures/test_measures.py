"""Every measure, on a handful of records, with the records behind it."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from transforms.domain.conditions import Between, Blank, Condition, Is, IsTrue
from transforms.domain.measures import (
    RECORDS,
    ByFactMeasure,
    BySwitchMeasure,
    Count,
    CountOfValues,
    Derived,
    Difference,
    FlooredTotal,
    Maximum,
    Measure,
    Minimum,
    NotCollected,
    SumOf,
    Total,
    ValueOf,
)
from transforms.domain.period import parse_period
from transforms.domain.records import Records, RecordTable
from transforms.domain.sightings import Coded, sightings_of

EVERY: Condition = ~Blank("supplier") | Blank("supplier")
DAYS = [date(2025, 1, 31), date(2025, 3, 1), None, date(2024, 12, 1)]


def decimals(*values: str | None) -> pa.Array:
    return pa.array([None if value is None else Decimal(value) for value in values], pa.decimal128(38, 18))


@pytest.fixture
def records() -> Records:
    """Three authorities: three records of the first, one of the second, none of the third."""
    columns = {
        "supplier": Coded.of(pa.array(["A Ltd", "B Ltd", "A Ltd", None])),
        "amount": decimals("10.005", "-2.5", None, "7"),
        "spent": decimals("4", "1", "3", "9"),
        "paid_on": np.array(DAYS, dtype="datetime64[D]"),
        "is_large": np.array([True, False, True, False]),
    }
    sightings = sightings_of([], {"is_usable": pa.bool_()})
    owners, references = np.array([0, 0, 0, 1]), pa.array(list("pqrs"))
    table = RecordTable(parse_period("2024-25"), {}, sightings, owners, np.arange(4), references, columns)
    facts = {"has_history": np.array([True, False, False])}
    figures = {"left": np.array([Decimal("0.5"), None, 0], dtype=object)}
    return Records(("E1", "E2", "E3"), {"mode": "sum"}, {RECORDS: table}, facts, {}, figures=figures)


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        (Count(EVERY), [3, 1, 0]),
        (Count(IsTrue("is_large")), [2, 0, 0]),
        (CountOfValues("supplier", EVERY), [2, 0, 0]),  # a blank is no supplier
        (Total("amount", EVERY, 2), [Decimal("7.505"), Decimal(7), 0]),
        (FlooredTotal(("amount",), ("spent",), EVERY, 2), [Decimal("6.005"), 0, 0]),  # per record, never below zero
        (Minimum("amount", EVERY), [Decimal("-2.5"), 7, None]),
        (Maximum("paid_on", EVERY), [20250301, 20241201, None]),
        (ValueOf("amount", Is("supplier", ("B Ltd",))), [Decimal("-2.5"), None, None]),
        (Total("amount", Between("amount", Decimal("-2.5"), Decimal("10.005"))), [Decimal("7.505"), 7, 0]),
        (Count(Between("amount", Decimal("10.006"))), [0, 0, 0]),
        (Count(Between("amount", None, 7)), [1, 1, 0]),
        (ByFactMeasure("has_history", Count(EVERY), Total("spent", EVERY)), [3, 9, 0]),
        (BySwitchMeasure("mode", (("count", Count(EVERY)), ("sum", Total("spent", EVERY)))), [8, 9, 0]),
        (Derived("left", "As declared"), [Decimal("0.5"), None, 0]),
        (NotCollected("nobody publishes it"), [None, None, None]),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Measure) else "",
)
def test_a_measure_is_worked_out_for_every_authority_at_once(
    records: Records, measure: Measure, values: list[object]
) -> None:
    assert measure.value(records, {}).tolist() == values


def test_a_sum_or_difference_of_an_unknown_part_is_unknown(records: Records) -> None:
    exact = {"a": np.array([1, 2, 3]), "b": np.array([Decimal("0.5"), None, Decimal(3)], dtype=object)}
    assert SumOf(("a", "b")).value(records, exact).tolist() == [Decimal("1.5"), None, 6]
    assert Difference(("a",), ("b", "b")).value(records, exact).tolist() == [0, None, -3]


def test_one_record_too_many_is_a_fault_of_the_declaration(records: Records) -> None:
    with pytest.raises(ValueError, match="one record was expected, and there are 2"):
        ValueOf("spent", Is("supplier", ("A Ltd",))).value(records, {})


@pytest.mark.parametrize(
    "measure",
    [Count(EVERY), CountOfValues("supplier", EVERY), Total("amount", EVERY), FlooredTotal(("amount",), (), EVERY),
     Minimum("amount", EVERY), Maximum("amount", EVERY), ValueOf("amount", EVERY)],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_a_measure_names_the_records_behind_it(measure: Measure) -> None:
    [selection] = measure.selections
    assert (selection.table, selection.where) == (RECORDS, EVERY)
    taken = [name for name in ("supplier", "amount") if getattr(measure, "column", "") == name]
    assert set(taken) <= set(selection.columns_read)
    assert "where" in measure.formula()
