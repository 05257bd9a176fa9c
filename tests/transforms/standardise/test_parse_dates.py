from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.standardise.parse_dates import parse_dates
from transforms.standardise.parsed_column import ParseState

AS_AT = date(2026, 6, 30)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def read(*texts: str, partial: str | None = None) -> list[tuple[date | None, ParseState]]:
    parsed = parse_dates(texts, partial, AS_AT)
    return [(day, ParseState(state)) for day, state in zip(parsed.values.to_pylist(), parsed.states, strict=True)]


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
    assert read(text) == [(date(2025, 3, 31), ParseState.READ)]


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
    assert read(text) == [(date(2025, 3, 31), ParseState.REPAIRED)]


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2025-02-30", "soon", "2025", "99999999", "1", "00/00/0000", "31/03/2025 or so", "Oct-20"]
)
def test_what_is_no_day_of_the_calendar_is_unreadable(text: str) -> None:
    assert read(text) == [(None, ParseState.UNREADABLE)]


@pytest.mark.parametrize("text", ["", " ", "N/A", "null", "-", "--", "None"])
def test_a_word_for_blank_is_blank(text: str) -> None:
    assert read(text) == [(None, ParseState.BLANK)]


def test_a_column_that_proves_the_month_first_is_read_so_and_said() -> None:
    assert read("03/04/2025", "03/31/2025") == [
        (date(2025, 3, 4), ParseState.REPAIRED),
        (date(2025, 3, 31), ParseState.REPAIRED),
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
    assert read(text, partial=partial) == [(day, ParseState.REPAIRED)]
    assert read(text) == [(None, ParseState.UNREADABLE)]


def test_two_digits_of_a_year_are_at_most_twenty_years_ahead() -> None:
    assert [day for day, _ in read("31/12/46", "31/12/47")] == [date(2046, 12, 31), date(1947, 12, 31)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-31T23:00:00Z", date(2025, 4, 1)),  # midnight of a summer's day in the United Kingdom
        ("2025/03/31 23:00:00+00", date(2025, 4, 1)),
        ("31/03/2025 23:00 UTC", date(2025, 4, 1)),
        ("31 March 2025 11:15 pm GMT", date(2025, 4, 1)),
        ("2025-04-01T00:30:00+02:00", date(2025, 3, 31)),
        ("1743462000000", date(2025, 4, 1)),
        ("1743462000000.0", date(2025, 4, 1)),
        ("1735689600000", date(2025, 1, 1)),
        ("1735689600", date(2025, 1, 1)),
        ("-86400000000", date(1967, 4, 7)),
    ],
)
def test_an_instant_is_the_day_that_it_falls_on_in_the_united_kingdom(text: str, day: date) -> None:
    assert read(text) == [(day, ParseState.REPAIRED)]


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-31T23:00:00Z",
        "2025-01-31T00:00:00+00",
        "2025-01-31 23:00",
        "2025-01-31T23:00:00 BST",
        "2025-01-31T00:00+0000",
    ],
)
def test_an_instant_of_the_same_day_is_read_without_remark(text: str) -> None:
    assert read(text) == [(date(2025, 1, 31), ParseState.READ)]


@given(DAYS, st.integers(0, 24 * 60 - 1))
def test_every_writing_of_an_instant_is_the_same_day(day: date, minute: int) -> None:
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    texts = [instant.strftime("%Y-%m-%dT%H:%M:%SZ"), instant.strftime("%d/%m/%Y %H:%M:%S+00"), "31/12/1999"]
    local = instant.astimezone(ZoneInfo("Europe/London")).date()
    assert [read_day for read_day, _ in read(*texts)][:2] == [local] * 2
    if instant.timestamp() * 1000 >= 10**11:
        assert read(str(int(instant.timestamp()) * 1000))[0][0] == local


def half_swapped(*texts: str) -> tuple[str, str] | None:
    return parse_dates(texts, None, AS_AT).half_swapped


def test_a_column_of_real_dates_up_to_the_twelfth_and_texts_above_was_swapped_in_a_spreadsheet() -> None:
    texts = ["2025-03-04", "13/04/2025", "2025-02-05", "25/04/2025", "2025-06-07"]
    assert half_swapped(*texts) == ("2025-03-04", "13/04/2025")
    assert half_swapped(*texts, "2025-06-13") is None
    assert half_swapped(*texts, "12/04/2025") is None
    assert half_swapped("2025-03-04", "13/04/2025") is None  # which chance could bring about
    assert half_swapped(*texts[::2]) is None
    assert half_swapped("2025-03-04", "2025-05-02", "2025-06-07", "04/13/2025", "04/25/2025") is not None


@given(DAYS)
def test_every_day_reads_back_from_both_standards_forms(day: date) -> None:
    assert read(day.isoformat(), day.strftime("%d/%m/%Y"), "31/12/1999")[:2] == [(day, ParseState.READ)] * 2
