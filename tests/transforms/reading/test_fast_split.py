"""Quick splitting gives what careful splitting gives, or leaves it alone."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.domain.sheet import Reading
from transforms.reading import fast_split, read

CELL = st.sampled_from(
    [
        "a",
        "12",
        "",
        " ",
        "N/A",
        '"a, b"',
        '"say ""so"""',
        '6" pipe',
        '"closed" late',
        '"open',
        'end"',
        '""',
        "é",
        '"two\nlines"',
    ]
)
ROW = st.lists(CELL, min_size=3, max_size=3) | st.lists(CELL, max_size=5)
WHOLE = ["one,two,three", *(f"{number},b,c" for number in range(fast_split.FEWEST_LINES))]


def by_both(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    def recognise(cells) -> int:  # noqa: ANN001
        return len({"one", "two", "three"} & {*cells})

    yield read(content, "a.csv", recognise)
    with monkeypatch.context() as patched:
        patched.setattr(fast_split, "FEWEST_LINES", 10**9)
        yield read(content, "a.csv", recognise)


def assert_alike(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly, carefully = by_both(content, monkeypatch)
    assert (quickly.sheet is None) == (carefully.sheet is None)
    if quickly.sheet and carefully.sheet:
        assert quickly.sheet.cells.to_pydict() == carefully.sheet.cells.to_pydict()
        assert quickly.sheet.lines.tolist() == carefully.sheet.lines.tolist()
        assert quickly.sheet.widths.tolist() == carefully.sheet.widths.tolist()
    assert [said(one) for one in quickly.findings] == [said(one) for one in carefully.findings]


def said(finding) -> tuple[object, ...]:  # noqa: ANN001
    lines = None if finding.lines is None else np.asarray(finding.lines).tolist()
    return finding.code, finding.severity, finding.column, lines, finding.values, dict(finding.facts)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(ROW, max_size=12), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_rows_are_split_alike_both_ways(rows: list[list[str]], end: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert_alike(end.join([*WHOLE, *map(",".join, rows), "9,b,c", ""]).encode(), monkeypatch)


@pytest.mark.parametrize(
    "odd",
    [
        "",
        ",,",
        "one,two,three",
        '"a""b",c,d',
        "a,b",
        "a,b,c,d",
        "a,b,c,,",
        '5" pipe,b,c',
        "Total,,",
        '"a\nb",c,d',
        "\ufeffa,b,c",
    ],
)
def test_an_odd_line_among_whole_ones_is_read_alike_both_ways(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "\n".join([*WHOLE, odd, *WHOLE[1:], ""]).encode()
    assert_alike(content, monkeypatch)


def test_whole_lines_are_split_at_once() -> None:
    block = fast_split.split_quickly([f"{line}\n" for line in WHOLE], 1, ",", 3)
    assert block is not None
    assert (len(block.lines), block.odd) == (len(WHOLE), [])


def test_a_record_over_several_lines_is_left_to_the_careful_way() -> None:
    assert fast_split.split_quickly([f"{line}\n" for line in (*WHOLE, '"a', 'b",c,d')], 1, ",", 3) is None
