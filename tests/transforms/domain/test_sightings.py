"""Sightings are the usable rows of the files of one standard; what a period does not need is left out."""

from datetime import date
from typing import Any

import pyarrow as pa

from transforms.domain.sightings import needed_rows, sightings_of
from transforms.domain.snapshot_table import SnapshotTable

COLUMNS = {"reference": pa.string(), "paid": pa.date32(), "source_line": pa.int64(), "is_usable": pa.bool_()}
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
SPAN = ("paid", FIRST, LAST)


def file(
    fetched: date, rows: list[tuple[str | None, date | None, bool]], authority: str = "E07000223"
) -> SnapshotTable:
    columns: dict[str, list[Any]] = {
        "reference": [reference for reference, _, _ in rows],
        "paid": [paid for _, paid, _ in rows],
        "source_line": list(range(2, 2 + len(rows))),
        "is_usable": [usable for _, _, usable in rows],
    }
    table = pa.table({name: pa.array(columns[name], kind) for name, kind in COLUMNS.items()})
    return SnapshotTable(authority, "spending_over_500", fetched, "0" * 64, "2015", frozenset({"reference"}), table)


ROWS: list[tuple[str | None, date | None, bool]] = [
    ("before", date(2026, 9, 30), True),
    ("first", FIRST, True),
    ("unusable", FIRST, False),
    ("last", LAST, True),
    ("after", date(2027, 1, 1), True),
    ("undated", None, True),
]


def test_only_the_rows_of_the_days_of_the_period_are_kept_both_ends_included() -> None:
    sightings = sightings_of([file(date(2027, 1, 5), ROWS)], COLUMNS, span=SPAN)
    assert sightings.table["reference"].to_pylist() == ["first", "last"]


def test_a_file_without_a_row_of_the_period_stays_usable() -> None:
    sightings = sightings_of([file(date(2027, 1, 5), ROWS[:1])], COLUMNS, span=SPAN)
    assert (len(sightings.files), len(sightings.table)) == (1, 0)
    assert sightings_of([file(date(2027, 1, 5), ROWS[2:3])], COLUMNS, span=SPAN).files == ()


def test_what_is_loaded_of_a_file_gives_the_same_as_the_whole_file() -> None:
    for rows in (ROWS, ROWS[:1], ROWS[2:3], ROWS[5:], []):
        whole = file(date(2027, 1, 5), rows)
        part = SnapshotTable(
            whole.authority_gss, whole.standard, whole.fetched, whole.sha256, whole.edition, whole.fields,
            whole.table.take(pa.array(needed_rows(whole.table, SPAN))),
        )  # fmt: skip
        one, other = (sightings_of([given], COLUMNS, span=SPAN) for given in (whole, part))
        assert (len(one.files), one.table) == (len(other.files), other.table)


def test_rows_that_can_t_be_used_are_kept_apart_where_they_are_asked_for() -> None:
    files = [file(date(2027, 1, 5), ROWS[2:3]), file(date(2027, 1, 6), ROWS[:3])]
    assert sightings_of(files, COLUMNS).unusable is None
    sightings = sightings_of(files, COLUMNS, with_unusable_rows=True)
    assert sightings.unusable is not None
    assert sightings.unusable.table["source_line"].to_pylist() == [4]
    assert sightings.unusable.files == sightings.files == (files[1],)
    assert sightings.table["reference"].to_pylist() == ["before", "first"]


def test_the_last_day_of_fetching_is_known_whether_the_file_is_usable_or_not() -> None:
    files = [file(date(2027, 1, 5), ROWS), file(date(2027, 2, 1), ROWS[2:3])]
    sightings = sightings_of(files, COLUMNS)
    assert [one.fetched for one in sightings.files] == [date(2027, 1, 5)]
    assert sightings.last_fetched == {"E07000223": date(2027, 2, 1)}


def test_a_file_without_the_column_of_days_has_no_row_of_the_period() -> None:
    whole = file(date(2027, 1, 5), ROWS)
    undated = SnapshotTable(
        whole.authority_gss, whole.standard, whole.fetched, whole.sha256, whole.edition, whole.fields,
        whole.table.drop_columns(["paid"]),
    )  # fmt: skip
    assert len(sightings_of([undated], COLUMNS, span=SPAN).table) == 0


def test_text_of_which_each_is_held_once_reads_as_text() -> None:
    words = pa.dictionary(pa.int32(), pa.string())
    plain = pa.table({"name": ["Oak", None, "Elm", "Oak"], "source_line": [2, 3, 4, 5], "is_usable": [True] * 4})
    coded = plain.set_column(0, "name", plain.column("name").dictionary_encode())
    kinds = {"source_line": pa.int64(), "is_usable": pa.bool_()}
    for table in (plain, coded):
        for kind in (pa.string(), words):
            files = [
                SnapshotTable("E07000223", "trees", day, "", "1", frozenset({"name"}), table) for day in (FIRST, LAST)
            ]
            sightings = sightings_of(files, {"name": kind} | kinds)
            assert sightings.table.schema.field("name").type == kind
            assert sightings.coded("name").texts() == ["Oak", None, "Elm", "Oak"] * 2
            assert sightings.table.column("name").take(pa.array([5, 6, None])).to_pylist() == [None, "Elm", None]
