from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.standardise.parse_dates import parse_dates
from transforms.standardise.parsed_column import State

AS_AT = date(2026, 6, 30)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def read(*texts: str, partial: str | None = None) -> list[tuple[date | None, State]]:
    parsed = parse_dates(texts, partial, AS_AT)
    return [(day, State(state)) for day, state in zip(parsed.values.to_pylist(), parsed.states, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-31",
        "31/03/2025",
        "31-3-2025",
        "31.03.2025",
        " 31/03/2025 ",
        "31/03/2025 14:05",
        "2025-03-31T00:00:00",
        "2025-03-31 23:59:59.000",
        "2025-03-31T12:00:00Z",
        "2025/03/31",
    ],
)
def test_the_standards_own_dates_are_read_without_remark_and_times_dropped(text: str) -> None:
    assert read(text) == [(date(2025, 3, 31), State.READ)]


@pytest.mark.parametrize(
    "text",
    [
        "45747",
        "45747.5",
        '"2025-03-31"',
        "31/03/25",
        "31 March 2025",
        "31st Mar 2025",
        "Monday 31 March 2025",
        "March 31, 2025",
        "31-Mar-25",
        "20250331",
    ],
)
def test_other_ways_of_writing_a_date_are_read_and_said(text: str) -> None:
    assert read(text) == [(date(2025, 3, 31), State.REPAIRED)]


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2025-02-30", "soon", "2025", "99999999", "1", "00/00/0000", "31/03/2025 or so", "Oct-20"]
)
def test_what_is_no_day_of_the_calendar_is_unreadable(text: str) -> None:
    assert read(text) == [(None, State.UNREADABLE)]


@pytest.mark.parametrize("text", ["", " ", "N/A", "null", "-", "--", "None"])
def test_a_word_for_blank_is_blank(text: str) -> None:
    assert read(text) == [(None, State.BLANK)]


def test_a_column_that_proves_the_month_first_is_read_so_and_said() -> None:
    assert read("03/04/2025", "03/31/2025") == [
        (date(2025, 3, 4), State.REPAIRED),
        (date(2025, 3, 31), State.REPAIRED),
    ]


def test_one_day_above_twelve_settles_the_column() -> None:
    parsed = parse_dates(["03/04/2025", "31/03/2025"], None, AS_AT)
    assert parsed.values.to_pylist() == [date(2025, 4, 3), date(2025, 3, 31)]
    assert parsed.undecided == []


def test_a_column_that_settles_nothing_is_read_day_first_and_is_undecided() -> None:
    parsed = parse_dates(["03/04/2025", "05/05/2025", "2025-01-02"], None, AS_AT)
    assert parsed.values.to_pylist()[0] == date(2025, 4, 3)
    assert parsed.undecided == ["03/04/2025"]


def test_a_column_that_contradicts_itself_is_undecided() -> None:
    assert parse_dates(["31/03/2025", "03/31/2025", "03/04/2025"], None, AS_AT).undecided == ["03/04/2025"]


@pytest.mark.parametrize(
    ("text", "partial", "day"),
    [
        ("2017-04", "first", date(2017, 4, 1)),
        ("2017", "first", date(2017, 1, 1)),
        ("2024-02", "last", date(2024, 2, 29)),
        ("2017", "last", date(2017, 12, 31)),
    ],
)
def test_a_month_or_a_year_stands_for_its_first_or_last_day_where_the_standard_says(
    text: str, partial: str, day: date
) -> None:
    assert read(text, partial=partial) == [(day, State.REPAIRED)]
    assert read(text) == [(None, State.UNREADABLE)]


def test_two_digits_of_a_year_are_at_most_twenty_years_ahead() -> None:
    assert [day for day, _ in read("31/12/46", "31/12/47")] == [date(2046, 12, 31), date(1947, 12, 31)]


@given(DAYS)
def test_every_day_reads_back_from_both_standards_forms(day: date) -> None:
    assert read(day.isoformat(), day.strftime("%d/%m/%Y"), "31/12/1999")[:2] == [(day, State.READ)] * 2
