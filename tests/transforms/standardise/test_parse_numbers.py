from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.standardise.parse_numbers import parse_decimals, parse_integers, parse_ranges
from transforms.standardise.parse_values import parse_column
from transforms.standardise.parsed_column import ParseState
from transforms.standards import standard

UNITS = ("ha", "hectares", "hectare")
DRESSED = {
    "£1,234.50": "1234.5",
    "(12.00)": "-12",
    "1,234": "1234",
    "12.00-": "-12",
    "-£5": "-5",
    "£-5": "-5",
    "GBP 7": "7",
    "0.27 ha": "0.27",
    "0.27ha": "0.27",
    "2 Hectares": "2",
    "1e3": "1000",
    "−4": "-4",
    '"5"': "5",
    "Nil": "0",
    "£nil": "0",
    " £-   ": "0",
    "£ –": "0",
    "GBP -": "0",
    "£ (12.00)": "-12",
    "£(500.00)": "-500",
    "(£500.00)": "-500",
    "- 500.00": "-500",
    "- £ 500": "-500",
    "£500.00 -": "-500",
    "1\u00a0234.00": "1234",
    "1\u202f234\u202f567": "1234567",
    '="500.00"': "500",
    "=500": "500",
    "&#163;500.00": "500",
}


def read(text: str) -> tuple[Decimal | None, ParseState]:
    parsed = parse_decimals([text], UNITS)
    return parsed.values[0].as_py(), ParseState(parsed.states[0])


@pytest.mark.parametrize(("text", "number"), [("0.27", "0.27"), (" 12 ", "12"), ("-1.5", "-1.5"), ("+3", "3")])
def test_plain_numbers_are_read_exactly_and_without_remark(text: str, number: str) -> None:
    assert read(text) == (Decimal(number), ParseState.READ)


@pytest.mark.parametrize(("text", "number"), DRESSED.items())
def test_dressed_numbers_are_read_and_said(text: str, number: str) -> None:
    assert read(text) == (Decimal(number), ParseState.REPAIRED)


@pytest.mark.parametrize(
    "text",
    [
        "0,27",
        "1234,50",
        "1,23",
        "1,2345",
        "about 3",
        "3 acres",
        "10-20",
        "10-",
        "((1))",
        "1.2.3",
        "inf",
        "20+",
        "-(5)",
        "(5",
        "5)",
        "- -5",
        "££5",
        "£5£",
        "1\xa023",
        "1 234",
        "£",
        "£--",
        "500.-",
    ],
)
def test_what_could_be_two_numbers_or_none_is_not_guessed(text: str) -> None:
    assert read(text) == (None, ParseState.UNREADABLE)


@pytest.mark.parametrize("field", ["Amount", "PaymentDate"])
def test_among_a_thousand_others_a_text_is_read_as_it_is_alone(field: str) -> None:
    texts = [
        *DRESSED,
        "2025-03-31T23:00:00Z",
        "2025/03/31 23:00:00+00",
        "1743462000000",
        "31 March 2025",
        "2025-03-31T09:00",
    ]
    many = [*texts, *(f"{number}" for number in range(1, 1500))]
    declared = standard("spending_over_500").editions[0].field(field)
    alone = [parse_column(pa.array([text]), declared, date(2026, 1, 1)) for text in texts]
    among = parse_column(pa.array(many), declared, date(2026, 1, 1))
    assert among.values.to_pylist()[: len(texts)] == [column.values[0].as_py() for column in alone]


def test_a_number_too_large_for_the_column_is_unreadable() -> None:
    assert read("1" + "0" * 30) == (None, ParseState.UNREADABLE)


@pytest.mark.parametrize(("text", "ends"), [("10-20", (10, 20)), ("10 to 20", (10, 20)), ("10–20 units", (10, 20))])
def test_a_range_gives_both_ends(text: str, ends: tuple[int, int]) -> None:
    parsed = parse_ranges([text], ("units",))
    assert (parsed.values[0].as_py(), parsed.upper[0].as_py()) == ends
    assert parsed.states[0] == ParseState.REPAIRED


def test_a_plain_number_is_no_range() -> None:
    parsed = parse_ranges(["-10", "12", "ten"], ())
    assert parsed.upper.to_pylist() == [None] * 3
    assert parsed.values.to_pylist() == [-10, 12, None]


def test_a_whole_number_may_have_noughts_behind_the_point_and_nothing_else() -> None:
    parsed = parse_integers(["12.00", "12.5", ""], ())
    assert parsed.values.to_pylist() == [12, None, None]
    assert list(parsed.states) == [ParseState.READ, ParseState.UNREADABLE, ParseState.BLANK]


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_every_decimal_reads_back_exactly(number: Decimal) -> None:
    assert read(f"{number:f}") == (number, ParseState.READ)
    assert read(f"{abs(number):,f}")[0] == abs(number)
