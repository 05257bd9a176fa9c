"""CSV as we write it: plain, quoted only where needed, and harmless in a spreadsheet where it is for people."""

import csv
import io
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.render.csv_text import csv_bytes


def written(column: pa.Array) -> list[str]:
    return csv_bytes(pa.table({"it": column, "end": ["."] * len(column)})).decode().splitlines()[1:]


def test_numbers_are_plain_and_dates_iso() -> None:
    numbers = pa.array([Decimal("1.50"), Decimal(100), Decimal(0), Decimal("0.0000001"), None], pa.decimal128(38, 18))
    assert written(numbers) == ["1.5,.", "100,.", "0,.", "0.0000001,.", ",."]
    assert written(pa.array([date(2024, 2, 29), None])) == ["2024-02-29,.", ",."]
    assert written(pa.array([True, False, None])) == ["true,.", "false,.", ",."]
    assert written(pa.array([[3, 5], [], None])) == ["3 5,.", ",.", ",."]


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0\r", codec="utf-8")), min_size=2, max_size=2)))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    table = pa.table({name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate("ab")})
    assert list(csv.reader(io.StringIO(csv_bytes(table).decode(), newline="")))[1:] == rows


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", " =1", '=HYPERLINK("x")'])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    table = pa.table({"value": [text], "line": [1]})
    assert next(csv.DictReader(io.StringIO(csv_bytes(table, guard={"value"}).decode())))["value"] == "'" + text


@pytest.mark.parametrize("text", ["-5", "+44", "-1,234.50", "-£3", "-", "A-1", "31/06/2024"])
def test_numbers_and_plain_text_are_left_alone(text: str) -> None:
    table = pa.table({"value": [text], "line": [1]})
    assert next(csv.DictReader(io.StringIO(csv_bytes(table, guard={"value"}).decode())))["value"] == text
