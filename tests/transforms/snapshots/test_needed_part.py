"""Of a standardised table just what a period needs is read, and it is the same as of the whole table."""

import io
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.domain.sightings import needed_rows
from transforms.snapshots.needed_part import read_needed

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
    part = read_needed(pq.ParquetFile(content, read_dictionary=coded), COLUMNS, SPAN)
    if WITHIN not in days:
        whole = whole.select(["paid", "is_usable"])
    assert part.schema.equals(whole.schema)
    assert part.to_pylist() == whole.take(pa.array(needed_rows(whole, SPAN))).to_pylist()


def test_of_a_file_without_a_row_of_the_period_only_the_days_are_read() -> None:
    file = pq.ParquetFile(pa.BufferReader(parquet([BEFORE] * 9)))
    assert read_needed(file, COLUMNS, SPAN).to_pylist() == [{"paid": BEFORE, "is_usable": True}]


def test_the_only_row_of_the_period_is_read_whole() -> None:
    file = pq.ParquetFile(pa.BufferReader(parquet([WITHIN], usable_from=0)))
    alone = pq.ParquetFile(pa.BufferReader(parquet([WITHIN, BEFORE], usable_from=0)))
    for content in (file, alone):
        assert read_needed(content, COLUMNS, SPAN).to_pylist() == [{"name": "row 0", "paid": WITHIN, "is_usable": True}]


def test_a_file_without_the_column_of_days_keeps_the_row_by_which_it_is_usable() -> None:
    content = pa.BufferReader(parquet([WITHIN] * 7, usable_from=4))
    undated = read_needed(pq.ParquetFile(content), ["line", "is_usable"], ("unknown", FIRST, LAST))
    assert undated.to_pylist() == [{"is_usable": True}]


def test_without_a_span_every_row_and_column_is_read() -> None:
    content = pa.BufferReader(parquet([BEFORE, WITHIN]))
    assert read_needed(pq.ParquetFile(content)).equals(pq.read_table(content))
