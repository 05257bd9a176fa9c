"""Of a standardised table just what a period needs is read, and it is the same as of the whole table."""

import io
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.domain.return_reads import ColumnsWithout
from transforms.domain.sightings import needed_rows
from transforms.snapshots.needed_part import TablePart, read_needed

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
SPAN = ("paid", FIRST, LAST)
COLUMNS = ("name", "paid", "unknown", "is_usable")
BEFORE, WITHIN, AFTER = FIRST - timedelta(1), LAST, LAST + timedelta(1)
FILES = {
    "no row at all": [],
    "no row of the period": [BEFORE] * 9,
    "the period's rows first": [WITHIN] * 4 + [AFTER] * 8,
    "the period's rows last": [BEFORE] * 8 + [WITHIN] * 4,
    "the period's rows among others": [AFTER, WITHIN, None, WITHIN, BEFORE] * 3,
    "rows of the period only": [WITHIN] * 7,
}


def parquet(days: list[date | None], usable_from: int = 1) -> bytes:
    """A file of such days in row groups of three; rows before `usable_from` are not usable."""
    rows = range(len(days))
    table = pa.table(
        {
            "line": pa.array(rows, pa.int64()),
            "name": pa.array([f"row {row % 5}" for row in rows], pa.string()),
            "paid": pa.array(days, pa.date32()),
            "is_usable": pa.array([row >= usable_from for row in rows], pa.bool_()),
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink, row_group_size=3)
    return sink.getvalue()


@pytest.mark.parametrize("days", FILES.values(), ids=FILES)
@pytest.mark.parametrize("usable_from", [0, 2, 99])
@pytest.mark.parametrize("coded", [[], ["name"]])
def test_what_is_read_is_the_needed_rows_of_the_whole_file(
    days: list[date | None], usable_from: int, coded: list[str]
) -> None:
    content = pa.BufferReader(parquet(days, usable_from))
    whole = pq.ParquetFile(content, read_dictionary=coded).read(["name", "paid", "is_usable"])
    part = read_needed(content, TablePart(COLUMNS, SPAN, coded))
    if WITHIN not in days:
        whole = whole.select(["paid", "is_usable"])
    assert part.schema.equals(whole.schema)
    assert part.to_pylist() == whole.take(pa.array(needed_rows(whole, SPAN))).to_pylist()


def test_of_a_file_without_a_row_of_the_period_only_the_days_are_read() -> None:
    content = pa.BufferReader(parquet([BEFORE] * 9))
    assert read_needed(content, TablePart(COLUMNS, SPAN)).to_pylist() == [{"paid": BEFORE, "is_usable": True}]


def test_the_only_row_of_the_period_is_read_whole() -> None:
    for days in ([WITHIN], [WITHIN, BEFORE]):
        content = pa.BufferReader(parquet(days, usable_from=0))
        assert read_needed(content, TablePart(COLUMNS, SPAN)).to_pylist() == [
            {"name": "row 0", "paid": WITHIN, "is_usable": True}
        ]


def test_a_file_without_the_column_of_days_keeps_the_row_by_which_it_is_usable() -> None:
    content = pa.BufferReader(parquet([WITHIN] * 7, usable_from=4))
    undated = read_needed(content, TablePart(["line", "is_usable"], ("unknown", FIRST, LAST)))
    assert undated.to_pylist() == [{"is_usable": True}]


def test_without_a_span_every_row_and_column_is_read() -> None:
    content = pa.BufferReader(parquet([BEFORE, WITHIN]))
    assert read_needed(content, TablePart()).equals(pq.read_table(content))


NUMBERS = {
    "each row has a number": (["a", "b", "a"], False),
    "a row has none": (["a", None, "c"], True),
    "a row has blanks for one": (["a", "b", " "], True),
    "only a row of other days has none": ([None, "b", "c"], False),
}


@pytest.mark.parametrize(("numbers", "are_needed"), NUMBERS.values(), ids=NUMBERS)
def test_columns_of_rows_without_a_number_are_read_only_where_a_row_of_the_period_has_none(
    numbers: list[str | None], are_needed: bool
) -> None:
    days = [BEFORE if numbers[0] is None else WITHIN, WITHIN, WITHIN]
    table = pq.read_table(pa.BufferReader(parquet(days))).append_column("number", pa.array(numbers, pa.string()))
    sink = io.BytesIO()
    pq.write_table(table, sink)
    needed = TablePart(("name", "paid", "number", "is_usable"), SPAN, (), ColumnsWithout("number", ("name",)))
    part = read_needed(pa.BufferReader(sink.getvalue()), needed)
    expected = table.take(pa.array(needed_rows(table, SPAN))).select(
        ["name", "paid", "number", "is_usable"] if are_needed else ["paid", "number", "is_usable"]
    )
    assert part.to_pylist() == expected.to_pylist()
    assert part.column_names == expected.column_names
