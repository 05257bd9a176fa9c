"""Which records lose to another of the same key, and which have the key of another and yet count."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.standardise.duplicates import repeated, superseded

ROWS = st.lists(st.tuples(st.sampled_from("XY"), st.sampled_from(["A", "B", None]), st.booleans()), max_size=8)


def named(rows: Sequence[tuple[str, str | None]], competes: Sequence[bool] | None = None) -> list[int]:
    """Return the places of the rows, as (key, content), that repeat the key of a record of its own."""
    keys, contents = ([row[at] for row in rows] for at in (0, 1))
    flags = repeated(
        [pa.array(keys, pa.string())],
        [pa.array(contents, pa.string())],
        np.array(competes if competes is not None else [True] * len(rows), dtype=bool),
    )
    return np.flatnonzero(flags).tolist()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([("X", "A"), ("Y", "A")], []),
        ([("X", "A"), ("X", "A")], []),
        ([("X", "A"), ("X", "B")], [1]),
        ([("X", "A"), ("Y", "A"), ("X", "B"), ("X", "C")], [2, 3]),
        ([("X", "A"), ("X", "A"), ("X", "B"), ("X", "A")], [2, 3]),
        ([("X", None), ("X", "A")], [1]),
        ([("X", None), ("X", None)], []),
    ],
)
def test_every_row_after_the_first_of_a_key_is_named_once_rows_differ(
    rows: Sequence[tuple[str, str | None]], expected: list[int]
) -> None:
    assert named(rows) == expected


def test_a_record_that_is_left_out_anyway_makes_no_other_a_repetition() -> None:
    assert named([("X", "A"), ("X", "B"), ("X", "B")], [False, True, True]) == []


@given(ROWS)
def test_a_plain_reading_of_the_rows_names_the_same(rows: list[tuple[str, str | None, bool]]) -> None:
    expected = []
    for place, (key, content, competes) in enumerate(rows):
        before = [row for row in rows[:place] if row[2] and row[0] == key]
        differs = any(other[1] != content for other in before) or len({other[1] for other in before}) > 1
        if competes and differs:
            expected.append(place)
    assert named([row[:2] for row in rows], [row[2] for row in rows]) == expected


@given(ROWS)
def test_of_equal_rows_one_is_left_and_no_other_loses(rows: list[tuple[str, str | None, bool]]) -> None:
    competes = np.array([row[2] for row in rows], dtype=bool)
    keys = [pa.array([row[at] for row in rows], pa.string()) for at in (0, 1)]
    lost = superseded(keys, None, competes)
    left = [row[:2] for row, is_lost in zip(rows, lost, strict=True) if row[2] and not is_lost]
    assert len(left) == len(set(left))
    assert set(left) == {row[:2] for row in rows if row[2]}
    assert not lost[~competes].any()
